"""Which words a pack must have, and whether every language has them."""

from collections.abc import Iterator

from moothall.services.blocks import BLOCKS
from moothall.services.mistakes import did_you_mean
from moothall.services.pack import Pack
from moothall.services.problems import Problem, Way
from moothall.services.reading import ReadPack
from moothall.services.schema import GroupSpec
from moothall.services.words import blanks

ALWAYS = ("service.title", "service.lead", "receipt.title", "receipt.next")
PREFIXES = ("service", "start", "check", "receipt", "timeline", "section", "must")
"""First parts of keys under which every pack may say more than it must."""


def needed(pack: Pack) -> Iterator[str]:
    """The keys that every language of ``pack`` must have."""
    yield from ALWAYS
    yield from (f"section.{name}" for name in pack.sections)
    yield from (f"must.{rule.say}" for rule in pack.must)
    for one in pack.blocks.values():
        yield from one.needed_words()
    for spec in pack.steps:
        if isinstance(spec, GroupSpec):
            yield from (f"{spec.id}.{name}" for name in ("title", "item", "another"))
    for key, step in pack.by_key.items():
        for name in step.step_type.needed_words(step.settings):
            yield f"{key}.{name}"


def word_problems(found: ReadPack) -> Iterator[Problem]:
    """Every word that is missing, not known, or leaves other blanks than in the first language."""
    must = list(dict.fromkeys(needed(found.pack)))
    first = found.first_words
    for code, source in found.languages.items():
        said = found.words[code]
        for key in must:
            if key not in said:
                yield source.problem(_way(key), f"the words “{key}” are missing")
        yield from _unknown(found, code)
        for key in set(said) & set(first):
            if blanks(said[key]) != blanks(first[key]):
                yield source.problem(
                    _way(key), f"“{key}” leaves other blanks than in {found.pack.languages[0]}"
                )


def _unknown(found: ReadPack, code: str) -> Iterator[Problem]:
    first = found.first_words
    offered = (prefix for one in BLOCKS.values() for prefix in one.word_prefixes)
    starts = {*PREFIXES, *offered, *(spec.id for spec in found.pack.steps)}
    for key in found.words[code]:
        if key.split(".")[0] not in starts:
            hint = did_you_mean(key.split(".")[0], starts)
            yield found.languages[code].problem(_way(key), f"nothing uses the words “{key}”{hint}")
        elif key not in first:
            yield found.languages[code].problem(_way(key), f"“{key}” is not in {found.pack.languages[0]}")


def _way(key: str) -> Way:
    return tuple(key.split("."))

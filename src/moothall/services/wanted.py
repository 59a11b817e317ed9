"""Which words a pack must have, and whether every language has them."""

from collections.abc import Iterator

from moothall.services import kinds
from moothall.services.marks import Problem, Way
from moothall.services.reading import PackFolder, did_you_mean
from moothall.services.schema import GroupSpec, Pack
from moothall.services.words import blanks

ALWAYS = ("service.title", "service.lead", "receipt.title", "receipt.next")
FREE = ("service", "start", "receipt", "timeline", "declaration", "check", "case")
"""First parts of keys under which a pack may say more than it must."""


def wanted(pack: Pack) -> Iterator[str]:
    """The keys that every language of ``pack`` must have."""
    yield from ALWAYS
    yield from (f"section.{name}" for name in pack.sections)
    if pack.declaration:
        yield "declaration.statement"
    yield from (f"must.{rule.say}" for rule in pack.must)
    for message in pack.messages:
        if message.by != "sms":
            yield f"message.{message.say}.subject"
        yield f"message.{message.say}.body"
    for spec in pack.steps:
        if isinstance(spec, GroupSpec):
            yield from (f"{spec.id}.{name}" for name in ("title", "item", "another"))
    for key, step, _ in pack.every_step:
        for name in kinds.kind_of(step).wants(kinds.settings_of(step)):
            yield f"{key}.{name}"


def word_problems(found: PackFolder) -> Iterator[Problem]:
    """Every word that is missing, not known, or leaves other blanks than in the first language."""
    must = list(dict.fromkeys(wanted(found.pack)))
    first = found.words[found.pack.languages[0]]
    for code, marked in found.languages.items():
        said = found.words[code]
        for key in must:
            if key not in said:
                yield marked.problem(_way(key), f"the words “{key}” are missing")
        yield from _unknown(found, code)
        for key in set(said) & set(first):
            if blanks(said[key]) != blanks(first[key]):
                yield marked.problem(
                    _way(key), f"“{key}” leaves other blanks than in {found.pack.languages[0]}"
                )


def _unknown(found: PackFolder, code: str) -> Iterator[Problem]:
    first = found.words[found.pack.languages[0]]
    starts = {*FREE, "section", "must", "message", *(spec.id for spec in found.pack.steps)}
    for key in found.words[code]:
        if key.split(".")[0] not in starts:
            hint = did_you_mean(key.split(".")[0], starts)
            yield found.languages[code].problem(_way(key), f"nothing uses the words “{key}”{hint}")
        elif key not in first:
            yield found.languages[code].problem(_way(key), f"“{key}” is not in {found.pack.languages[0]}")


def _way(key: str) -> Way:
    return tuple(key.split("."))

"""The wordings that the model of kinds learns from: kind by kind, and look-alikes that speak of no danger."""

import hashlib
import random
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from moothall.civic.matching.loading import HERE, read_yaml

LEARNT = {
    "english": 1,
    "everyday": 1,
    "situations": 8,
    "more": 8,
    "told": 1,
    "voices": 8,
    "crossed": 40,
    "lookalikes": 1,
    "ordinary": 1,
    "near": 16,
}
"""Files of wordings that the model learns from, and how many ways of each pattern are written out. It knows
no language but English."""
_GROUP = re.compile(r"<(\w+)>")
_CHOICE = re.compile(r"\(([^()]*)\)")
_TRIES = 2


@dataclass(frozen=True)
class Example:
    """Something somebody might write. ``kind`` is the help it calls for, or “nothing”; ``source`` the file it
    stands in; ``pattern`` what it was written out from: itself, where it stands there as it is."""

    kind: str
    text: str
    source: str
    pattern: str


def examples() -> list[Example]:
    """Every English wording to learn from: files in ``wordings`` and the phrases that the rules are tested
    with, each text once."""
    files = [(HERE / "wordings" / f"{name}.yaml", most) for name, most in LEARNT.items()]
    files.append((HERE / "tests" / "crisis_phrases.yaml", 1))
    found: dict[str, Example] = {}
    for each in (each for file, most in files for each in _of_file(file, most)):
        found.setdefault(each.text.lower(), each)
    return list(found.values())


def _of_file(file: Path, most: int) -> Iterator[Example]:
    page = read_yaml(file)
    assert isinstance(page, dict)
    groups = page.pop("groups", {})
    for kind, patterns in page.items():
        for pattern in map(str, patterns):
            for text in written_out(pattern, groups, most=most) if most > 1 else [pattern]:
                yield Example(kind, text, file.stem, pattern)


def written_out(pattern: str, groups: Mapping[str, Sequence[str]], *, most: int) -> list[str]:
    """At most ``most`` ways of a pattern, always the same ones: ``(a|b)`` is one of several, ``<group>`` one
    of a group."""
    chance = random.Random(zlib.crc32(pattern.encode()))  # noqa: S311 no secret: the same ways each time
    whole = _GROUP.sub(lambda named: f"({'|'.join(map(str, groups[named[1]]))})", pattern)
    ways = {_one_way(whole, chance) for _ in range(_TRIES * most)} if "(" in whole else {whole}
    return sorted(ways, key=lambda way: zlib.crc32(way.encode()))[:most]


def _one_way(pattern: str, chance: random.Random) -> str:
    while "(" in pattern:
        pattern = _CHOICE.sub(lambda choice: chance.choice(choice[1].split("|")), pattern)
    return " ".join(pattern.split())


def digest(learnt: Iterable[Example]) -> str:
    """What tells these wordings from any others."""
    lines = sorted(f"{each.kind}\t{each.text}" for each in learnt)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()

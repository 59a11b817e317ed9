"""The wordings that the model of kinds learns from: kind by kind, and look-alikes that speak of no danger."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from moothall.civic.matching.loading import HERE, read_yaml

LEARNT = ("english", "everyday", "lookalikes", "ordinary")
"""Files of wordings that the model learns from; it knows no language but English."""


@dataclass(frozen=True)
class Example:
    """Something somebody might write. ``kind`` is the help it calls for, or “nothing”; ``source`` the file it
    stands in."""

    kind: str
    text: str
    source: str


def examples() -> list[Example]:
    """Every English wording to learn from: files in ``wordings`` and the phrases that the rules are tested
    with."""
    files = [HERE / "wordings" / f"{name}.yaml" for name in LEARNT]
    files.append(HERE / "tests" / "crisis_phrases.yaml")
    found: dict[str, Example] = {}
    for file in files:
        page = read_yaml(file)
        assert isinstance(page, dict)
        for kind, texts in page.items():
            found |= {str(text): Example(kind, str(text), file.stem) for text in texts if text not in found}
    return list(found.values())


def digest(learnt: Iterable[Example]) -> str:
    """What tells these wordings from any others."""
    lines = sorted(f"{each.kind}\t{each.text}" for each in learnt)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()

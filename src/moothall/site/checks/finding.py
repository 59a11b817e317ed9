"""One thing a check found."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """Whether somebody must do something."""

    GOOD = "good"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, how bad it is, and how to mend it (empty when there is nothing to mend)."""

    level: Level
    words: str
    mend: str = ""


def good(words: str) -> Finding:
    """All is as it should be."""
    return Finding(Level.GOOD, words)


def note(words: str, mend: str = "") -> Finding:
    """Worth knowing; the place works."""
    return Finding(Level.NOTE, words, mend)


def wrong(words: str, mend: str) -> Finding:
    """Must be mended."""
    return Finding(Level.WRONG, words, mend)

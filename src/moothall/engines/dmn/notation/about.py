"""What makes rules accountable, as an author writes it: citation, version, first and last day."""

from __future__ import annotations

from collections.abc import Mapping

from ..model.elements import About
from ..problems import Place, Problem, RuleError
from ..values.temporal_text import date_from_text

ABOUT_KEYS = ("citation", "version", "valid_from", "valid_to")
DAY_KEYS = ("valid_from", "valid_to")


def about_of(said: Mapping[str, tuple[str, Place]]) -> About:
    """What is said under the four keys. Raises RuleError for a day that is none, or days in wrong order."""
    words = {key: said[key][0] for key in ABOUT_KEYS if key in said}
    for key in DAY_KEYS:
        if words.get(key):
            words[key] = _day(*said[key])
    about = About(*(words.get(key, "") for key in ABOUT_KEYS))
    if about.valid_from and about.valid_to and about.valid_to < about.valid_from:
        text, place = said["valid_to"]
        expected = f"{about.valid_from} or a later day"
        raise RuleError(Problem("The last day is before the first.", place, text, expected))
    return about


def _day(text: str, place: Place) -> str:
    plain = text.removeprefix('@"').removesuffix('"')
    if date_from_text(plain) is None:
        raise RuleError(Problem("This is no day.", place, text, "a day such as 2026-04-01"))
    return plain

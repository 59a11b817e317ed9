"""Days and times written bare, as people write them: `>= 2026-04-01`, where FEEL wants `>= @"2026-04-01"`."""

from __future__ import annotations

import re
from typing import Protocol

from ..problems import Place, Problem, RuleError
from ..values.temporal_text import temporal_from_text

_DAY = r"\d{4}-\d\d-\d\d"
_CLOCK = r"\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?"
_BARE = re.compile(rf'(?<![\w"@.:-])(?:{_DAY}(?:T{_CLOCK})?|{_CLOCK})(?![\w":-])')
_QUOTED = re.compile(r'("(?:[^"\\]|\\.)*")')
_LITERAL = re.compile(r'@"([^"]*)"')
_DASHED = re.compile(r"(\d+(?:\.\d+)?)\s*[-–]\s*(\d+(?:\.\d+)?)")
MOMENTS = ("date", "time", "date and time")


class Typed(Protocol):
    """What a column holds."""

    @property
    def type_ref(self) -> str: ...


def plain_feel(text: str, kind: Typed, place: Place) -> str:
    """The FEEL of a cell that is no text and no truth value.

    Raises RuleError for a day where there is none, and for what looks like a range or day but would be a sum.
    """
    if kind.type_ref in MOMENTS:
        parts = _QUOTED.split(text)
        parts[::2] = [_BARE.sub(lambda found: _moment(found[0], place), part) for part in parts[::2]]
        return "".join(parts)
    if kind.type_ref and (dashed := _DASHED.fullmatch(text)):
        meant = f"[{dashed[1]}..{dashed[2]}]"
        raise RuleError(Problem("This would be a sum, not a range.", place, text, "the two ends", meant))
    if kind.type_ref and (day := re.search(_DAY, text)) and '"' not in text:
        raise RuleError(Problem("This is a day among numbers.", place, day[0], "a number, or the type date"))
    return text


def bare(text: str) -> str:
    """Days and times without the signs that FEEL wants round them."""
    return _LITERAL.sub(r"\1", text)


def _moment(text: str, place: Place) -> str:
    clock = text.rpartition("T")[2].rstrip("Z")
    written = text + (":00" if len(clock) == 5 and ":" in clock else "")
    if temporal_from_text(written) is None:
        raise RuleError(
            Problem("There is no such day or time.", place, text, "one such as 2026-04-01 or 09:30")
        )
    return f'@"{written}"'

"""Time zones: a fixed offset from UTC, or a region of the IANA time zone database."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

MOST_OFFSET = 18 * 3600
_OFFSET_TEXT = re.compile(r"([+-])(\d\d):([0-5]\d)(?::([0-5]\d))?", re.ASCII)
_REGION_TEXT = re.compile(r"[A-Za-z][A-Za-z0-9_+-]{0,40}(?:/[A-Za-z0-9_+-]{1,40}){0,3}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Zone:
    """A fixed `offset` in seconds east of UTC, or, when `region` is given, the rules of that region."""

    offset: int = 0
    region: str = ""

    def __str__(self) -> str:
        if self.region:
            return f"@{self.region}"
        if not self.offset:
            return "Z"
        minutes, seconds = divmod(abs(self.offset), 60)
        text = f"{'-' if self.offset < 0 else '+'}{minutes // 60:02d}:{minutes % 60:02d}"
        return f"{text}:{seconds:02d}" if seconds else text

    def offset_at(self, year: int, month: int, day: int, second_of_day: int) -> int:
        """Seconds east of UTC at that local date and second of the day."""
        if not self.region:
            return self.offset
        hours, rest = divmod(second_of_day, 3600)
        local = datetime(  # noqa: DTZ001 - the zone is asked about a local moment
            _year_like(year), month, day, hours, rest // 60, rest % 60
        )
        offset = region_rules(self.region).utcoffset(local)
        return int(offset.total_seconds()) if offset is not None else 0


UTC = Zone()


@lru_cache(maxsize=512)
def region_rules(name: str) -> ZoneInfo:
    """The rules of a region. Raises ZoneInfoNotFoundError when there is none of that name."""
    return ZoneInfo(name)


def zone_from_text(text: str) -> Zone | None:
    """Read `Z`, `+hh:mm[:ss]` or `@Region/City`; None when it is none of them."""
    if text == "Z":
        return UTC
    if text.startswith("@"):
        return _region(text[1:])
    found = _OFFSET_TEXT.fullmatch(text)
    if not found:
        return None
    seconds = int(found[2]) * 3600 + int(found[3]) * 60 + int(found[4] or 0)
    return fixed_zone(-seconds if found[1] == "-" else seconds)


def fixed_zone(seconds: int) -> Zone | None:
    """The zone that many seconds east of UTC, or None beyond 18 hours."""
    return Zone(seconds) if abs(seconds) <= MOST_OFFSET else None


def _region(name: str) -> Zone | None:
    if not _REGION_TEXT.fullmatch(name):
        return None
    try:
        region_rules(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
    return Zone(region=name)


def _year_like(year: int) -> int:
    """A year the standard library can express with the same calendar: they repeat after 400 years."""
    return year if 1 < year < 9999 else 2000 + year % 400

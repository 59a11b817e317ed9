"""Dates, times and durations from text (XML Schema forms, and `@Region/City` for a zone)."""

from __future__ import annotations

import re

from .durations import NANOS, Duration, duration_from_text
from .temporal import Date, DateTime, Time, date_from_number, make_date, make_time
from .zones import zone_from_text

_DATE = re.compile(r"(-?(?:\d{4}|[1-9]\d{4,8}))-(\d\d)-(\d\d)", re.ASCII)
_TIME = re.compile(r"(\d\d):(\d\d):(\d\d)(?:\.(\d{1,30}))?(Z|[+-][\d:]{5,8}|@.{1,80})?", re.ASCII)

Temporal = Date | Time | DateTime | Duration


def date_from_text(text: str) -> Date | None:
    """Read `yyyy-mm-dd`; None when it is no date."""
    found = _DATE.fullmatch(text)
    return make_date(int(found[1]), int(found[2]), int(found[3])) if found else None


def time_from_text(text: str) -> Time | None:
    """Read `hh:mm:ss[.fraction][zone]`; None when it is no time. 24:00:00 is the midnight that ends a day."""
    read = _read_time(text)
    return read[0] if read else None


def date_time_from_text(text: str) -> DateTime | None:
    """Read a date, `T` and a time; a date alone means its midnight, without a zone."""
    date_text, divider, time_text = text.partition("T")
    date = date_from_text(date_text)
    if date is None:
        return None
    if not divider:
        return DateTime(date, Time(0))
    read = _read_time(time_text)
    day = date_from_number(date.number + 1) if read and read[1] else date
    return DateTime(day, read[0]) if read and day else None


def temporal_from_text(text: str) -> Temporal | None:
    """Read the text of an `@` literal, whatever kind it is; None when it is none."""
    if text.lstrip("-").startswith("P"):
        return duration_from_text(text)
    return (date_time_from_text(text) if "T" in text else date_from_text(text)) or time_from_text(text)


def _read_time(text: str) -> tuple[Time, bool] | None:
    """The time, and whether it is the 24:00:00 that belongs to the next day."""
    found = _TIME.fullmatch(text)
    if not found:
        return None
    zone = zone_from_text(found[5]) if found[5] else None
    if found[5] and zone is None:
        return None
    hour, minute = int(found[1]), int(found[2])
    nanos = int(found[3]) * NANOS + int((found[4] or "").ljust(9, "0")[:9])
    if (hour, minute, nanos) == (24, 0, 0):
        return Time(0, zone), True
    time = make_time(hour, minute, nanos, zone)
    return (time, False) if time else None

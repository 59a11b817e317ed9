"""FEEL dates, times, and dates and times (DMN 1.5, 10.3.2.3.4 to 10.3.2.3.6).

Moments are compared as instants when both have a zone and as local moments when neither has; a moment with a
zone and one without cannot be put in order. A date that meets a date and time stands for midnight UTC.
"""

from __future__ import annotations

from dataclasses import dataclass

from . import calendar
from .durations import DAY, HOUR, MINUTE, NANOS
from .zones import UTC, Zone

REFERENCE_DAY = (1970, 1, 1)


@dataclass(frozen=True, slots=True, order=True)
class Date:
    """A day of the proleptic Gregorian calendar; years run from -999,999,999 to 999,999,999."""

    year: int
    month: int
    day: int

    def __str__(self) -> str:
        sign = "-" if self.year < 0 else ""
        return f"{sign}{abs(self.year):04d}-{self.month:02d}-{self.day:02d}"

    @property
    def number(self) -> int:
        """Days since 1970-01-01."""
        return calendar.day_number(self.year, self.month, self.day)


@dataclass(frozen=True, slots=True)
class Time:
    """A time of day: nanoseconds since midnight, and a zone or None."""

    nanos: int
    zone: Zone | None = None

    def __str__(self) -> str:
        seconds, nanos = divmod(self.nanos, NANOS)
        fraction = f".{nanos:09d}".rstrip("0") if nanos else ""
        clock = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{fraction}"
        return clock + (str(self.zone) if self.zone else "")

    @property
    def offset(self) -> int | None:
        """Seconds east of UTC, or None without a zone; a region counts as on 1 January 1970."""
        return self.zone.offset_at(*REFERENCE_DAY, self.nanos // NANOS) if self.zone else None

    @property
    def instant(self) -> int:
        """Nanoseconds since midnight UTC, or since local midnight without a zone."""
        return self.nanos - (self.offset or 0) * NANOS

    def later(self, nanos: int) -> Time:
        """The time of day that much later, going round midnight."""
        return Time((self.nanos + nanos) % DAY, self.zone)


@dataclass(frozen=True, slots=True)
class DateTime:
    """A date and a time of day."""

    date: Date
    time: Time

    def __str__(self) -> str:
        return f"{self.date}T{self.time}"

    @property
    def zone(self) -> Zone | None:
        return self.time.zone

    @property
    def offset(self) -> int | None:
        """Seconds east of UTC at this moment, or None without a zone."""
        if self.zone is None:
            return None
        date = self.date
        return self.zone.offset_at(date.year, date.month, date.day, self.time.nanos // NANOS)

    @property
    def instant(self) -> int:
        """Nanoseconds since 1970-01-01T00:00:00, in UTC when there is a zone."""
        return self.date.number * DAY + self.time.nanos - (self.offset or 0) * NANOS


def make_date(year: int, month: int, day: int) -> Date | None:
    """The date, or None when there is no such day."""
    if abs(year) > calendar.YEAR_LIMIT or not 1 <= month <= 12:
        return None
    return Date(year, month, day) if 1 <= day <= calendar.days_in_month(year, month) else None


def make_time(hour: int, minute: int, nanos: int, zone: Zone | None = None) -> Time | None:
    """The time, or None when there is none; `nanos` counts the nanoseconds of the minute."""
    if not (0 <= hour < 24 and 0 <= minute < 60 and 0 <= nanos < MINUTE):
        return None
    return Time(hour * HOUR + minute * MINUTE + nanos, zone)


def date_from_number(number: int) -> Date | None:
    """The date that many days after 1970-01-01, or None beyond the years allowed."""
    year, month, day = calendar.civil(number)
    return Date(year, month, day) if abs(year) <= calendar.YEAR_LIMIT else None


def midnight_utc(date: Date) -> DateTime:
    """The date as a date and time: midnight UTC (10.3.2.9.4)."""
    return DateTime(date, Time(0, UTC))


def days_later(date: Date, nanos: int) -> Date | None:
    """The date on which the moment `nanos` after its midnight falls."""
    return date_from_number(date.number + nanos // DAY)


def months_later(date: Date, months: int) -> Date | None:
    """The date some months on, its day brought within the month."""
    later = calendar.months_later(date.year, date.month, date.day, months)
    return Date(*later) if abs(later[0]) <= calendar.YEAR_LIMIT else None


def moment_later(moment: DateTime, nanos: int) -> DateTime | None:
    """The local moment that much later in the same zone."""
    days, rest = divmod(moment.time.nanos + nanos, DAY)
    date = date_from_number(moment.date.number + days)
    return DateTime(date, Time(rest, moment.zone)) if date else None


def moment_months_later(moment: DateTime, months: int) -> DateTime | None:
    """The moment some months on, at the same time of day."""
    date = months_later(moment.date, months)
    return DateTime(date, moment.time) if date else None


def comparable(left: Time | DateTime, right: Time | DateTime) -> bool:
    """Whether two moments can be put in order: both have a zone, or neither has."""
    return (left.zone is None) == (right.zone is None)

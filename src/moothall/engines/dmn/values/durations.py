"""The two FEEL durations (DMN 1.5, 10.3.2.3.7 and 10.3.2.3.8)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

NANOS = 1_000_000_000
MINUTE, HOUR, DAY = 60 * NANOS, 3600 * NANOS, 86_400 * NANOS
MOST_MONTHS = 12 * 999_999_999_999
MOST_NANOS = DAY * 400 * 999_999_999

_DAYS_TEXT = re.compile(
    r"(-?)P(?=\d|T\d)(?:(\d{1,18})D)?"
    r"(?:T(?=\d)(?:(\d{1,18})H)?(?:(\d{1,18})M)?(?:(\d{1,18})(?:\.(\d{0,30}))?S)?)?",
    re.ASCII,
)
_MONTHS_TEXT = re.compile(r"(-?)P(?=\d)(?:(\d{1,18})Y)?(?:(\d{1,18})M)?", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class DaysTimeDuration:
    """A length of time in nanoseconds."""

    nanos: int

    def parts(self) -> tuple[int, int, int, int, int]:
        """Days, hours, minutes, seconds and nanoseconds, all without sign."""
        days, rest = divmod(abs(self.nanos), DAY)
        hours, rest = divmod(rest, HOUR)
        minutes, rest = divmod(rest, MINUTE)
        return days, hours, minutes, *divmod(rest, NANOS)

    def __str__(self) -> str:
        days, hours, minutes, seconds, nanos = self.parts()
        fraction = f".{nanos:09d}".rstrip("0") if nanos else ""
        clock = "".join(f"{amount}{unit}" for amount, unit in ((hours, "H"), (minutes, "M")) if amount)
        if seconds or nanos:
            clock += f"{seconds}{fraction}S"
        text = (f"{days}D" if days else "") + (f"T{clock}" if clock else "")
        return ("-" if self.nanos < 0 else "") + "P" + (text or "T0S")


@dataclass(frozen=True, slots=True, order=True)
class YearsMonthsDuration:
    """A length of time in months."""

    months: int

    def parts(self) -> tuple[int, int]:
        """Years and months, without sign."""
        return divmod(abs(self.months), 12)

    def __str__(self) -> str:
        years, months = self.parts()
        text = (f"{years}Y" if years else "") + (f"{months}M" if months else "")
        return ("-" if self.months < 0 else "") + "P" + (text or "0M")


Duration = DaysTimeDuration | YearsMonthsDuration


def duration_from_text(text: str) -> Duration | None:
    """Read an XML Schema duration of one of the two kinds; None when it is neither."""
    if found := _MONTHS_TEXT.fullmatch(text):
        return months_duration(_signed(found[1], int(found[2] or 0) * 12 + int(found[3] or 0)))
    if found := _DAYS_TEXT.fullmatch(text):
        seconds = int(found[2] or 0) * 86_400 + int(found[3] or 0) * 3600
        seconds += int(found[4] or 0) * 60 + int(found[5] or 0)
        fraction = int((found[6] or "").ljust(9, "0")[:9])
        return days_duration(_signed(found[1], seconds * NANOS + fraction))
    return None


def days_duration(nanos: int) -> DaysTimeDuration | None:
    """A duration of that many nanoseconds, or None beyond the years that dates can express."""
    return DaysTimeDuration(nanos) if abs(nanos) <= MOST_NANOS else None


def months_duration(months: int) -> YearsMonthsDuration | None:
    """A duration of that many months, or None beyond what is sensible."""
    return YearsMonthsDuration(months) if abs(months) <= MOST_MONTHS else None


def scaled_days(duration: DaysTimeDuration, factor: Fraction) -> DaysTimeDuration | None:
    """The duration times a number, to the nearest nanosecond."""
    return days_duration(round(duration.nanos * factor))


def scaled_months(duration: YearsMonthsDuration, factor: Fraction) -> YearsMonthsDuration | None:
    """The duration times a number, in whole months, parts of a month dropped."""
    return months_duration(int(duration.months * factor))


def exact(number: Decimal) -> Fraction:
    """The number as a fraction; one too large or small for any duration is brought within reach."""
    if number and abs(number.adjusted()) > 60:
        return Fraction(0) if number.adjusted() < 0 else Fraction(10**60)
    return Fraction(number)


def _signed(sign: str, amount: int) -> int:
    return -amount if sign else amount

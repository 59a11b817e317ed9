"""The properties of values that a path can ask for (DMN 1.5, table 65)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from .durations import HOUR, MINUTE, NANOS, DaysTimeDuration, YearsMonthsDuration
from .ranges import Range
from .temporal import Date, DateTime, Time

Property = Callable[[Any], Any]
ABSENT = object()


def property_of(value: Any, name: str) -> Any:
    """The property of that name, or ABSENT when values of this kind have none."""
    read = PROPERTIES.get(value.__class__, {}).get(name)
    return read(value) if read else ABSENT


def weekday(date: Date) -> Decimal:
    """1 for Monday to 7 for Sunday."""
    return Decimal((date.number + 3) % 7 + 1)


def _offset(moment: Time | DateTime) -> DaysTimeDuration | None:
    return None if moment.offset is None else DaysTimeDuration(moment.offset * NANOS)


def _region(moment: Time | DateTime) -> str | None:
    return moment.zone.region or None if moment.zone else None


def _seconds(nanos: int) -> Decimal:
    return (Decimal(nanos) / NANOS).normalize() if nanos % NANOS else Decimal(nanos // NANOS)


def _signed(part: Callable[[Any], int], amount: Callable[[Any], int]) -> Property:
    return lambda value: (
        Decimal(part(value)) * (-1 if amount(value) < 0 else 1) if part(value) else Decimal(0)
    )


def _days_part(index: int) -> Property:
    return _signed(lambda value: value.parts()[index], lambda value: value.nanos)


def _months_part(index: int) -> Property:
    return _signed(lambda value: value.parts()[index], lambda value: value.months)


_DATE: dict[str, Property] = {
    "year": lambda date: Decimal(date.year),
    "month": lambda date: Decimal(date.month),
    "day": lambda date: Decimal(date.day),
    "weekday": weekday,
}
_TIME: dict[str, Property] = {
    "hour": lambda time: Decimal(time.nanos // HOUR),
    "minute": lambda time: Decimal(time.nanos // MINUTE % 60),
    "second": lambda time: _seconds(time.nanos % MINUTE),
    "time offset": _offset,
    "timezone": _region,
}
_CLOCK_NAMES = ("hour", "minute", "second")


def _of_date(read: Property) -> Property:
    return lambda moment: read(moment.date)


def _of_time(read: Property) -> Property:
    return lambda moment: read(moment.time)


PROPERTIES: dict[type, dict[str, Property]] = {
    Date: _DATE,
    Time: _TIME,
    DateTime: {
        **{name: _of_date(read) for name, read in _DATE.items()},
        **{name: _of_time(_TIME[name]) for name in _CLOCK_NAMES},
        "time offset": _offset,
        "timezone": _region,
    },
    DaysTimeDuration: {
        "days": _days_part(0),
        "hours": _days_part(1),
        "minutes": _days_part(2),
        "seconds": lambda value: (
            _seconds(value.nanos // (-1 if value.nanos < 0 else 1) % MINUTE) * (-1 if value.nanos < 0 else 1)
        ),
    },
    YearsMonthsDuration: {"years": _months_part(0), "months": _months_part(1)},
    Range: {
        "start": lambda range_: range_.low,
        "end": lambda range_: range_.high,
        "start included": lambda range_: range_.low_included,
        "end included": lambda range_: range_.high_included,
    },
}

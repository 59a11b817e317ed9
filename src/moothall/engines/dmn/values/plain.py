"""Between Python values and FEEL values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from typing import Any

from .durations import DaysTimeDuration, YearsMonthsDuration
from .functions import Function
from .numbers import CONTEXT
from .ranges import Range
from .temporal import Date, DateTime, Time
from .zones import Zone

DEEPEST = 100
_KEPT = (Date, Time, DateTime, DaysTimeDuration, YearsMonthsDuration, Range, Function)


def from_python(value: Any, depth: int = 0) -> Any:
    """A Python value as a FEEL value.

    Takes None, bool, int, float, Decimal, str, date, datetime, time, timedelta, lists, tuples, mappings with
    text keys, and FEEL values themselves. A float counts as the shortest decimal that Python shows for it.
    Raises TypeError for anything else, ValueError for infinite or not-a-number.
    """
    if value is None or isinstance(value, (str, bool, *_KEPT)):
        return value
    if depth > DEEPEST:
        raise ValueError(f"values may be nested at most {DEEPEST} deep")
    if isinstance(value, (list, tuple)):
        return [from_python(item, depth + 1) for item in value]
    if isinstance(value, Mapping):
        return {str(key): from_python(item, depth + 1) for key, item in value.items()}
    for kind, convert in _CONVERSIONS:
        if isinstance(value, kind):
            return convert(value)
    raise TypeError(f"a rule cannot use a value of the kind {type(value).__name__}")


def _number(value: int | Decimal) -> Decimal:
    return _finite(CONTEXT.create_decimal(value))


def _finite(value: Decimal) -> Decimal:
    if not value.is_finite():
        raise ValueError("a rule cannot use a number that is infinite or not a number")
    return value


def _date(value: date) -> Date:
    return Date(value.year, value.month, value.day)


def _time(value: time | datetime) -> Time:
    seconds = (value.hour * 60 + value.minute) * 60 + value.second
    return Time((seconds * 1_000_000 + value.microsecond) * 1000, _zone(value.tzinfo, value))


def _zone(rules: tzinfo | None, moment: time | datetime) -> Zone | None:
    if rules is None:
        return None
    region = getattr(rules, "key", "")
    offset = moment.utcoffset()
    if region and region != "UTC":
        return Zone(region=region)
    return Zone(int(offset.total_seconds())) if offset is not None else None


_CONVERSIONS: tuple[tuple[type, Callable[[Any], Any]], ...] = (
    (int, _number),
    (Decimal, _number),
    (float, lambda value: _finite(CONTEXT.create_decimal(repr(float(value))))),
    (datetime, lambda value: DateTime(_date(value), _time(value))),
    (date, _date),
    (time, _time),
    (timedelta, lambda value: DaysTimeDuration(value // timedelta(microseconds=1) * 1000)),
)


def to_python(value: Any) -> Any:
    """A FEEL value as Python: whole numbers become int, dates and times those of the standard library.

    What the standard library cannot express (far years, durations in months, ranges) stays as it is.
    """
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() and value.adjusted() < 40 else value
    if isinstance(value, list):
        return [to_python(item) for item in value]
    if isinstance(value, dict):
        return {key: to_python(item) for key, item in value.items()}
    if isinstance(value, Date) and 1 <= value.year <= 9999:
        return date(value.year, value.month, value.day)
    if isinstance(value, DaysTimeDuration):
        return timedelta(microseconds=value.nanos // 1000)
    return value

"""Built-ins that make one kind of value from another (DMN 1.5, 10.3.4.1).

A parameter that is a date and time takes a date too, which then stands for its midnight in UTC.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from ..limits import Run
from ..problems import Undefined
from ..values.durations import (
    MINUTE,
    NANOS,
    DaysTimeDuration,
    Duration,
    YearsMonthsDuration,
    duration_from_text,
)
from ..values.numbers import number_from_text
from ..values.temporal import Date, DateTime, Time, make_date, make_time
from ..values.temporal_text import date_from_text, date_time_from_text, time_from_text
from ..values.text import text_of
from ..values.zones import fixed_zone
from .registry import feel

_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,5})?", re.ASCII)


def _required(value: Any, what: str) -> Any:
    if value is None:
        raise Undefined(f"there is no such {what}")
    return value


@feel("string(from: Any)")
def string(run: Run, from_: Any) -> str:
    text = text_of(from_)
    run.claim(len(text))
    return text


@feel("number(from: string)")
@feel("number(from: string, grouping separator: string??, decimal separator: string??)")
def number(from_: str, grouping: str | None = None, point: str | None = None) -> Decimal:
    if grouping not in (None, " ", ",", "."):
        raise Undefined("the grouping separator must be a space, a comma or a point")
    if point not in (None, ",", ".") or (point is not None and point == grouping):
        raise Undefined("the decimal separator must be a comma or a point, unlike the grouping separator")
    text = from_.replace(grouping, "") if grouping else from_
    text = text.replace(point, ".") if point else text
    if not _NUMBER.fullmatch(text):
        raise Undefined("the text is no number")
    try:
        return number_from_text(text)
    except ArithmeticError:
        raise Undefined("the number is too large") from None


@feel("date(from: string)")
def date_of_text(from_: str) -> Date:
    return _required(date_from_text(from_), "date")  # type: ignore[no-any-return]


@feel("date(from: date and time)")
def date_of_moment(from_: DateTime) -> Date:
    return from_.date


@feel("date(year: number, month: number, day: number)")
def date_of_parts(year: Decimal, month: Decimal, day: Decimal) -> Date:
    return _required(make_date(int(year), int(month), int(day)), "date")  # type: ignore[no-any-return]


@feel("time(from: string)")
def time_of_text(from_: str) -> Time:
    return _required(time_from_text(from_), "time")  # type: ignore[no-any-return]


@feel("time(from: time)")
def time_itself(from_: Time) -> Time:
    return from_


@feel("time(from: date and time)")
def time_of_moment(from_: DateTime) -> Time:
    return from_.time


@feel("time(hour: number, minute: number, second: number, offset?: days and time duration)")
def time_of_parts(hour: Decimal, minute: Decimal, second: Decimal, offset: DaysTimeDuration | None) -> Time:
    zone = None
    if offset is not None:
        zone = _required(fixed_zone(offset.nanos // NANOS), "time offset")
    if not 0 <= second < MINUTE // NANOS:
        raise Undefined("the second must be from 0 to 59")
    nanos = int(second * NANOS)
    made = make_time(int(hour), int(minute), nanos, zone)
    return _required(made, "time")  # type: ignore[no-any-return]


@feel("date and time(from: string)")
def date_time_of_text(from_: str) -> DateTime:
    return _required(date_time_from_text(from_), "date and time")  # type: ignore[no-any-return]


@feel("date and time(from: date and time)")
def date_time_itself(from_: DateTime) -> DateTime:
    return from_


@feel("date and time(date: date and time, time: time)")
def date_time_of_parts(date: DateTime, time: Time) -> DateTime:
    return DateTime(date.date, time)


@feel("duration(from: string)")
def duration(from_: str) -> Duration:
    return _required(duration_from_text(from_), "duration")  # type: ignore[no-any-return]


@feel("years and months duration(from: date and time, to: date and time)")
def years_and_months_duration(from_: DateTime, to: DateTime) -> YearsMonthsDuration:
    """Whole months between two days; the times of day do not count."""
    start, end = from_.date, to.date
    months = (end.year - start.year) * 12 + end.month - start.month
    if months > 0 and end.day < start.day:
        months -= 1
    elif months < 0 and end.day > start.day:
        months += 1
    return YearsMonthsDuration(months)

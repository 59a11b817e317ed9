"""The FEEL arithmetic operators: which kinds of values they take, and what they give (10.3.2.13, table 55).

Each table maps the kinds of both operands to a function; a pair that is not in the table gives null.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from . import numbers
from .durations import (
    DAY,
    DaysTimeDuration,
    YearsMonthsDuration,
    days_duration,
    exact,
    months_duration,
    scaled_days,
    scaled_months,
)
from .temporal import (
    Date,
    DateTime,
    Time,
    comparable,
    days_later,
    midnight_utc,
    moment_later,
    moment_months_later,
    months_later,
)

Operation = Callable[[Any, Any], Any]
Table = dict[tuple[type, type], Operation]


def _negative(duration: Any) -> Any:
    if isinstance(duration, DaysTimeDuration):
        return DaysTimeDuration(-duration.nanos)
    return YearsMonthsDuration(-duration.months)


def _flipped(operation: Operation) -> Operation:
    return lambda left, right: operation(right, left)


def _less(operation: Operation) -> Operation:
    """Take a duration away by adding its negative."""
    return lambda left, right: operation(left, _negative(right))


def _between_moments(left: Time | DateTime, right: Time | DateTime) -> DaysTimeDuration | None:
    return days_duration(left.instant - right.instant) if comparable(left, right) else None


def _between_dates(left: Date, right: Date) -> DaysTimeDuration | None:
    return days_duration((left.number - right.number) * DAY)


def _times_number(scale: Callable[[Any, Fraction], Any]) -> Operation:
    return lambda duration, number: scale(duration, exact(number))


def _by_number(scale: Callable[[Any, Fraction], Any]) -> Operation:
    return lambda duration, number: scale(duration, 1 / exact(number)) if number else None


def _ratio(left: int, right: int) -> Decimal | None:
    return numbers.divide(Decimal(left), Decimal(right))


def _add_days(left: DaysTimeDuration, right: DaysTimeDuration) -> DaysTimeDuration | None:
    return days_duration(left.nanos + right.nanos)


def _add_months(left: YearsMonthsDuration, right: YearsMonthsDuration) -> YearsMonthsDuration | None:
    return months_duration(left.months + right.months)


_LATER: Table = {
    (Date, DaysTimeDuration): lambda date, duration: days_later(date, duration.nanos),
    (Date, YearsMonthsDuration): lambda date, duration: months_later(date, duration.months),
    (Time, DaysTimeDuration): lambda time, duration: time.later(duration.nanos),
    (DateTime, DaysTimeDuration): lambda moment, duration: moment_later(moment, duration.nanos),
    (DateTime, YearsMonthsDuration): lambda moment, duration: moment_months_later(moment, duration.months),
}
_SUM: Table = {
    (DaysTimeDuration, DaysTimeDuration): _add_days,
    (YearsMonthsDuration, YearsMonthsDuration): _add_months,
}

ADDITION: Table = {
    (Decimal, Decimal): numbers.add,
    (str, str): lambda left, right: left + right,
    **_SUM,
    **_LATER,
    **{(right, left): _flipped(operation) for (left, right), operation in _LATER.items()},
}

SUBTRACTION: Table = {
    (Decimal, Decimal): numbers.subtract,
    (Date, Date): _between_dates,
    (Time, Time): _between_moments,
    (DateTime, DateTime): _between_moments,
    (DateTime, Date): lambda moment, date: _between_moments(moment, midnight_utc(date)),
    (Date, DateTime): lambda date, moment: _between_moments(midnight_utc(date), moment),
    **{kinds: _less(operation) for kinds, operation in (_SUM | _LATER).items()},
}

MULTIPLICATION: Table = {
    (Decimal, Decimal): numbers.multiply,
    (DaysTimeDuration, Decimal): _times_number(scaled_days),
    (Decimal, DaysTimeDuration): _flipped(_times_number(scaled_days)),
    (YearsMonthsDuration, Decimal): _times_number(scaled_months),
    (Decimal, YearsMonthsDuration): _flipped(_times_number(scaled_months)),
}

DIVISION: Table = {
    (Decimal, Decimal): numbers.divide,
    (DaysTimeDuration, Decimal): _by_number(scaled_days),
    (YearsMonthsDuration, Decimal): _by_number(scaled_months),
    (DaysTimeDuration, DaysTimeDuration): lambda left, right: _ratio(left.nanos, right.nanos),
    (YearsMonthsDuration, YearsMonthsDuration): lambda left, right: _ratio(left.months, right.months),
}

EXPONENTIATION: Table = {(Decimal, Decimal): numbers.power}

OPERATORS: dict[str, Table] = {
    "+": ADDITION,
    "-": SUBTRACTION,
    "*": MULTIPLICATION,
    "/": DIVISION,
    "**": EXPONENTIATION,
}


def calculate(symbol: str, left: Any, right: Any) -> Any:
    """The result of `left symbol right`, or None where it is undefined."""
    operation = OPERATORS[symbol].get((left.__class__, right.__class__))
    return operation(left, right) if operation else None


def negated(value: Any) -> Any:
    """Unary minus: numbers and durations; None for anything else."""
    if isinstance(value, Decimal):
        return numbers.CONTEXT.minus(value)
    if isinstance(value, (DaysTimeDuration, YearsMonthsDuration)):
        return _negative(value)
    return None

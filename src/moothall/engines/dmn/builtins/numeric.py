"""Numeric built-ins (DMN 1.5, 10.3.4.5)."""

from __future__ import annotations

from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
)

from ..problems import Undefined
from ..values import numbers
from ..values.durations import DaysTimeDuration, YearsMonthsDuration
from .registry import feel

_ZERO = Decimal(0)


def _present(result: Decimal | None) -> Decimal:
    if result is None:
        raise Undefined("the result is undefined or out of range")
    return result


def _rounded(number: Decimal, scale: Decimal, rounding: str) -> Decimal:
    return _present(numbers.rounded(number, scale, rounding))


@feel("decimal(n: number, scale: number)")
def decimal(n: Decimal, scale: Decimal) -> Decimal:
    return _rounded(n, scale, ROUND_HALF_EVEN)


@feel("floor(n: number)")
@feel("floor(n: number, scale: number)")
def floor(n: Decimal, scale: Decimal = _ZERO) -> Decimal:
    return _rounded(n, scale, ROUND_FLOOR)


@feel("ceiling(n: number)")
@feel("ceiling(n: number, scale: number)")
def ceiling(n: Decimal, scale: Decimal = _ZERO) -> Decimal:
    return _rounded(n, scale, ROUND_CEILING)


@feel("round up(n: number, scale: number)")
def round_up(n: Decimal, scale: Decimal) -> Decimal:
    return _rounded(n, scale, ROUND_UP)


@feel("round down(n: number, scale: number)")
def round_down(n: Decimal, scale: Decimal) -> Decimal:
    return _rounded(n, scale, ROUND_DOWN)


@feel("round half up(n: number, scale: number)")
def round_half_up(n: Decimal, scale: Decimal) -> Decimal:
    return _rounded(n, scale, ROUND_HALF_UP)


@feel("round half down(n: number, scale: number)")
def round_half_down(n: Decimal, scale: Decimal) -> Decimal:
    return _rounded(n, scale, ROUND_HALF_DOWN)


@feel("abs(n: number)")
def absolute(n: Decimal) -> Decimal:
    return abs(n) if n else _ZERO


@feel("abs(n: days and time duration)")
def absolute_time(n: DaysTimeDuration) -> DaysTimeDuration:
    return DaysTimeDuration(abs(n.nanos))


@feel("abs(n: years and months duration)")
def absolute_months(n: YearsMonthsDuration) -> YearsMonthsDuration:
    return YearsMonthsDuration(abs(n.months))


@feel("modulo(dividend: number, divisor: number)")
def modulo(dividend: Decimal, divisor: Decimal) -> Decimal:
    """The remainder with the sign of the divisor: dividend - divisor * floor(dividend / divisor)."""
    remainder = _present(numbers.attempt(numbers.CONTEXT.remainder, dividend, divisor))
    return remainder + divisor if remainder and (remainder < 0) != (divisor < 0) else remainder


@feel("sqrt(number: number)")
def sqrt(number: Decimal) -> Decimal:
    return _present(numbers.attempt(numbers.CONTEXT.sqrt, number))


@feel("log(number: number)")
def log(number: Decimal) -> Decimal:
    return _present(numbers.attempt(numbers.CONTEXT.ln, number))


@feel("exp(number: number)")
def exp(number: Decimal) -> Decimal:
    return _present(numbers.attempt(numbers.CONTEXT.exp, number))


@feel("odd(number: number)")
def odd(number: Decimal) -> bool:
    return _halves(number) == 1


@feel("even(number: number)")
def even(number: Decimal) -> bool:
    return _halves(number) == 0


def _halves(number: Decimal) -> int:
    if number != number.to_integral_value():
        return -1
    return int(number) % 2

"""FEEL numbers: IEEE 754-2008 decimal128 (DMN 1.5, 10.3.2.3.1): 34 significant digits, half-even."""

from __future__ import annotations

from collections.abc import Callable
from decimal import (
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    DecimalException,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)

DIGITS = 34
CONTEXT = Context(
    prec=DIGITS,
    rounding=ROUND_HALF_EVEN,
    Emin=-6143,
    Emax=6144,
    traps=[InvalidOperation, DivisionByZero, Overflow],
)
SCALE_LOWEST, SCALE_HIGHEST = -6111, 6176
ZERO, ONE = Decimal(0), Decimal(1)


def number_from_text(text: str) -> Decimal:
    """The number a literal stands for, rounded to 34 digits. Raises DecimalException when out of range."""
    return CONTEXT.create_decimal(text)


def attempt(operation: Callable[..., Decimal], *operands: Decimal) -> Decimal | None:
    """The result of a decimal operation, or None where it is undefined (10.3.2.3.1: null, never NaN)."""
    try:
        result = operation(*operands)
    except (DecimalException, OverflowError):
        return None
    return result if result.is_finite() else None


def add(left: Decimal, right: Decimal) -> Decimal | None:
    return attempt(CONTEXT.add, left, right)


def subtract(left: Decimal, right: Decimal) -> Decimal | None:
    return attempt(CONTEXT.subtract, left, right)


def multiply(left: Decimal, right: Decimal) -> Decimal | None:
    return attempt(CONTEXT.multiply, left, right)


def divide(left: Decimal, right: Decimal) -> Decimal | None:
    return attempt(CONTEXT.divide, left, right)


def power(left: Decimal, right: Decimal) -> Decimal | None:
    """`left` to the power `right`; anything to the power 0 is 1, as in IEEE 754-2008 (9.2.1)."""
    return attempt(CONTEXT.power, left, right) if right else ONE


def rounded(number: Decimal, scale: Decimal, rounding: str) -> Decimal | None:
    """`number` with `scale` digits after the point, or None when the scale is out of range."""
    places = int(scale)
    if not SCALE_LOWEST <= places <= SCALE_HIGHEST:
        return None
    if -number.as_tuple().exponent <= places:  # type: ignore[operator]
        return number
    wide = Context(prec=DIGITS + 1, rounding=rounding, Emin=-6176, Emax=6144)
    return attempt(CONTEXT.plus, wide.quantize(number, Decimal((0, (1,), -places))))


def plain_text(number: Decimal) -> str:
    """The number without exponent and without needless zeros: 1.50 gives 1.50, 1E+3 gives 1000."""
    text = format(number, "f")
    return "0" if text in ("-0", "0") else text

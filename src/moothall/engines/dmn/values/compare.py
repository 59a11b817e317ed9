"""Equality, order and membership of FEEL values, with null for what cannot be compared (10.3.2.13)."""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from .durations import DaysTimeDuration, YearsMonthsDuration
from .functions import Function
from .ranges import Range
from .temporal import Date, DateTime, Time, comparable

ORDERED_CLASSES = frozenset({Decimal, str, Date, DaysTimeDuration, YearsMonthsDuration})
MOMENT_CLASSES = frozenset({Time, DateTime})


def equal(left: Any, right: Any) -> bool | None:
    """Whether two values are equal; None when they are of different kinds.

    A list of one and a value that is no list are compared as the item and that value (10.3.2.9.4).
    """
    if left is None or right is None:
        return left is right
    kind = left.__class__
    if kind is not right.__class__:
        return _equal_to_item(left, right)
    if kind in MOMENT_CLASSES:
        return comparable(left, right) and left.instant == right.instant
    compare = _PARTWISE.get(kind)
    return compare(left, right) if compare else bool(left == right)


def identical(left: Any, right: Any) -> bool:
    """Whether two values are the same element of the same kind, zones included (built-in `is`)."""
    if left.__class__ is not right.__class__:
        return False
    if isinstance(left, (Time, DateTime)):
        return str(left) == str(right)
    return equal(left, right) is True


def ordered(test: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool | None]:
    """The FEEL comparison made from `<`, `<=`, `>` or `>=` on Python values."""

    def compare(left: Any, right: Any) -> bool | None:
        kind = left.__class__
        if kind is not right.__class__:
            return None
        if kind in ORDERED_CLASSES:
            return test(left, right)
        if kind in MOMENT_CLASSES and comparable(left, right):
            return test(left.instant, right.instant)
        return None

    return compare


less = ordered(operator.lt)
at_most = ordered(operator.le)
more = ordered(operator.gt)
at_least = ordered(operator.ge)


def conjunction(left: bool | None, right: bool | None) -> bool | None:
    """Ternary and."""
    if left is False or right is False:
        return False
    return True if left is True and right is True else None


def negation(value: Any) -> bool | None:
    """Ternary not: None for anything that is not a boolean."""
    return not value if isinstance(value, bool) else None


def within(value: Any, low: Any, high: Any) -> bool | None:
    """Whether the value lies between the two, both included."""
    return conjunction(at_most(low, value), at_most(value, high))


def in_range(value: Any, range_: Range) -> bool | None:
    """Whether the range includes the value; None when they cannot be compared."""
    above: bool | None = True
    below: bool | None = True
    if range_.bounded_below:
        above = (at_least if range_.low_included else more)(value, range_.low)
    if range_.bounded_above:
        below = (at_most if range_.high_included else less)(value, range_.high)
    return conjunction(above, below)


def passes(value: Any, test: Any) -> bool | None:
    """Whether the value satisfies one test: it equals it, lies in its range, or is in its list."""
    if isinstance(test, Range):
        if isinstance(value, Range):
            return equal(value, test)
        return in_range(value, test)
    if isinstance(test, list):
        return _in_list(value, test)
    return equal(value, test)


def _in_list(value: Any, tests: list[Any]) -> bool | None:
    if isinstance(value, list) and equal(value, tests):
        return True
    unsure = False
    for test in tests:
        verdict = passes(value, test) if isinstance(test, Range) else equal(value, test)
        if verdict:
            return True
        unsure = unsure or (verdict is None and isinstance(test, Range))
    return None if unsure and value is None else False


def _equal_to_item(left: Any, right: Any) -> bool | None:
    for one, other in ((left, right), (right, left)):
        if one.__class__ is list and other.__class__ is not list and len(one) == 1:
            return equal(one[0], other) if one[0] is not None else False
    return None


def _equal_lists(left: list[Any], right: list[Any]) -> bool:
    return len(left) == len(right) and all(
        equal(one, other) is True for one, other in zip(left, right, strict=True)
    )


def _equal_contexts(left: dict[str, Any], right: dict[str, Any]) -> bool:
    return left.keys() == right.keys() and all(equal(left[key], right[key]) is True for key in left)


def _equal_ranges(left: Range, right: Range) -> bool:
    if (left.bounded_below, left.bounded_above) != (right.bounded_below, right.bounded_above):
        return False
    if (left.low_included, left.high_included) != (right.low_included, right.high_included):
        return False
    return bool(equal(left.low, right.low) and equal(left.high, right.high))


def _equal_functions(left: Function, right: Function) -> bool:
    return left is right or (left.identity is not None and left.identity is right.identity)


_PARTWISE: dict[type, Callable[[Any, Any], bool | None]] = {
    list: _equal_lists,
    dict: _equal_contexts,
    Range: _equal_ranges,
    Function: _equal_functions,
}

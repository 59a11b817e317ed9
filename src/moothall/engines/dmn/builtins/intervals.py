"""How points and ranges lie to one another (DMN 1.5, 10.3.4.7, after Allen's interval algebra)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..problems import Undefined
from ..values import compare
from ..values.ranges import Range
from .registry import Declared, feel

_NAMINGS = (("point1", "point2"), ("point", "range"), ("range", "point"), ("range1", "range2"))


def relation(name: str) -> Callable[[Declared], Declared]:
    """Declare a relation under every naming of its parameters that the standard gives."""

    def declare(compute: Declared) -> Declared:
        for one, other in _NAMINGS:
            feel(f"{name}({one}: Any, {other}: Any)")(compute)
        return compute

    return declare


def _is(test: Callable[[Any, Any], bool | None], left: Any, right: Any) -> bool:
    verdict = test(left, right)
    if verdict is None:
        raise Undefined("the values cannot be compared")
    return verdict


def _less(left: Any, right: Any) -> bool:
    return _is(compare.less, left, right)


def _equal(left: Any, right: Any) -> bool:
    return _is(compare.equal, left, right) if None not in (left, right) else False


def _range(value: Any) -> Range:
    if isinstance(value, Range):
        return value
    if value.__class__ is list and len(value) == 1:
        return _range(value[0])
    raise Undefined("it takes ranges here")


def _holds(range_: Range, point: Any) -> bool:
    verdict = compare.in_range(point, range_)
    if verdict is None:
        raise Undefined("the values cannot be compared")
    return verdict


def _ends_before_start(one: Range, other: Range) -> bool:
    """Whether every value of the one is less than every value of the other."""
    if not (one.bounded_above and other.bounded_below):
        return False
    touching = _equal(one.high, other.low) and not (one.high_included and other.low_included)
    return _less(one.high, other.low) or touching


@relation("before")
def before(one: Any, other: Any) -> bool:
    if isinstance(one, Range) and isinstance(other, Range):
        return _ends_before_start(one, other)
    if isinstance(one, Range):
        return _ends_before_start(one, Range(other, other))
    if isinstance(other, Range):
        return _ends_before_start(Range(one, one), other)
    return _less(one, other)


@relation("after")
def after(one: Any, other: Any) -> bool:
    return before(other, one)


@relation("meets")
def meets(one: Any, other: Any) -> bool:
    one, other = _range(one), _range(other)
    return one.high_included and other.low_included and _equal(one.high, other.low)


@relation("met by")
def met_by(one: Any, other: Any) -> bool:
    return meets(other, one)


@relation("overlaps")
def overlaps(one: Any, other: Any) -> bool:
    one, other = _range(one), _range(other)
    return not _ends_before_start(one, other) and not _ends_before_start(other, one)


@relation("overlaps before")
def overlaps_before(one: Any, other: Any) -> bool:
    one, other = _range(one), _range(other)
    return _starts_sooner(one, other) and overlaps(one, other) and _ends_sooner_or_with(one, other)


@relation("overlaps after")
def overlaps_after(one: Any, other: Any) -> bool:
    return overlaps_before(other, one)


def _starts_sooner(one: Range, other: Range) -> bool:
    if not one.bounded_below:
        return other.bounded_below
    if not other.bounded_below:
        return False
    first = _equal(one.low, other.low) and one.low_included and not other.low_included
    return _less(one.low, other.low) or first


def _ends_sooner(one: Range, other: Range) -> bool:
    if not other.bounded_above:
        return one.bounded_above
    if not one.bounded_above:
        return False
    first = _equal(one.high, other.high) and other.high_included and not one.high_included
    return _less(one.high, other.high) or first


def _starts_sooner_or_with(one: Range, other: Range) -> bool:
    return not _starts_sooner(other, one)


def _ends_sooner_or_with(one: Range, other: Range) -> bool:
    return not _ends_sooner(other, one)


@relation("finishes")
def finishes(one: Any, other: Any) -> bool:
    other = _range(other)
    if not isinstance(one, Range):
        return other.high_included and _equal(one, other.high)
    return _same_end(one, other) and _starts_sooner_or_with(other, one)


@relation("finished by")
def finished_by(one: Any, other: Any) -> bool:
    return finishes(other, one)


@relation("starts")
def starts(one: Any, other: Any) -> bool:
    other = _range(other)
    if not isinstance(one, Range):
        return other.low_included and _equal(one, other.low)
    return _same_start(one, other) and _ends_sooner_or_with(one, other)


@relation("started by")
def started_by(one: Any, other: Any) -> bool:
    return starts(other, one)


def _same_end(one: Range, other: Range) -> bool:
    if not (one.bounded_above and other.bounded_above):
        return one.bounded_above == other.bounded_above
    return one.high_included == other.high_included and _equal(one.high, other.high)


def _same_start(one: Range, other: Range) -> bool:
    if not (one.bounded_below and other.bounded_below):
        return one.bounded_below == other.bounded_below
    return one.low_included == other.low_included and _equal(one.low, other.low)


@relation("includes")
def includes(one: Any, other: Any) -> bool:
    one = _range(one)
    if not isinstance(other, Range):
        return _holds(one, other)
    return _starts_sooner_or_with(one, other) and _ends_sooner_or_with(other, one)


@relation("during")
def during(one: Any, other: Any) -> bool:
    return includes(other, one)


@relation("coincides")
def coincides(one: Any, other: Any) -> bool:
    if isinstance(one, Range) and isinstance(other, Range):
        return _same_start(one, other) and _same_end(one, other)
    if isinstance(one, Range) or isinstance(other, Range):
        raise Undefined("it takes two points or two ranges")
    return _equal(one, other)

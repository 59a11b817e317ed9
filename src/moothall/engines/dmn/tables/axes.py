"""The values of one input, cut into regions within which no test of the column changes its verdict."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ..values.durations import DaysTimeDuration, YearsMonthsDuration
from ..values.numbers import CONTEXT
from ..values.temporal import Date, date_from_number
from .constants import NotPlain

LARGEST = Decimal(10) ** 30  # beyond this, rounding to 34 digits could carry a value over a boundary
ORDERED = (Decimal, str, Date, DaysTimeDuration, YearsMonthsDuration)


@dataclass(frozen=True, slots=True)
class Region:
    """Values that all rules treat alike: one value, or those between two boundaries, which are left out.

    `low` and `high` are None where there is no boundary; `example` is a value of the region.
    """

    example: Any
    low: Any = None
    high: Any = None
    single: bool = False


@dataclass(frozen=True, slots=True)
class Axis:
    """The regions of one input, in order; `points` are the boundaries between them.

    `index` gives the region before, at and after each point in turn, -1 where there are no values. `whole`
    says that only whole numbers occur.
    """

    kind: type
    points: tuple[Any, ...]
    regions: tuple[Region, ...]
    index: tuple[int, ...]
    whole: bool = False

    def region_of(self, value: Any) -> int:
        """The number of the region that a value of this kind lies in, -1 when it can have none."""
        if self.kind is bool:
            return self.points.index(value)
        if self.whole and value != value.to_integral_value():
            return -1
        position = bisect_left(self.points, value)
        exact = position < len(self.points) and self.points[position] == value
        return self.index[2 * position + exact]


def axis_of(constants: Iterable[Any], declared: type | None, *, whole: bool = False) -> Axis:
    """The axis of an input whose tests use the constants; `whole` when only whole numbers can occur.

    Raises NotPlain when the constants are of several kinds or of one that has no regions.
    """
    values = [value for value in constants if value is not None]
    kinds = {value.__class__ for value in values}
    kind = declared or (kinds.pop() if len(kinds) == 1 else str if not kinds else None)
    if kind is None or any(value.__class__ is not kind for value in values):
        raise NotPlain
    if kind is bool:
        regions = tuple(Region(value, single=True) for value in (False, True))
        return Axis(bool, (False, True), regions, (0, 1))
    if kind not in ORDERED or (kind is Decimal and any(abs(value) > LARGEST for value in values)):
        raise NotPlain
    return _ordered_axis(kind, tuple(sorted(set(values))), whole)


def _ordered_axis(kind: type, points: tuple[Any, ...], whole: bool) -> Axis:
    regions: list[Region] = []
    index: list[int] = []
    for position in range(len(points) + 1):
        low = points[position - 1] if position else None
        high = points[position] if position < len(points) else None
        example = _between(kind, low, high, whole)
        index.append(len(regions) if example is not None else -1)
        if example is not None:
            regions.append(Region(example, low, high))
        if high is not None:
            index.append(len(regions))
            regions.append(Region(high, single=True))
    return Axis(kind, points, tuple(regions), tuple(index), whole)


def _between(kind: type, low: Any, high: Any, whole: bool) -> Any:
    """A value strictly between two, either of which may be missing; None when there is none."""
    if kind is str:
        return _text_between(low, high)
    steps = [None if end is None else _step(end) for end in (low, high)]
    if kind is Decimal and not whole:
        return _number_between(low, high)
    return _made(kind, _step_between(*steps))


def _number_between(low: Decimal | None, high: Decimal | None) -> Decimal:
    if low is None:
        return Decimal(0) if high is None else CONTEXT.subtract(high, Decimal(1))
    if high is None:
        return CONTEXT.add(low, Decimal(1))
    nearest_whole = (low + 1).to_integral_value(rounding="ROUND_FLOOR")
    return nearest_whole if low < nearest_whole < high else CONTEXT.divide(CONTEXT.add(low, high), Decimal(2))


def _text_between(low: str | None, high: str | None) -> str | None:
    if low is None:
        return "something else" if high is None or high > "something else" else ("" if high else None)
    if high is None:
        return "something else" if low < "something else" else low + " else"
    example = low + "\0"
    return example if example < high else None


def _step(value: Any) -> int:
    if isinstance(value, Date):
        return value.number
    if isinstance(value, DaysTimeDuration):
        return value.nanos
    return value.months if isinstance(value, YearsMonthsDuration) else int(value)


def _step_between(low: int | None, high: int | None) -> int | None:
    if low is None:
        return 0 if high is None else high - 1
    if high is None or low + 1 < high:
        return low + 1
    return None


def _made(kind: type, step: int | None) -> Any:
    if step is None:
        return None
    if kind is Date:
        return date_from_number(step)
    return kind(step)

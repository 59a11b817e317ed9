"""Columns of answers as small whole numbers: for every row, the region of the axis its value lies in.

A column is a NumPy array of whole numbers, floats, truth values, texts (`U`), days (`M8[D]`) or objects, or
any sequence of plain Python values. NumPy was chosen because a table needs only comparisons and look-ups,
which it does at memory speed, and because it is there already; Polars or DuckDB would bring a second engine
with its own idea of equality, decimals and null.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from math import inf, nextafter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..values.plain import from_python
from ..values.temporal import Date
from .axes import Axis
from .constants import NotPlain

Array = NDArray[Any]
Codes = NDArray[np.intp]
Coder = Callable[[Array], Codes]


@dataclass(frozen=True, slots=True)
class Results:
    """A result per row: `codes[i]` is the position in `values` of row i's result."""

    codes: NDArray[np.uint32]
    values: tuple[Any, ...]

    def __len__(self) -> int:
        return len(self.codes)

    def to_list(self) -> list[Any]:
        """The results in row order."""
        return [self.values[code] for code in self.codes.tolist()]

    def counts(self) -> list[tuple[Any, int]]:
        """Each distinct result with the number of rows that have it."""
        found = np.bincount(self.codes, minlength=len(self.values))
        return [(value, int(count)) for value, count in zip(self.values, found, strict=True) if count]


def as_array(column: Any) -> Array:
    """The column as a one-dimensional array; a sequence of mixed values becomes one of objects."""
    if isinstance(column, np.ndarray):
        return column
    values = list(column)
    kinds = {value.__class__ for value in values}
    cut_short = kinds == {str} and any(value.endswith("\0") for value in values)  # NumPy drops these ends
    if kinds in ({int}, {float}, {bool}, {str}) and not cut_short:
        return np.array(values)
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def coder_for(array: Array, axis: Axis, groups: Sequence[int], null_group: int) -> Coder:
    """A function from a slice of the array to a group per row.

    `groups` gives the group of every region, `null_group` that of a missing value. Raises NotPlain when the
    array holds another kind of values than the axis.
    """
    kind = array.dtype.kind
    if kind == "O":
        return _object_coder(axis, groups, null_group)
    if axis.kind is Decimal and kind in "iu" and array.dtype.itemsize <= 8:
        return _threshold_coder(_stretches(axis, groups), _whole_threshold)
    if axis.kind is Decimal and kind == "f" and not axis.whole and array.dtype.itemsize == 8:
        return _finite_only(_threshold_coder(_stretches(axis, groups), _float_threshold))
    if axis.kind is bool and kind == "b":
        false, true = groups
        return lambda part: np.where(part, true, false).astype(np.intp, copy=False)
    if axis.kind is str and kind == "U":
        return _text_coder(array, axis, groups)
    if axis.kind is Date and array.dtype == np.dtype("M8[D]"):
        return _day_coder(axis, groups, null_group)
    raise NotPlain


class _Stretch:
    """Neighbouring regions of one group, beginning at a boundary or just after it."""

    __slots__ = ("group", "point", "starts_at_point")

    def __init__(self, group: int, point: Any, *, starts_at_point: bool) -> None:
        self.group, self.point, self.starts_at_point = group, point, starts_at_point


def _stretches(axis: Axis, groups: Sequence[int]) -> list[_Stretch]:
    found: list[_Stretch] = []
    for place, region in enumerate(axis.index):
        if region >= 0 and (not found or found[-1].group != groups[region]):
            point = axis.points[(place - 1) // 2] if place else None
            found.append(_Stretch(groups[region], point, starts_at_point=place % 2 == 1))
    return found


def _threshold_coder(stretches: Sequence[_Stretch], threshold: Callable[[_Stretch], Any]) -> Coder:
    """Count how many stretches begin at or below each value."""
    limits = [threshold(stretch) for stretch in stretches[1:]]
    groups = np.array([stretch.group for stretch in stretches], dtype=np.intp)
    if len(limits) > 200:
        edges = np.array(limits)
        return lambda part: groups[np.searchsorted(edges, part, side="right")]

    def code(part: Array) -> Codes:
        count = np.zeros(len(part), dtype=np.uint8)
        for limit in limits:
            count += part >= limit
        return groups.take(count)

    return code


def _whole_threshold(stretch: _Stretch) -> int:
    """The least whole number of a stretch."""
    point: Decimal = stretch.point
    if stretch.starts_at_point:
        return int(point.to_integral_value(rounding=ROUND_CEILING))
    return int(point.to_integral_value(rounding=ROUND_FLOOR)) + 1


def _float_threshold(stretch: _Stretch) -> float:
    """The least float of a stretch, a float counting as the shortest decimal that Python shows for it."""
    point: Decimal = stretch.point
    edge = float(point)
    while not _in_stretch(edge, stretch, point):
        edge = nextafter(edge, inf)
    while _in_stretch(nextafter(edge, -inf), stretch, point):
        edge = nextafter(edge, -inf)
    return edge


def _in_stretch(value: float, stretch: _Stretch, point: Decimal) -> bool:
    shown = Decimal(repr(value))
    return shown >= point if stretch.starts_at_point else shown > point


def _finite_only(code: Coder) -> Coder:
    def checked(part: Array) -> Codes:
        if not np.isfinite(part).all():
            raise ValueError("a rule cannot use a number that is infinite or not a number")
        return code(part)

    return checked


def _day_coder(axis: Axis, groups: Sequence[int], null_group: int) -> Coder:
    stretches = _stretches(axis, groups)
    code = _threshold_coder(stretches, lambda stretch: stretch.point.number + (not stretch.starts_at_point))

    def days(part: Array) -> Codes:
        codes = code(part.astype(np.int64))
        codes[np.isnat(part)] = null_group
        return codes

    return days


def _text_coder(array: Array, axis: Axis, groups: Sequence[int]) -> Coder:
    """Tell the known texts apart by a few of their characters, then make sure of the whole text."""
    others = {group for region, group in zip(axis.regions, groups, strict=True) if not region.single}
    if len(others) != 1:
        return lambda part: np.array(
            [groups[axis.region_of(value)] for value in part.tolist()], dtype=np.intp
        )
    width = array.dtype.itemsize // 4
    known = {
        region.example: group
        for region, group in zip(axis.regions, groups, strict=True)
        if region.single and len(region.example) <= width and not region.example.endswith("\0")
    }
    other = others.pop()
    if not known or not width or len(known) > 10_000:
        return lambda part: np.array([known.get(value, other) for value in part.tolist()], dtype=np.intp)
    return _Texts(known, other, width)


class _Texts:
    """Finds the group of each text of an array of a given width.

    A multiplicative hash of a few characters, chosen so that no two known texts meet, proposes one known text
    for each row; the whole row is then compared with it, so the answer is exact.
    """

    def __init__(self, known: dict[str, int], other: int, width: int) -> None:
        self.width = width
        texts = [*known]
        points = [[ord(letter) for letter in text.ljust(width, "\0")] for text in texts]
        self.places, self.factors, self.slots = _perfect_hash(points)
        proposals = np.zeros(self.slots, dtype=np.intp)
        for number, slot in enumerate(_hashed(points, self.places, self.factors, self.slots)):
            proposals[slot] = number
        self.groups = np.array([*known.values()], dtype=np.intp).take(proposals)
        self.table = np.array(texts, dtype=f"U{max(width, 1)}").take(proposals)
        self.other = np.intp(other)

    def __call__(self, part: Array) -> Codes:
        plain = np.ascontiguousarray(part)
        letters = plain.view(np.uint32).reshape(len(part), self.width)
        total = letters[:, self.places[0]] * self.factors[0]
        for place, factor in zip(self.places[1:], self.factors[1:], strict=True):
            total += letters[:, place] * factor
        slots = ((total >> np.uint32(16)) & np.uint32(self.slots - 1)).astype(np.intp)
        codes = self.groups.take(slots)
        codes[self._differs(plain, letters, slots)] = self.other
        return codes

    def _differs(self, plain: Array, letters: NDArray[np.uint32], slots: Codes) -> NDArray[np.bool_]:
        """Where a text is not the one proposed."""
        if self.width > 1:
            return np.asarray(self.table.take(slots) != plain)
        return np.asarray(self.table.view(np.uint32).take(slots) != letters[:, 0])


def _perfect_hash(points: Sequence[Sequence[int]]) -> tuple[list[int], list[np.uint32], int]:
    """Places and factors that give every text a slot of its own, and the number of slots."""
    places = _telling_places(points)
    slots = 4
    state = 0x9E3779B1
    while True:
        slots = min(slots * 2, 1 << 16)
        for _ in range(200):
            factors = []
            for _place in places:
                state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
                factors.append(np.uint32(state | 1))
            if len(set(_hashed(points, places, factors, slots))) == len(points):
                return places, factors, slots


def _telling_places(points: Sequence[Sequence[int]]) -> list[int]:
    """The fewest positions, taken greedily, at which no two known texts agree."""
    chosen: list[int] = []

    def told_apart(places: Sequence[int]) -> int:
        return len({tuple(text[place] for place in places) for text in points})

    while not chosen or told_apart(chosen) < len(points):
        chosen.append(max(range(len(points[0])), key=lambda place: told_apart([*chosen, place])))
    return chosen


def _hashed(
    points: Sequence[Sequence[int]], places: Sequence[int], factors: Sequence[np.uint32], slots: int
) -> list[int]:
    totals = (
        sum(text[place] * int(factor) for place, factor in zip(places, factors, strict=True))
        for text in points
    )
    return [((total & 0xFFFFFFFF) >> 16) & (slots - 1) for total in totals]


def _object_coder(axis: Axis, groups: Sequence[int], null_group: int) -> Coder:
    known: dict[tuple[type, Any], int] = {}

    def group(value: Any) -> int:
        if isinstance(value, (list, tuple, Mapping)):
            raise NotPlain
        key = value.__class__, value
        if key not in known:
            plain = from_python(value)
            if plain is not None and plain.__class__ is not axis.kind:
                raise NotPlain
            region = -1 if plain is None else axis.region_of(plain)
            known[key] = null_group if region < 0 else groups[region]
        return known[key]

    return lambda part: np.fromiter(map(group, part.tolist()), dtype=np.intp, count=len(part))


def coded_column(array: Array) -> Results:
    """A column as its distinct plain values, with for each row which of them it has."""
    if array.dtype.kind == "O":
        known: dict[tuple[type, str], int] = {}
        values: list[Any] = []
        codes = np.zeros(len(array), dtype=np.uint32)
        for row, value in enumerate(array.tolist()):
            code = codes[row] = known.setdefault((value.__class__, repr(value)), len(known))
            if code == len(values):
                values.append(value)
        return Results(codes, tuple(values))
    distinct, places = np.unique(array, return_inverse=True)
    return Results(places.astype(np.uint32), tuple(_listed(distinct)))


def _listed(array: Array) -> list[Any]:
    if array.dtype.kind == "M" and array.dtype != np.dtype("M8[D]"):
        raise TypeError("days must be an array of M8[D]")
    return array.tolist()  # type: ignore[no-any-return]

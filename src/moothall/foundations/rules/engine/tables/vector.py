"""The same decision over a whole population at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .columns import Array, Codes, as_array, coder_for, plain_rows
from .constants import NotPlain
from .grid import Grid

CHUNK = 1 << 15  # rows at a time, so that what is in between stays in the processor's cache
MOST_JOINT = 1 << 20


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


def decide_columns(grid: Grid, columns: Mapping[str, Any]) -> Results:
    """The table's result for every row of the columns.

    Raises NotPlain when a column holds values of another kind than its input, KeyError when one is absent.
    """
    if not grid.constant:
        raise NotPlain
    names = list(dict.fromkeys(one.name for one in grid.inputs))
    arrays = {name: as_array(columns[name]) for name in names}
    rows = _common_length(arrays)
    steps, masks = _steps(grid, arrays)
    codes = np.zeros(rows, dtype=np.uint32)
    for start in range(0, rows, CHUNK):
        codes[start : start + CHUNK] = _joined(steps, start, min(CHUNK, rows - start))
    return _distinct(codes, [grid.outcome(mask) for mask in masks])


def decide_rows(decide: Callable[[Mapping[str, Any]], Any], columns: Mapping[str, Any]) -> Results:
    """The results of a one-by-one decision over columns; rows that are alike are decided once."""
    names = list(columns)
    arrays = {name: as_array(columns[name]) for name in names}
    rows = plain_rows([arrays[name] for name in names])
    codes = np.zeros(_common_length(arrays), dtype=np.uint32)
    known: dict[Any, int] = {}
    values: list[Any] = []
    for number, row in enumerate(rows):
        key = tuple((value.__class__, repr(value)) for value in row)
        if key not in known:
            known[key] = len(values)
            values.append(decide(dict(zip(names, row, strict=True))))
        codes[number] = known[key]
    return _distinct(codes, values)


@dataclass(frozen=True, slots=True)
class _Step:
    """Joining one more column: its array and coder, how many groups it has, and the code of each pair."""

    array: Array
    code: Callable[[Array], Codes]
    groups: int
    pairs: Codes


def _steps(grid: Grid, arrays: Mapping[str, Array]) -> tuple[list[_Step], list[int]]:
    """How to join the columns one after the other, and the rules that each final code stands for."""
    reached = [grid.everything]
    steps: list[_Step] = []
    for one in grid.inputs:
        masks = list(dict.fromkeys((*one.masks, one.null_mask)))
        numbers = {mask: number for number, mask in enumerate(masks)}
        groups = [numbers[mask] for mask in one.masks]
        array = arrays[one.name]
        if len(reached) * len(masks) > MOST_JOINT:
            raise NotPlain
        joint = [earlier & mask for earlier in reached for mask in masks]
        merged = {mask: number for number, mask in enumerate(dict.fromkeys(joint))}
        pairs = np.array([merged[mask] for mask in joint], dtype=np.intp)
        coder = coder_for(array, one.axis, groups, numbers[one.null_mask])
        steps.append(_Step(array, coder, len(masks), pairs))
        reached = list(merged)
    return steps, reached


def _joined(steps: Sequence[_Step], start: int, count: int) -> Codes:
    codes = np.zeros(count, dtype=np.intp)
    for step in steps:
        codes *= step.groups
        codes += step.code(step.array[start : start + count])
        codes = step.pairs.take(codes)
    return codes


def _distinct(codes: NDArray[np.uint32], values: Sequence[Any]) -> Results:
    """The results with equal ones given the same code."""
    first: dict[tuple[type, str], int] = {}
    kept: list[Any] = []
    renumbered = np.zeros(max(len(values), 1), dtype=np.uint32)
    for number, value in enumerate(values):
        key = value.__class__, repr(value)
        if key not in first:
            first[key] = len(kept)
            kept.append(value)
        renumbered[number] = first[key]
    return Results(renumbered.take(codes), tuple(kept))


def _common_length(arrays: Mapping[str, Array]) -> int:
    lengths = {len(array) for array in arrays.values()}
    if len(lengths) > 1:
        raise ValueError("all columns must have the same number of rows")
    return lengths.pop() if lengths else 0

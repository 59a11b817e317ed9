"""The same decision over a whole population at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .columns import Array, Codes, Results, coder_for
from .constants import NotPlain
from .grid import Grid, GridInput

CHUNK = 1 << 15  # rows at a time, so that what is in between stays in the processor's cache
MOST_JOINT = 1 << 20
Column = Array | Results
OneByOne = Callable[[NDArray[np.intp]], Results]


def decide_columns(
    grid: Grid, columns: Mapping[str, Column], one_by_one: OneByOne | None = None, *, rows: int | None = None
) -> Results:
    """The table's result for every row of the columns, each an array or the results of another decision.

    Rows whose result has to be computed go to `one_by_one`, which is given their numbers. Raises NotPlain
    when a column holds values of another kind than its input or such rows have nowhere to go, KeyError when
    a column is absent. `rows` says how many there are for a table that asks nothing; else the columns do.
    """
    arrays = {one.name: columns[one.name] for one in grid.inputs}
    rows = common_length(arrays) if arrays or rows is None else rows
    steps, masks = _steps(grid, arrays)
    codes = np.zeros(rows, dtype=np.uint32)
    for start in range(0, rows, CHUNK):
        codes[start : start + CHUNK] = _joined(steps, start, min(CHUNK, rows - start))
    computed = [number for number, mask in enumerate(masks) if not grid.is_constant(mask)]
    values = [None if number in computed else grid.outcome(mask) for number, mask in enumerate(masks)]
    waiting = np.flatnonzero(np.isin(codes, computed)) if computed else np.empty(0, dtype=np.intp)
    if waiting.size:
        if one_by_one is None:
            raise NotPlain
        others = one_by_one(waiting)
        codes[waiting] = others.codes + len(values)
        values += others.values
    return _distinct(codes, values)


def decide_rows(decide: Callable[[Sequence[Any]], Any], columns: Sequence[Results], rows: int) -> Results:
    """The results of a one-by-one decision over columns of so many rows; like rows are decided once.

    `decide` is given the values of a row, one from each column.
    """
    joint = np.zeros(rows, dtype=np.intp)
    for one in columns:
        joint = np.unique(joint * max(len(one.values), 1) + one.codes, return_inverse=True)[1]
    _, first, codes = np.unique(joint, return_index=True, return_inverse=True)
    values = [decide([one.values[one.codes[row]] for one in columns]) for row in first]
    return _distinct(codes, values)


@dataclass(frozen=True, slots=True)
class _Step:
    """Joining one more column: its array and coder, how many groups it has, and the code of each pair."""

    array: Array
    code: Callable[[Array], Codes]
    groups: int
    pairs: Codes


def _steps(grid: Grid, arrays: Mapping[str, Column]) -> tuple[list[_Step], list[int]]:
    """How to join the columns one after the other, and the rules that each final code stands for."""
    reached = [grid.everything]
    steps: list[_Step] = []
    for one in grid.inputs:
        masks = list(dict.fromkeys((*one.masks, one.null_mask)))
        numbers = {mask: number for number, mask in enumerate(masks)}
        groups = [numbers[mask] for mask in one.masks]
        if len(reached) * len(masks) > MOST_JOINT:
            raise NotPlain
        joint = [earlier & mask for earlier in reached for mask in masks]
        merged = {mask: number for number, mask in enumerate(dict.fromkeys(joint))}
        pairs = np.array([merged[mask] for mask in joint], dtype=np.intp)
        steps.append(_step(one, arrays[one.name], groups, numbers, pairs))
        reached = list(merged)
    return steps, reached


def _step(
    one: GridInput, column: Column, groups: Sequence[int], numbers: Mapping[int, int], pairs: Codes
) -> _Step:
    if isinstance(column, Results):
        if any(value is not None and value.__class__ is not one.axis.kind for value in column.values):
            raise NotPlain
        known = np.array([numbers[one.mask_of(value)] for value in column.values], dtype=np.intp)
        return _Step(column.codes, known.take, len(numbers), pairs)
    coder = coder_for(column, one.axis, groups, numbers[one.null_mask])
    return _Step(column, coder, len(numbers), pairs)


def _joined(steps: Sequence[_Step], start: int, count: int) -> Codes:
    codes = np.zeros(count, dtype=np.intp)
    for step in steps:
        codes *= step.groups
        codes += step.code(step.array[start : start + count])
        codes = step.pairs.take(codes)
    return codes


def _distinct(codes: NDArray[Any], values: Sequence[Any]) -> Results:
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


def common_length(arrays: Mapping[str, Column]) -> int:
    """The number of rows. Raises ValueError when columns differ in it."""
    lengths = {len(array) for array in arrays.values()}
    if len(lengths) > 1:
        raise ValueError("all columns must have the same number of rows")
    return lengths.pop() if lengths else 0

"""A column of a population as groups that are large enough to be told."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moothall.engines.disclosure.suppression import LEAST_TOLD

MOST_GROUPS = 40
CUTS = 6
"""Into how many stretches of about the same size numbers are cut."""
Codes = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Groups:
    """Names of groups, and for every row the number of its group."""

    names: tuple[str, ...]
    codes: Codes


def groups_of(values: Sequence[Any], codes: Codes, *, others: str, least: int = LEAST_TOLD) -> Groups:
    """The rows by the value they have: numbers in stretches, anything else each value by itself.

    Args:
        values: the distinct values of the column.
        codes: for every row, the position of its value.
        others: the name of the group that takes in what is too small to stand alone.
        least: how many rows a group must have.

    Raises ``ValueError`` when there are too many different values to tell apart.
    """
    numeric = all(isinstance(value, int | float) and not isinstance(value, bool) for value in values)
    if numeric and len(values) > CUTS:
        return pooled(*_stretches(values, codes), others=others, least=least)
    if len(values) > MOST_GROUPS:
        raise ValueError("too many different values to show a group for each")
    order = sorted(range(len(values)), key=lambda at: _rank(values[at]))
    places = np.empty(max(len(values), 1), dtype=np.intp)
    places[order] = np.arange(len(order))
    return pooled([_name(values[at]) for at in order], places.take(codes), others=others, least=least)


def _rank(value: Any) -> tuple[bool, bool, Any]:
    """Numbers by size, then words by the alphabet, nothing last."""
    if isinstance(value, int | float):
        return False, False, value
    return True, value is None, str(value)


def _name(value: Any) -> str:
    if value is None:
        return "not known"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int | float) else str(value)


def _stretches(values: Sequence[Any], codes: Codes) -> tuple[list[str], Codes]:
    """Stretches between round numbers near those that cut the rows into equal parts."""
    numbers = np.array(values, dtype=float).take(codes)
    wanted = np.quantile(numbers, np.arange(1, CUTS) / CUTS)
    edges = [
        edge
        for edge in sorted({_round_near(float(edge)) for edge in wanted})
        if numbers.min() < edge <= numbers.max()
    ]
    if not edges:
        return ["all"], np.zeros(len(codes), dtype=np.intp)
    between = [f"{low:,} to under {high:,}" for low, high in pairwise(edges)]
    names = [f"under {edges[0]:,}", *between, f"{edges[-1]:,} or more"]
    return names, np.searchsorted(edges, numbers, side="right")


def _round_near(number: float) -> int:
    """The number to two digits, so that a stretch has ends people can say."""
    size = max(len(str(int(abs(number)))) - 2, 0)
    return int(round(number, -size))


def pooled(names: Sequence[str], codes: Codes, *, others: str, least: int = LEAST_TOLD) -> Groups:
    """Groups that are too small are put together, and with the smallest of the rest if that is not enough."""
    sizes = np.bincount(codes, minlength=len(names))
    order = sorted(range(len(names)), key=lambda at: int(sizes[at]))
    pooled = [at for at in order if sizes[at] < least]
    for at in order[len(pooled) :]:
        if int(sizes[pooled].sum()) in (0, *range(least, len(codes) + 1)):
            break
        pooled.append(at)
    kept = [at for at in range(len(names)) if at not in set(pooled)]
    places = np.full(len(names), len(kept), dtype=np.intp)
    places[kept] = np.arange(len(kept))
    told = [names[at] for at in kept]
    return Groups((*told, others) if sizes[pooled].sum() else tuple(told), places.take(codes))

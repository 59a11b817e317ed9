"""Changes in steps of a round size, each step large enough to be told."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from moothall.engines.disclosure.suppression import LEAST_TOLD
from moothall.foundations.rules.what_if.comparing import GAIN, LOSE, Change, Whole

MOST_STEPS = 6
"""Steps on each side."""
FAR = 0.95
"""The share of changes that the steps are cut for; whatever is further off is in the last one."""


@dataclass(frozen=True, slots=True)
class Step:
    """How many gain (or lose) at least ``low`` and, unless it is the last step, less than ``high``
    hundredths."""

    side: int
    low: int
    high: int | None
    count: int


def steps(found: Change, *, least: int = LEAST_TOLD) -> tuple[Step, ...]:
    """From the largest losses to the largest gains, those who stay the same left out.

    Steps of too few people are put together with the next; nobody can work out fewer than ``least``, as long
    as the counts of the two sides may be told.
    """
    sizes = np.abs(found.amounts)
    width = _round_size(sizes[sizes > 0])
    lost = _side(sizes[found.outcome == LOSE], LOSE, width, least)
    gained = _side(sizes[found.outcome == GAIN], GAIN, width, least)
    return (*reversed(lost), *gained)


def _round_size(sizes: Whole) -> int:
    """The least of 1, 2, 5, 10, 20, 50 … whole units (100 hundredths) that needs few enough steps."""
    far = float(np.quantile(sizes, FAR)) if sizes.size else 0
    unit = 100
    while True:
        for factor in (1, 2, 5):
            if far <= unit * factor * MOST_STEPS:
                return unit * factor
        unit *= 10


def _side(sizes: Whole, side: int, width: int, least: int) -> list[Step]:
    places = np.minimum(sizes // width, MOST_STEPS - 1)
    counts = np.bincount(places, minlength=MOST_STEPS).tolist()
    while len(counts) > 1 and not counts[-1]:
        counts.pop()
    found = _joined(counts, least)
    return [
        Step(side, first * width, None if last == MOST_STEPS else last * width, count)
        for first, last, count in found
    ]


def _joined(counts: Sequence[int], least: int) -> list[tuple[int, int, int]]:
    """Neighbours put together from the far end until none has too few: (first, end, count)."""
    found: list[tuple[int, int, int]] = []
    end, waiting = len(counts), 0
    for at in reversed(range(len(counts))):
        waiting += counts[at]
        if waiting >= least:
            found.insert(0, (at, end, waiting))
        if waiting == 0 or waiting >= least:
            end, waiting = at, 0
    if waiting and found:
        _, last, count = found.pop(0)
        return [(0, last, count + waiting), *found]
    return [(0, end, waiting)] if waiting else found

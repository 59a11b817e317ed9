"""Two versions of a decision over the same population: who gains, who loses, and by how much."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moothall.engines.disclosure.suppression import LEAST_TOLD, Told, told_line, told_table
from moothall.engines.dmn import Results, RuleSet
from moothall.engines.dmn.tables.words import shown
from moothall.foundations.rules.what_if.grouping import Groups, pooled
from moothall.foundations.rules.what_if.measuring import Measure, hundredths, measure_of, part_of

MOST_RESULTS = 12
"""More different results than this are not shown one by one."""
Whole = NDArray[np.int64]
GAIN, LOSE, SAME = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Change:
    """What changes for every row, in hundredths; for results that are only words, one where they differ.

    ``outcome`` says of every row whether it gains, loses or stays the same; with words alone nobody can say
    which is better, so whoever changes counts under ``GAIN``.
    """

    measure: Measure
    amounts: Whole
    outcome: NDArray[np.intp]
    before: Results
    after: Results

    def __len__(self) -> int:
        return len(self.amounts)

    @property
    def counts(self) -> tuple[int, int, int]:
        """How many gain, lose and stay the same."""
        found = np.bincount(self.outcome, minlength=3)
        return int(found[GAIN]), int(found[LOSE]), int(found[SAME])


def change(
    old: RuleSet,
    new: RuleSet,
    decision: str,
    columns: Mapping[str, Any],
    *,
    part: str = "",
    more_is_better: bool = True,
) -> Change:
    """Decide for every row by both versions and compare.

    Args:
        decision: the decision, which both versions have.
        columns: a column for each input by its name; inputs without one are not known.
        part: the part of the result that is compared, when results have parts.
        more_is_better: whether somebody whose amount goes up gains; with a fee they lose.

    Raises as :meth:`RuleSet.decide_columns` does.
    """
    before = _parted(old.decide_columns(decision, columns), part)
    after = _parted(new.decide_columns(decision, columns), part)
    measure = measure_of([*before.values, *after.values])
    if measure is Measure.WORDS:
        amounts = _differences(before, after)
        return Change(measure, amounts, np.where(amounts != 0, GAIN, SAME), before, after)
    amounts = _amounts(after) - _amounts(before)
    signed = amounts if more_is_better else -amounts
    return Change(measure, amounts, np.select([signed > 0, signed < 0], [GAIN, LOSE], SAME), before, after)


def _parted(results: Results, part: str) -> Results:
    return Results(results.codes, tuple(part_of(value, part) for value in results.values))


def _amounts(results: Results) -> Whole:
    worth = np.array([hundredths(value) for value in results.values] or [0], dtype=np.int64)
    return worth.take(results.codes)


def _differences(before: Results, after: Results) -> Whole:
    """One where the results of a row differ, else nothing."""
    known: dict[tuple[type, str], int] = {}

    def number(value: Any) -> int:
        return known.setdefault((value.__class__, repr(value)), len(known))

    old, new = (np.array([*map(number, results.values)] or [0]) for results in (before, after))
    differs: Whole = (old.take(before.codes) != new.take(after.codes)).astype(np.int64)
    return differs


@dataclass(frozen=True, slots=True)
class Totals:
    """The whole population: how many gain, lose and stay the same, and what that comes to.

    ``sums`` are hundredths over those who gain, those who lose, and both; ``None`` is hidden.
    """

    people: int
    told: tuple[int | None, ...]
    sums: tuple[int | None, int | None, int | None]

    @property
    def hides(self) -> bool:
        """Whether anything is hidden."""
        return None in self.told


def totals(found: Change, *, least: int = LEAST_TOLD) -> Totals | None:
    """The change over everybody; ``None`` when there are too few people to tell anything."""
    told = told_line(found.counts, least=least)
    if told is None:
        return None
    sums = [int(found.amounts[found.outcome == side].sum()) for side in (GAIN, LOSE)]
    shown_sums = [None if told[side] is None else sums[side] for side in (GAIN, LOSE)]
    net = None if None in told else sum(sums)
    return Totals(len(found), told, (shown_sums[0], shown_sums[1], net))


@dataclass(frozen=True, slots=True)
class ByGroup:
    """The change for each group: counts as they may be told, and the mean change of those who gain or lose.

    A mean is in hundredths, and ``None`` where its count is hidden or nobody is there.
    """

    names: tuple[str, ...]
    told: Told
    means: tuple[tuple[int | None, int | None], ...]


def by_group(
    found: Change, groups: Groups, line: Sequence[int | None], *, least: int = LEAST_TOLD
) -> ByGroup | None:
    """The change by group, where ``line`` are the totals as told; ``None`` when it cannot be told."""
    cells = groups.codes * 3 + found.outcome
    size = len(groups.names) * 3
    counts = np.bincount(cells, minlength=size).reshape(-1, 3)
    told = told_table(counts.tolist(), columns=line, least=least)
    if told is None:
        return None
    sums = np.zeros(size, dtype=np.int64)
    np.add.at(sums, cells, found.amounts)
    means = tuple(
        (_mean(row[GAIN], total[GAIN]), _mean(row[LOSE], total[LOSE]))
        for row, total in zip(told.cells, sums.reshape(-1, 3).tolist(), strict=True)
    )
    return ByGroup(groups.names, told, means)


def _mean(count: int | None, total: int) -> int | None:
    return round(total / count) if count else None


@dataclass(frozen=True, slots=True)
class Moves:
    """Results before (rows) and after (columns), in words, with how many people go from one to the other."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    told: Told


def moves(found: Change, *, others: str, least: int = LEAST_TOLD) -> Moves | None:
    """From which result to which; ``None`` when there are too many results, or it cannot be told."""
    rows, columns = _worded(found.before), _worded(found.after)
    if max(len(rows.names), len(columns.names)) > MOST_RESULTS:
        return None
    rows = pooled(rows.names, rows.codes, others=others, least=least)
    size = len(columns.names)
    cells = rows.codes * size + columns.codes
    counts = np.bincount(cells, minlength=len(rows.names) * size).reshape(-1, size)
    line = told_line(counts.sum(axis=0).tolist(), least=least)
    told = told_table(counts.tolist(), columns=line, least=least) if line else None
    return Moves(rows.names, columns.names, told) if told else None


def _worded(results: Results) -> Groups:
    names: dict[str, int] = {}
    places = [names.setdefault(shown(value), len(names)) for value in results.values]
    return Groups(tuple(names), np.array(places or [0], dtype=np.intp).take(results.codes))

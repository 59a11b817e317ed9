"""Nobody can work out a hidden count: checked against every table that fits what is shown."""

from collections.abc import Iterator, Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moothall.engines.disclosure.suppression import LEAST_TOLD, Told, told_line, told_table

LEAST = 3
Rows = list[list[int]]
SIZES = st.sampled_from([(2, 2), (3, 2), (2, 3), (3, 3)])


@st.composite
def tables(draw: st.DrawFn) -> Rows:
    height, width = draw(SIZES)
    row = st.lists(st.integers(0, 5), min_size=width, max_size=width).filter(
        lambda row: sum(row) == 0 or sum(row) >= LEAST
    )
    return draw(st.lists(row, min_size=height, max_size=height))


def line_of(counts: Rows) -> tuple[int | None, ...] | None:
    return told_line([sum(column) for column in zip(*counts, strict=True)], least=LEAST)


def fitting(told: Told) -> Iterator[Rows]:
    """Every table of counts that agrees with what is shown, hidden counts being at least one."""
    whole = sum(told.rows)
    choices = [list(_rows_fitting(cells, total)) for cells, total in zip(told.cells, told.rows, strict=True)]
    for rows in product(*choices):
        totals = [sum(column) for column in zip(*rows, strict=True)]
        agree = all(shown in (None, total) for shown, total in zip(told.columns, totals, strict=True))
        if agree and sum(totals) == whole:
            yield [list(row) for row in rows]


def _rows_fitting(cells: Sequence[int | None], total: int) -> Iterator[list[int]]:
    if not cells:
        if total == 0:
            yield []
        return
    for first in range(1, total + 1) if cells[0] is None else [cells[0]]:
        for rest in _rows_fitting(cells[1:], total - first):
            yield [first, *rest]


@settings(max_examples=150)
@given(tables())
def test_no_small_count_can_be_worked_out_or_even_be_known_to_be_small(counts: Rows) -> None:
    line = line_of(counts)
    told = told_table(counts, columns=line, least=LEAST) if line else None
    if told is None:
        return
    highest = [[0] * len(counts[0]) for _ in counts]
    for found in fitting(told):
        highest = [list(map(max, one, other)) for one, other in zip(highest, found, strict=True)]
    for row, (shown, true) in enumerate(zip(told.cells, counts, strict=True)):
        for column, (cell, count) in enumerate(zip(shown, true, strict=True)):
            assert cell is None or cell == count
            assert cell is None or cell == 0 or cell >= LEAST
            assert not 0 < count < LEAST or highest[row][column] >= LEAST


@given(st.lists(st.integers(0, 40), min_size=1, max_size=6))
def test_a_line_hides_small_counts_among_others(counts: list[int]) -> None:
    told = told_line(counts)
    if told is None:
        return
    hidden = [count for count, shown in zip(counts, told, strict=True) if shown is None]
    assert all(shown in (None, count) for count, shown in zip(counts, told, strict=True))
    assert all(shown is None or shown == 0 or shown >= LEAST_TOLD for shown in told)
    for at, count in enumerate(hidden):
        others = hidden[:at] + hidden[at + 1 :]
        assert count + sum(others) - len(others) >= LEAST_TOLD


def test_the_cheapest_cells_are_hidden_beside_a_small_one() -> None:
    counts = [[4, 60, 900], [80, 70, 800], [90, 300, 700]]
    told = told_table(counts, columns=(174, 430, 2400))
    assert told == Told(
        ((None, None, 900), (None, None, 800), (90, 300, 700)), (964, 950, 1090), (174, 430, 2400)
    )


def test_two_ones_beside_each_other_do_not_protect_each_other() -> None:
    counts = [[1, 1, 50], [1, 1, 60], [40, 40, 70]]
    told = told_table(counts, columns=(42, 42, 180))
    assert told is not None
    hidden = sum(row.count(None) for row in told.cells)
    assert hidden > 4, "each pair of ones has a known sum of two"


def test_a_table_without_small_counts_is_shown_whole() -> None:
    told = told_table([[10, 0], [20, 30]], columns=(30, 30))
    assert told is not None and not told.hides


def test_a_table_of_which_nothing_can_be_told_is_withheld() -> None:
    assert told_line([4, 3]) is None
    assert told_line([4, 0, 12]) == (None, 0, None)
    assert told_table([[3, 12]], columns=(3, 12)) is None, "its only row would tell both by their totals"


def test_groups_must_be_large_enough_to_be_named() -> None:
    with pytest.raises(ValueError, match="at least 10"):
        told_table([[3, 3], [50, 50]], columns=(53, 53))

"""What if: the same answers as one by one, and amounts, groups and steps that add up."""

from collections import Counter
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moothall.engines.disclosure.suppression import LEAST_TOLD
from moothall.engines.dmn import Results, RuleSet, compile_rules, read_yaml
from moothall.foundations.rules.tests.scheme import NEXT_YEAR, SCHEME
from moothall.foundations.rules.what_if.comparing import (
    GAIN,
    LOSE,
    SAME,
    Change,
    by_group,
    change,
    moves,
    totals,
)
from moothall.foundations.rules.what_if.grouping import groups_of, pooled
from moothall.foundations.rules.what_if.measuring import Measure, amount_of, hundredths, measure_of, parts_of
from moothall.foundations.rules.what_if.steps import steps


def rules_of(text: str) -> RuleSet:
    return compile_rules(read_yaml(text).model)


OLD, NEW = rules_of(SCHEME), rules_of(NEXT_YEAR)
PEOPLE = st.fixed_dictionaries(
    {
        "Income": st.integers(0, 260),
        "Household": st.sampled_from(["single", "couple"]),
        "Carer": st.booleans(),
    }
)


def changed(amounts: list[int]) -> Change:
    """A change made by hand."""
    array = np.array(amounts, dtype=np.int64)
    nothing = Results(np.zeros(len(amounts), dtype=np.uint32), (Decimal(0),))
    return Change(
        Measure.AMOUNT, array, np.select([array > 0, array < 0], [GAIN, LOSE], SAME), nothing, nothing
    )


@settings(max_examples=60)
@given(st.lists(PEOPLE, min_size=1, max_size=30), st.booleans())
def test_a_change_is_that_of_each_row_decided_by_itself(people: list[dict[str, Any]], is_fee: bool) -> None:
    columns = {name: [row[name] for row in people] for name in people[0]}
    found = change(OLD, NEW, "Reduction", columns, more_is_better=not is_fee)
    for row, amount, outcome in zip(people, found.amounts.tolist(), found.outcome.tolist(), strict=True):
        before, after = (rules.decide("Reduction", row).value for rules in (OLD, NEW))
        assert amount == (after - before) * 100
        better, worse = (LOSE, GAIN) if is_fee else (GAIN, LOSE)
        assert outcome == (better if after > before else worse if after < before else SAME)
    assert sum(found.counts) == len(people)


@settings(max_examples=80)
@given(st.lists(st.integers(-2500, 2500), max_size=400), st.integers(1, 5))
def test_totals_groups_and_steps_add_up_and_name_nobody(amounts: list[int], wards: int) -> None:
    found = changed(amounts)
    whole = totals(found)
    if whole is None:
        return
    assert not any(0 < (count or 0) < LEAST_TOLD for count in whole.told)
    codes = np.array([at % wards for at in range(len(amounts))], dtype=np.intp)
    shown = by_group(found, pooled([f"W{n}" for n in range(wards)], codes, others="others"), whole.told)
    if shown is not None:
        assert sum(shown.told.rows) == len(amounts)
        assert not any(0 < (cell or 0) < LEAST_TOLD for row in shown.told.cells for cell in row)
        for cells, means in zip(shown.told.cells, shown.means, strict=True):
            assert [mean is None for mean in means] == [not cell for cell in cells[:2]]
    if not whole.hides:
        cut = steps(found)
        by_side = Counter[int]()
        for step in cut:
            assert step.count >= LEAST_TOLD
            by_side[step.side] += step.count
        assert (by_side[GAIN], by_side[LOSE]) == whole.told[:2]


@settings(max_examples=80)
@given(st.lists(st.integers(0, 7), min_size=LEAST_TOLD, max_size=200))
def test_groups_are_never_too_small(codes: list[int]) -> None:
    found = pooled([str(n) for n in range(8)], np.array(codes, dtype=np.intp), others="others")
    sizes = np.bincount(found.codes, minlength=len(found.names))
    assert sizes.sum() == len(codes) and (sizes >= LEAST_TOLD).all()


def test_numbers_are_grouped_in_stretches_with_round_ends() -> None:
    found = groups_of(list(range(1000)), np.arange(1000), others="others")
    assert found.names[0] == "under 170" and found.names[-1] == "830 or more"
    assert len(found.names) == 6


def test_many_different_texts_cannot_be_groups() -> None:
    with pytest.raises(ValueError, match="too many"):
        groups_of([f"street {n}" for n in range(100)], np.arange(100), others="others")


def test_truths_and_the_unknown_have_names() -> None:
    found = groups_of([True, False, None], np.array([0, 1, 2] * 20), others="others")
    assert found.names == ("no", "yes", "not known")
    assert found.codes.tolist()[:3] == [1, 0, 2]


@pytest.mark.parametrize(
    ("value", "amount"),
    [
        (Decimal("3.5"), Decimal("3.5")),
        (None, Decimal(0)),
        ({"code": "sofa", "amount": Decimal(5), "count": Decimal(3)}, Decimal(15)),
        ([{"amount": Decimal(5)}, Decimal(2)], Decimal(7)),
        ([], Decimal(0)),
        ("high", None),
        (True, None),
        ({"code": "sofa"}, None),
    ],
)
def test_what_a_result_is_worth(value: Any, amount: Decimal | None) -> None:
    assert amount_of(value) == amount


def test_what_can_be_measured() -> None:
    assert measure_of([Decimal(1), None]) is Measure.AMOUNT
    assert measure_of([True, None]) is Measure.YES_NO
    assert measure_of(["a", Decimal(1)]) is Measure.WORDS
    assert measure_of([]) is Measure.WORDS
    assert parts_of([{"Band": "A", "Points": Decimal(1)}, None]) == ("Band", "Points")
    assert hundredths(Decimal("0.125")) == 12 and hundredths(True) == 100
    with pytest.raises(ValueError, match="added up"):
        hundredths(Decimal(10) ** 30)


BANDS = """\
rules: Priority
inputs:
  Points: whole number
decisions:
  Place:
    choose: first
    results: {Band: text, Weight: number}
    rules:
      - when: {Points: ">= 50"}
        then: {Band: high, Weight: 2}
    otherwise: {Band: low, Weight: 1}
"""


def test_results_in_words_move_from_one_to_another() -> None:
    columns = {"Points": [n % 100 for n in range(300)]}
    found = change(rules_of(BANDS), rules_of(BANDS.replace(">= 50", ">= 40")), "Place", columns, part="Band")
    assert found.measure is Measure.WORDS and found.counts == (30, 0, 270)
    shown = moves(found, others="others")
    assert shown is not None
    told = {
        (before, after): cell
        for before, cells in zip(shown.before, shown.told.cells, strict=True)
        for after, cell in zip(shown.after, cells, strict=True)
    }
    assert told == {("low", "low"): 120, ("low", "high"): 30, ("high", "low"): 0, ("high", "high"): 150}
    weights = change(
        rules_of(BANDS), rules_of(BANDS.replace(">= 50", ">= 40")), "Place", columns, part="Weight"
    )
    assert weights.measure is Measure.AMOUNT and weights.counts == (30, 0, 270)

"""What one other answer would have changed: every change told is true, the nearest first."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from .. import compile_rules, explain, read_yaml
from ..ruleset import RuleSet
from .samples import BULKY_WASTE

TWO_TABLES = """\
rules: Bus pass
inputs:
  Age: {type: whole number, ask: How old are you?}
  Journeys: {type: whole number, ask: How many journeys a week?}
decisions:
  Free:
    choose: first
    result: yes or no
    rules:
      - when: {Age: ">= 66"}
        then: yes
      - then: no
  Young:
    choose: first
    result: yes or no
    rules:
      - when: {Age: "< 19"}
        then: yes
      - then: no
  Weekly fare:
    value: if Free then 0 else (if Young then 1 else 2) * Journeys
  Not asked about:
    choose: first
    result: text
    rules:
      - when: {Age: "> 99"}
        then: a letter
      - then: nothing
"""
COLLECTIONS = compile_rules(read_yaml(BULKY_WASTE).model)
FARES = compile_rules(read_yaml(TWO_TABLES).model)


def told(rules: RuleSet, decision: str, answers: dict[str, Any], **how: Any) -> list[str]:
    return [str(one) for one in explain(rules, decision, answers, **how).alternatives]


def test_an_answer_that_two_tables_test_is_told_by_the_limits_of_both() -> None:
    assert told(FARES, "Weekly fare", {"Age": 30, "Journeys": 10}) == [
        "If Age were 66 or more, the result would be 0.",
        "If Journeys were 9, the result would be 18.",
        "If Age were under 19, the result would be 10.",
        "If Journeys were 11, the result would be 22.",
    ]


def test_a_number_reckoned_with_is_told_by_the_nearest_that_changes_something() -> None:
    text = TWO_TABLES.replace("(if Young then 1 else 2) * Journeys", "min(20, 2 * Journeys)")
    capped = compile_rules(read_yaml(text).model)

    assert told(capped, "Weekly fare", {"Age": 30, "Journeys": 400}, among=["Journeys"]) == [
        "If Journeys were 9, the result would be 18."
    ]
    assert told(capped, "Weekly fare", {"Age": 30, "Journeys": 0}, among=["Journeys"]) == [
        "If Journeys were 1, the result would be 2."
    ]


def test_only_changes_of_interest_are_told_and_in_that_order() -> None:
    answers = {"Age": 30, "Journeys": 10}

    assert told(FARES, "Weekly fare", answers, among=["Journeys", "Age", "Height"])[:2] == [
        "If Journeys were 9, the result would be 18.",
        "If Age were 66 or more, the result would be 0.",
    ]
    assert told(FARES, "Weekly fare", answers, among=[]) == []


def test_an_answer_that_is_not_known_changes_nothing() -> None:
    assert told(FARES, "Weekly fare", {"Age": 70}) == []


@given(
    st.fixed_dictionaries(
        {
            "Items": st.integers(0, 30),
            "Age": st.integers(0, 110),
            "Household": st.sampled_from(["owner", "tenant", "council tenant"]),
            "Benefits": st.booleans(),
        }
    )
)
def test_every_change_that_is_told_is_true(answers: dict[str, Any]) -> None:
    now = COLLECTIONS.decide("Fee", answers).value
    for change in explain(COLLECTIONS, "Fee", answers).alternatives:
        then = COLLECTIONS.decide("Fee", {**answers, change.input: change.example}).value
        assert then == change.result != now

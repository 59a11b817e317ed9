"""Tables: three ways to the same answer, and what can be proved about them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .. import LimitReached, Limits, Results, RuleSet, analyse, compile_rules, outlook, read_dmn, read_yaml
from ..tables.constants import NotPlain
from ..tables.vector import decide_columns
from .samples import BULKY_WASTE, table_xml

TEXTS = ["a", "b", "bb", ""]
INPUTS = [("n", "number"), ("t", "string"), ("f", "boolean")]
NUMBERS = st.sampled_from(["1", "2", "2.5", "-3", "10"])
NUMBER_TESTS = st.one_of(
    st.just("-"),
    NUMBERS,
    st.builds("{} {}".format, st.sampled_from(["<", "<=", ">", ">=", "!="]), NUMBERS),
    st.builds(
        "{}{}..{}{}".format,
        st.sampled_from("[("),
        st.sampled_from(["-3", "1"]),
        NUMBERS,
        st.sampled_from("])"),
    ),
    st.builds("not({})".format, NUMBERS),
    st.builds("? > {} and ? <= {}".format, NUMBERS, NUMBERS),
)
TEXT_TESTS = st.one_of(
    st.just("-"),
    st.builds('"{}"'.format, st.sampled_from(TEXTS)),
    st.builds('"{}", "{}"'.format, st.sampled_from(TEXTS), st.sampled_from(TEXTS)),
    st.builds('not("{}")'.format, st.sampled_from(TEXTS)),
    st.just('< "b"'),
)
TRUTH_TESTS = st.sampled_from(["-", "true", "false", "not(true)"])
RESULTS = st.sampled_from(["1", "2", '"x"', "null", "n"])
ROWS = st.lists(st.tuples(NUMBER_TESTS, TEXT_TESTS, TRUTH_TESTS, RESULTS), min_size=1, max_size=6)
HITS = st.sampled_from(["UNIQUE", "FIRST", "ANY", "COLLECT", "RULE ORDER"])
CASES = st.tuples(
    st.one_of(st.integers(-5, 12), st.decimals(-5, 12, places=1), st.sampled_from([1.0, 2.5, 2.4999999])),
    st.sampled_from([*TEXTS, "aa", "c", "b\0"]),
    st.booleans(),
)
ODD_CASES = st.tuples(
    st.sampled_from([None, "1", True, 10**40, Decimal("1.00")]),
    st.sampled_from([None, 1, "a"]),
    st.sampled_from([None, 1, "x"]),
)


def rules_of(rows: list[tuple[str, ...]], hit: str, default: str = "") -> RuleSet:
    xml = table_xml(INPUTS, [*rows], hit=hit, default=default, output_type="Any")
    return compile_rules(read_dmn(xml))


@settings(max_examples=150)
@given(
    ROWS, HITS, st.sampled_from(["", '"none"']), st.lists(st.one_of(CASES, ODD_CASES), min_size=1, max_size=8)
)
def test_the_fast_form_answers_as_the_plain_one(
    rows: list[tuple[str, ...]], hit: str, default: str, cases: list[tuple[Any, ...]]
) -> None:
    rules = rules_of(rows, hit, default)
    decide = rules.decider("Result")
    for case in cases:
        answers = dict(zip("ntf", case, strict=True))
        assert repr(decide(answers)) == repr(rules.decide("Result", answers).value)


@settings(max_examples=150)
@given(ROWS, HITS, st.sampled_from(["", '"none"']), st.lists(CASES, min_size=1, max_size=20))
def test_whole_columns_answer_as_one_by_one(
    rows: list[tuple[str, ...]], hit: str, default: str, cases: list[tuple[Any, ...]]
) -> None:
    rules = rules_of(rows, hit, default)
    columns = {name: [case[index] for case in cases] for index, name in enumerate("ntf")}
    expected = [rules.decide("Result", dict(zip("ntf", case, strict=True))).value for case in cases]

    assert list(map(repr, rules.decide_columns("Result", columns).to_list())) == list(map(repr, expected))


@settings(max_examples=80)
@given(ROWS, st.sampled_from([np.int64, np.int8, np.float64]), st.lists(CASES, min_size=1, max_size=20))
def test_numpy_columns_answer_as_one_by_one(
    rows: list[tuple[str, ...]], kind: Any, cases: list[tuple[Any, ...]]
) -> None:
    constant = [(*row[:3], '"n"' if row[3] == "n" else row[3]) for row in rows]
    rules = rules_of(constant, "FIRST")
    numbers = np.array([float(case[0]) for case in cases]).astype(kind)
    columns = {
        "n": numbers,
        "t": np.array([case[1] for case in cases]),
        "f": np.array([case[2] for case in cases]),
    }
    expected = [
        rules.decide("Result", dict(zip("ntf", row, strict=True))).value
        for row in zip(*(column.tolist() for column in columns.values()), strict=True)
    ]

    assert decide_columns(rules.grid("Result"), columns).to_list() == expected


@settings(max_examples=100)
@given(ROWS, CASES, st.sets(st.sampled_from("ntf")))
def test_what_seems_possible_with_answers_missing_always_includes_what_comes_out(
    rows: list[tuple[str, ...]], case: tuple[Any, ...], missing: set[str]
) -> None:
    rules = rules_of(rows, "FIRST", '"none"')
    answers = dict(zip("ntf", case, strict=True))
    known = {name: value for name, value in answers.items() if name not in missing}

    view = outlook(rules, "Result", known)

    final = rules.decide("Result", answers).value
    assert not view.results or repr(final) in {repr(one.value) for one in view.results}


@settings(max_examples=100)
@given(ROWS, st.sampled_from(["UNIQUE", "FIRST"]), st.lists(CASES, min_size=1, max_size=10))
def test_gaps_and_overlaps_are_real_and_none_is_missed(
    rows: list[tuple[str, ...]], hit: str, cases: list[tuple[Any, ...]]
) -> None:
    rules = rules_of(rows, hit)
    found = analyse(rules.grid("Result"))
    for gap in found.gaps:
        (reached,) = rules.decide("Result", gap.example).hits
        assert reached.rules == ()
    for overlap in found.overlaps:
        (reached,) = rules.decide("Result", overlap.case.example).hits
        assert {overlap.first, overlap.second} <= set(reached.rules)
    for case in cases:
        (reached,) = rules.decide("Result", dict(zip("ntf", case, strict=True))).hits
        assert reached.rules or found.gaps
        assert hit != "UNIQUE" or len(reached.rules) < 2 or found.overlaps
        deciding = reached.rules[:1] if hit == "FIRST" else reached.rules
        assert not set(deciding) & set(found.unreachable)


def test_a_gap_is_shown_in_words() -> None:
    rules = compile_rules(
        read_dmn(table_xml([("Age", "number")], [["< 18", "1"], ["> 18", "2"]], output_type="Any"))
    )
    (gap,) = analyse(rules.grid("Result")).gaps

    assert str(gap) == "Age: 18"
    assert gap.example == {"Age": Decimal(18)}


def test_a_rule_hidden_by_earlier_ones_is_unreachable() -> None:
    rows = [["< 50", "1"], [">= 40", "2"], ["[40..60]", "3"]]
    rules = compile_rules(read_dmn(table_xml([("Age", "number")], rows, hit="FIRST", output_type="Any")))

    assert analyse(rules.grid("Result")).unreachable == (2,)


def test_a_table_that_computes_its_tests_has_no_grid() -> None:
    rules = compile_rules(read_dmn(table_xml([("Age", "number")], [["? * 2 > 10", "1"]], output_type="Any")))

    with pytest.raises(NotPlain):
        rules.grid("Result")
    assert rules.decider("Result")({"Age": 6}) == Decimal(1)
    assert rules.decide_columns("Result", {"Age": [6, 4]}).to_list() == [Decimal(1), None]


def test_a_result_can_be_changed_without_changing_the_next() -> None:
    rules = compile_rules(
        read_dmn(table_xml([("Age", "number")], [["-", "[1]"]], hit="COLLECT", output_type="Any"))
    )
    decide = rules.decider("Result")
    decide({"Age": 1}).append("spoilt")

    assert decide({"Age": 1}) == [[Decimal(1)]]


def test_counts_say_how_many_rows_have_each_result() -> None:
    rules = compile_rules(
        read_dmn(table_xml([("Age", "number")], [["< 18", '"child"'], [">= 18", '"adult"']]))
    )

    assert rules.decide_columns("Result", {"Age": [3, 40, 50]}).counts() == [("child", 1), ("adult", 2)]


PEOPLE = st.fixed_dictionaries(
    {
        "Items": st.integers(0, 12),
        "Age": st.one_of(st.integers(0, 100), st.just(66.5)),
        "Household": st.sampled_from(["owner", "tenant", "council tenant", "squatter"]),
        "Benefits": st.booleans(),
    }
)


@settings(max_examples=100)
@given(st.lists(PEOPLE, min_size=1, max_size=20))
def test_tables_upon_tables_answer_alike_in_all_three_forms(people: list[dict[str, Any]]) -> None:
    rules = compile_rules(read_yaml(BULKY_WASTE).model)
    expected = [rules.decide("Fee", person).value for person in people]
    columns = {name: [person[name] for person in people] for name in people[0]}

    assert [rules.decider("Fee")(person) for person in people] == expected
    assert rules.decide_columns("Fee", columns).to_list() == expected


SCHEME = """\
rules: Reduction
inputs:
  Income: number
  Carer: yes or no
  Band: {values: [A, B]}
decisions:
  Premiums:
    choose: sum
    result: number
    rules:
      - when: {Carer: yes}
        then: 40
      - when: {Band: B}
        then: 2.5
    otherwise: 0
  Counted:
    value: max(0, Income - Premiums)
  Share:
    choose: first
    result: number
    rules:
      - when: {Counted: "<= 100"}
        then: 1
      - when: {Counted: "(100..200]"}
        then: = (200 - Counted) / 100
    otherwise: 0
  Reduction:
    value: '{Weekly: round half up(30 * Share, 2), Carer: Carer}'
"""
HOUSEHOLDS = st.fixed_dictionaries(
    {
        "Income": st.one_of(st.integers(0, 300), st.sampled_from([140.0, 99.99, Decimal("100.00"), None])),
        "Carer": st.sampled_from([True, False, None]),
        "Band": st.sampled_from(["A", "B", "C"]),
    }
)


@settings(max_examples=100)
@given(st.lists(HOUSEHOLDS, min_size=1, max_size=20), st.booleans())
def test_decisions_that_compute_answer_alike_by_columns_and_one_by_one(
    households: list[dict[str, Any]], as_codes: bool
) -> None:
    rules = compile_rules(read_yaml(SCHEME).model)
    columns: dict[str, Any] = {name: [row[name] for row in households] for name in households[0]}
    if as_codes:
        places = np.arange(len(households), dtype=np.uint32)
        columns = {name: Results(places, tuple(values)) for name, values in columns.items()}

    found = rules.decide_columns("Reduction", columns).to_list()

    assert list(map(repr, found)) == [repr(rules.decide("Reduction", row).value) for row in households]


def test_whole_columns_may_not_take_for_ever() -> None:
    rules = compile_rules(read_yaml(SCHEME).model, limits=Limits(column_seconds=-1))

    with pytest.raises(LimitReached, match="all rows take longer"):
        rules.decide_columns("Reduction", {"Income": [1, 2]})


def test_a_result_is_fitted_to_the_type_of_its_decision_in_all_three_forms() -> None:
    rules = compile_rules(read_dmn(table_xml([("Age", "number")], [["-", "1"]], output_type="string")))

    assert rules.decide("Result", {"Age": 1}).value is None
    assert rules.decider("Result")({"Age": 1}) is None
    assert rules.decide_columns("Result", {"Age": [1]}).to_list() == [None]


def test_a_column_that_is_absent_counts_as_missing() -> None:
    rules = compile_rules(read_yaml(BULKY_WASTE).model)

    assert rules.decide_columns("Concession", {"Age": [70, 30]}).to_list() == [True, False]


def test_columns_of_different_lengths_are_refused() -> None:
    rules = compile_rules(read_yaml(BULKY_WASTE).model)

    with pytest.raises(ValueError, match="same number of rows"):
        rules.decide_columns("Concession", {"Age": [70, 30], "Benefits": [True]})

"""Columns that test computed values: the same answers in every form, and what is proved of them."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from .. import RuleSet, compile_rules, outlook, read_yaml, review

COLUMNS = ["household.income", "Age * 2", "count(Items)", "upper case(Band)"]
TESTS = (["-", "< 100", "[50..150)", "not(100)"], ["-", ">= 60", "40"], ["-", "> 2", "0, 1"], ["-", '"OLD"'])
ROWS = st.lists(st.tuples(*map(st.sampled_from, TESTS), st.sampled_from(["1", "2", "= Age"])), max_size=5)
HOUSEHOLDS = st.one_of(
    st.none(),
    st.fixed_dictionaries({"income": st.sampled_from([0, 50, 99.5, 100, 150, None, "a"])}),
    st.just({"other": 1}),
)
CASES = st.fixed_dictionaries(
    {
        "household": HOUSEHOLDS,
        "Age": st.one_of(st.integers(0, 90), st.none(), st.just("x")),
        "Items": st.one_of(st.none(), st.lists(st.integers(0, 3), max_size=4), st.just(1)),
    }
)


def rules_of(rows: list[tuple[str, ...]], hit: str = "first") -> RuleSet:
    """A table whose columns are a path, a sum, a call, and a call about another decision."""
    lines = []
    for *tests, result in rows:
        cells = ", ".join(f"'{name}': '{test}'" for name, test in zip(COLUMNS, tests, strict=True))
        lines.append(f"      - when: {{{cells}}}\n        then: '{result}'")
    columns = ", ".join(f"'{name}'" for name in COLUMNS)
    text = f"""\
rules: Computed
inputs:
  household: {{}}
  Age: number
  Items: {{}}
decisions:
  Band:
    choose: first
    rules:
      - when: {{Age: '>= 67'}}
        then: '"old"'
    otherwise: '"young"'
  Fee:
    choose: {hit}
    result: number
    columns: [{columns}]
    rules:{"" if lines else " []"}
{chr(10).join(lines)}
    otherwise: 9
"""
    return compile_rules(read_yaml(text).model)


@settings(max_examples=60)
@given(ROWS, st.sampled_from(["first", "unique", "collect"]), st.lists(CASES, min_size=1, max_size=12))
def test_every_form_gives_the_same_answers(
    rows: list[tuple[str, ...]], hit: str, cases: list[dict[str, Any]]
) -> None:
    rules = rules_of(rows, hit)
    expected = [repr(rules.decide("Fee", case).value) for case in cases]
    columns = {name: [case[name] for case in cases] for name in ("household", "Age", "Items")}

    assert [repr(rules.decider("Fee")(case)) for case in cases] == expected
    assert list(map(repr, rules.decide_columns("Fee", columns).to_list())) == expected
    for case, value in zip(cases, expected, strict=True):
        known = {name: answer for name, answer in case.items() if name != "Items"}
        view = outlook(rules, "Fee", known)
        assert not view.results or value in {repr(one.value) for one in view.results}


def table(rules: str, columns: str) -> RuleSet:
    """A `unique` table over one input that holds a household, and one that is a number."""
    return compile_rules(
        read_yaml(
            f"rules: R\ninputs:\n  household: {{}}\n  Age: number\ndecisions:\n  Fee:\n    result: number\n"
            f"    columns: {columns}\n    rules:\n{rules}"
        ).model
    )


def test_a_gap_in_a_computed_value_is_shown() -> None:
    rules = table("      - {when: {household.income: '< 100'}, then: 1}\n", "[household.income]")

    (problem,) = review(rules).problems

    assert "household.income: 100 or more" in problem.message


def when(cells: str, result: int) -> str:
    return f"      - {{when: {{{cells}}}, then: {result}}}\n"


def test_rules_that_meet_in_a_computed_value_are_shown() -> None:
    lines = when("household.income: '< 100'", 1) + when("household.income: '>= 90'", 1)

    (problem,) = review(table(lines, "[household.income]")).problems

    assert "Rules 1 and 2 of Fee both apply in this case" in problem.message
    assert problem.message.endswith("household.income: 90 or more and under 100.")


def test_columns_about_one_input_may_only_seem_to_meet() -> None:
    """No age is under 10 while its double is 20 or more, which the proof does not know."""
    lines = when("Age: '< 10'", 1) + when("Age * 2: '>= 20'", 2) + "    otherwise: 3\n"

    found = review(table(lines, "[Age, Age * 2]"))

    assert found.may_be_published
    assert "contradict each other if there is such a case" in found.remarks[0].message


def test_a_decision_that_asks_nothing_stands_in_every_row() -> None:
    rules = compile_rules(
        read_yaml(
            "rules: Fee\ninputs:\n  Age: number\ndecisions:\n  Full fee: {otherwise: 18}\n"
            "  Fee:\n    choose: first\n    rules:\n      - when: {Age: '>= 67'}\n"
            "        then: = Full fee / 2\n"
            "    otherwise: = Full fee\n"
        ).model
    )
    columns = {"Age": [70, 30, 80]}
    assert rules.decide_columns("Full fee", columns).to_list() == [18, 18, 18]
    assert rules.decide_columns("Fee", columns).to_list() == [9, 18, 9]

"""Whole columns of every type answer as one by one: dates, times, durations, lists, contexts, and nothing."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from .. import RuleSet, compile_rules, read_dmn
from ..values.durations import YearsMonthsDuration
from .samples import table_xml

DAYS = [date(2026, 3, 31), date(2026, 4, 1), date(2027, 1, 1)]
INPUTS = {
    "born": ("date", ['> @"2026-03-31"', '@"2026-04-01"', '[@"2026-04-01"..@"2027-01-01")', "null"], DAYS),
    "stay": (
        "days and time duration",
        ['< @"P3D"', '@"PT36H"', 'not(@"P3D")'],
        [timedelta(hours=36), timedelta(days=3), timedelta(0)],
    ),
    "term": (
        "years and months duration",
        ['>= @"P1Y"', '@"P6M"'],
        [YearsMonthsDuration(6), YearsMonthsDuration(12)],
    ),
    "sent": (
        "date and time",
        ['< @"2026-04-01T10:00:00"', '@"2026-04-01T10:00:00"'],
        [datetime(2026, 4, 1, 10), datetime(2026, 4, 1, 9, 59)],  # noqa: DTZ001 - a local moment is meant
    ),
    "likes": ("Any", ['list contains(?, "a")', "count(?) > 1"], [["a"], ["b", "c"], []]),
    "home": ("Any", ["?.rooms > 2", "{rooms: 1}"], [{"rooms": 1}, {"rooms": 3}, {}]),
    "paid": ("number", ["< 10", "[2.5..7]", "not(3)"], [3, Decimal("2.50"), 7.25, 10**20]),
    "name": ("string", ['"a", "b"', '< "b"', 'not("c")'], ["a", "b", "c", "é"]),
    "owns": ("boolean", ["true", "not(true)"], [True, False]),
}
STRANGE: list[Any] = [None, "x", 1, True, [1]]


@st.composite
def tables(draw: Any) -> tuple[RuleSet, list[dict[str, Any]]]:
    """Rules over two or three inputs, and people with answers, some absent or of another kind."""
    names = draw(st.lists(st.sampled_from(sorted(INPUTS)), min_size=1, max_size=3, unique=True))
    cells = [st.sampled_from(["-", *INPUTS[name][1]]) for name in names]
    rows = draw(st.lists(st.tuples(*cells, st.sampled_from(['"x"', '"y"', "null"])), min_size=1, max_size=5))
    hit = draw(st.sampled_from(["FIRST", "UNIQUE", "COLLECT", "ANY"]))
    inputs = [(name, INPUTS[name][0]) for name in names]
    rules = compile_rules(read_dmn(table_xml(inputs, rows, hit=hit, default='"none"', output_type="Any")))
    values = {name: st.sampled_from([*INPUTS[name][2] * 3, *STRANGE]) for name in names}
    return rules, draw(st.lists(st.fixed_dictionaries(values), min_size=1, max_size=15))


@settings(max_examples=120)
@given(tables())
def test_columns_of_any_type_answer_as_one_by_one(drawn: tuple[RuleSet, list[dict[str, Any]]]) -> None:
    rules, people = drawn
    expected = [repr(rules.decide("Result", person).value) for person in people]
    columns = {name: [person[name] for person in people] for name in people[0]}

    assert list(map(repr, rules.decide_columns("Result", columns).to_list())) == expected
    assert [repr(rules.decider("Result")(person)) for person in people] == expected


@settings(max_examples=40)
@given(st.lists(st.sampled_from([*DAYS, None]), min_size=1, max_size=20))
def test_an_array_of_days_may_have_gaps(days: list[date | None]) -> None:
    rows = [['> @"2026-03-31"', '"late"'], ["null", '"unknown"']]
    rules = compile_rules(read_dmn(table_xml([("born", "date")], rows, default='"early"')))
    expected = [rules.decide("Result", {"born": day}).value for day in days]

    assert rules.decide_columns("Result", {"born": np.array(days, dtype="M8[D]")}).to_list() == expected

"""When a condition holds."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from moothall.services.conditions import Condition, holds

READ = TypeAdapter(Condition)
TODAY = date(2026, 11, 30)
ANSWERS: dict[str, Any] = {
    "support": "yes",
    "age": 67,
    "rent": 65000,
    "born": "1959-03-02",
    "empty": "",
    "address": {"ward": "WXB-W01"},
    "food": ["vegan", "nuts"],
    "items": [{"kind": "sofa"}, {"kind": "bed"}, {"kind": "bed"}],
    "none": [],
}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"answer": "support", "is": "yes"}, True),
        ({"answer": "support", "is": "no"}, False),
        ({"answer": "support", "is_not": "no"}, True),
        ({"answer": "missing", "is": "yes"}, False),
        ({"answer": "missing", "is_not": "yes"}, False),
        ({"not": {"answer": "missing", "is": "yes"}}, True),
        ({"answer": "missing", "given": False}, True),
        ({"answer": "empty", "given": True}, False),
        ({"answer": "born", "at_most": "67 years ago"}, True),
        ({"answer": "born", "at_most": "68 years ago"}, False),
        ({"answer": "born", "less_than": "today"}, True),
        ({"answer": "born", "more_than": "2 weeks ahead"}, False),
        ({"answer": "age", "is": 67}, True),
        ({"answer": "age", "is": "67"}, True),
        ({"answer": "age", "more_than": 66}, True),
        ({"answer": "age", "more_than": 67}, False),
        ({"answer": "age", "at_least": 67}, True),
        ({"answer": "age", "at_most": 66}, False),
        ({"answer": "age", "less_than": 67.5}, True),
        ({"answer": "rent", "more_than": "£649.99"}, True),
        ({"answer": "rent", "at_most": "£650"}, True),
        ({"answer": "born", "less_than": "1960-01-01"}, True),
        ({"answer": "support", "more_than": 3}, False),
        ({"answer": "address.ward", "in": ["WXB-W01", "WXB-W02"]}, True),
        ({"answer": "address.street", "given": True}, False),
        ({"answer": "food", "includes": "nuts"}, True),
        ({"answer": "food", "includes": "fish"}, False),
        ({"answer": "items", "at_least": 3}, True),
        ({"answer": "items", "more_than": 3}, False),
        ({"answer": "items.kind", "is": "bed"}, True),
        ({"answer": "items.kind", "is_not": "bed"}, False),
        ({"answer": "items.kind", "in": ["piano", "sofa"]}, True),
        ({"answer": "none", "at_least": 0}, False),
        ({"all": [{"answer": "age", "at_least": 65}, {"answer": "support", "is": "yes"}]}, True),
        ({"any": [{"answer": "age", "less_than": 18}, {"answer": "support", "is": "no"}]}, False),
    ],
)
def test_a_condition_holds_or_not(condition: dict[str, Any], expected: bool) -> None:
    assert holds(READ.validate_python(condition), ANSWERS, TODAY) is expected


def test_no_condition_always_holds() -> None:
    assert holds(None, {}, TODAY)


@pytest.mark.parametrize(
    "condition",
    [
        {"answer": "a"},
        {"answer": "a", "is": 1, "in": [1]},
        {"answer": "a", "equals": 1},
        {"all": []},
        {"any": [{"answer": "a"}]},
        {"not": 3},
        "support",
        {},
    ],
)
def test_what_is_not_a_condition_is_refused(condition: Any) -> None:
    with pytest.raises(ValidationError):
        READ.validate_python(condition)


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)
OPERATORS = st.sampled_from(["is", "is_not", "includes", "more_than", "less_than", "at_least", "at_most"])


@given(answer=PLAIN, operator=OPERATORS, operand=st.integers() | st.text(max_size=8) | st.booleans())
def test_any_answer_can_be_compared(answer: Any, operator: str, operand: Any) -> None:
    condition = READ.validate_python({"answer": "a.b", operator: operand})
    for answers in ({"a": answer}, {"a": {"b": answer}}, {"a": [{"b": answer}]}):
        assert holds(condition, answers, TODAY) in {True, False}
        opposite = READ.validate_python({"not": {"answer": "a.b", operator: operand}})
        assert holds(opposite, answers, TODAY) is not holds(condition, answers, TODAY)

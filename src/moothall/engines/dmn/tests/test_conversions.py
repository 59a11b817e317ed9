"""Values that meet a type: conversion, refusal, and the values that item definitions allow."""

from __future__ import annotations

import pytest

from .xml_parts import (
    decision,
    element,
    feel,
    given,
    item,
    knowledge,
    model,
    needs,
    text_in,
    value_in,
    variable,
)

NUMBERS = item("numbers", type_="number", many=True)
LEVEL = item("level", text_in("allowedValues", "[1..10]"), type_="number")
COLOURS = item("colours", text_in("allowedValues", '"red", "blue"'), type_="string", many=True)
WORDS = item("words", type_="string", many=True)
FEW = item("few", text_in("typeConstraint", "count(?) < 3"), type_="string", many=True)
PERSON = item("person", element("itemComponent", element("typeRef", "number"), name="age"))
STAY = item(
    "stay",
    element("itemComponent", element("typeRef", "date"), name="from"),
    element("itemComponent", element("typeRef", "date"), text_in("typeConstraint", "> from"), name="to"),
)
CHILD = element("itemComponent", element("typeRef", "number"), name="age")
FAMILY = item("family", element("itemComponent", CHILD, name="children", isCollection="true"))


@pytest.mark.parametrize(
    ("text", "type_", "expected"),
    [
        ('["one"]', "string", '"one"'),
        ('["one", "two"]', "string", "null"),
        ("1", "string", "null"),
        ("1", "numbers", "[1]"),
        ('"a"', "numbers", "null"),
        ("[1, null]", "numbers", "[1, null]"),
        ('[1, "a"]', "numbers", "null"),
        ("[[1]]", "numbers", "null"),
        ('date("2026-04-01")', "date and time", "2026-04-01T00:00:00Z"),
        ('date and time("2026-04-01T10:00:00")', "date", "null"),
        ("5", "level", "5"),
        ("11", "level", "null"),
        ("null", "level", "null"),
        ("5", "high level", "null"),
        ("8", "high level", "8"),
        ('["red", "blue"]', "colours", '["red", "blue"]'),
        ('["red", "green"]', "colours", "null"),
        ('["red", "blue"]', "some colours", '["red", "blue"]'),
        ('["red", "green"]', "some colours", "null"),
        ('["a", "b"]', "few", '["a", "b"]'),
        ('["a", "b", "c"]', "few", "null"),
        ("{age: 30}", "person", "{age: 30}"),
        ("{age: [30]}", "person", "{age: 30}"),
        ("{age: null}", "person", "{age: null}"),
        ('{age: "30"}', "person", "null"),
        ("{name: 1}", "person", "null"),
        ("[{age: 30}]", "person", "{age: 30}"),
        ('{from: @"2026-01-01", to: @"2026-01-05"}', "stay", "{from: 2026-01-01, to: 2026-01-05}"),
        ('{from: @"2026-01-05", to: @"2026-01-01"}', "stay", "null"),
        ('{from: @"2026-01-05", to: null}', "stay", "{from: 2026-01-05, to: null}"),
        ("{children: {age: 3}}", "family", "{children: [{age: 3}]}"),
        ('{children: [{age: "3"}]}', "family", "null"),
    ],
)
def test_a_decision_gives_a_value_of_its_type(text: str, type_: str, expected: str) -> None:
    more = item("high level", text_in("allowedValues", "> 7"), type_="level")
    some = item("some colours", text_in("allowedValues", '"red", "blue"'), type_="words")
    types = (NUMBERS, LEVEL, more, COLOURS, WORDS, some, FEW, PERSON, STAY, FAMILY)

    assert value_in(model(*types, decision("D", feel(text), type_=type_))) == expected


@pytest.mark.parametrize(
    ("parameter", "result", "body", "argument", "expected"),
    [
        ("number", "", "x", "[1]", "1"),
        ("number", "", "x", '"a"', "null"),
        ("number", "", 'if x = null then "none" else "some"', "null", '"none"'),
        ("number", "", 'if x = null then "none" else "some"', '"a"', "null"),
        ("numbers", "", "x", "1", "[1]"),
        ("date and time", "", "x", '@"2026-04-01"', "2026-04-01T00:00:00Z"),
        ("", "number", "[x]", "1", "1"),
        ("", "number", '"a"', "1", "null"),
        ("", "counting", '"a"', "1", "null"),
        ("number", "counting", "x + 1", "1", "2"),
    ],
)
def test_a_call_converts_arguments_and_result(
    parameter: str, result: str, body: str, argument: str, expected: str
) -> None:
    function = element(
        "functionItem", element("parameters", name="x", typeRef="number"), outputTypeRef="number"
    )
    types = NUMBERS + item("counting", function)
    called = knowledge("f", {"x": parameter}, feel(body), type_=result)
    need = needs("f", kind="Knowledge")
    binding = element("binding", element("parameter", name="x"), feel(argument))
    boxed = element("invocation", feel("f"), binding)

    for logic in (feel(f"f({argument})"), feel(f"f(x: {argument})"), boxed):
        assert value_in(model(types, called, decision("D", logic, need))) == expected


def test_entries_and_columns_convert_their_values() -> None:
    entry = element("contextEntry", variable("e", "number"), feel("[1]"))
    wrong = element("contextEntry", variable("w", "number"), feel('"a"'))
    assert value_in(model(decision("D", element("context", entry, wrong)))) == "{e: 1, w: null}"

    columns = element("column", name="a", typeRef="number") + element("column", name="b", typeRef="string")
    rows = element("row", feel("[1]"), feel('"x"')) + element("row", feel("2"), feel("3"))
    assert (
        value_in(model(decision("D", element("relation", columns, rows))))
        == '[{a: 1, b: "x"}, {a: 2, b: null}]'
    )


def test_answers_convert_to_the_types_of_inputs() -> None:
    text = model(
        NUMBERS,
        given("one", "number"),
        given("many", "numbers"),
        decision("D", feel("[one, many]"), needs("one", "many", kind="Input")),
    )

    assert value_in(text, one=[1], many=2) == "[1, [2]]"
    assert value_in(text, one="a", many=[2, 3]) == "[null, [2, 3]]"


def test_a_decision_service_converts_what_goes_in_and_comes_out() -> None:
    service = element(
        "decisionService", variable("S", "number"), '<outputDecision href="#Out"/>',
        '<encapsulatedDecision href="#Middle"/>', '<inputDecision href="#In"/>', '<inputData href="#I"/>',
        id="S", name="S",
    )  # fmt: skip
    parts = (
        given("I", "number"),
        decision("In", feel("10")),
        decision("Middle", feel("In + I"), needs("In"), needs("I", kind="Input")),
        decision("Out", feel("[Middle * 2]"), needs("Middle")),
        service,
    )
    need = needs("S", kind="Knowledge")

    for call, expected in {
        "S(1, 2)": "6", "S([1], 2)": "6", "S(In: 2, I: 1)": "6", 'S("a", 1)': "null", "S(1)": "null",
    }.items():  # fmt: skip
        assert value_in(model(*parts, decision("D", feel(call), need))) == expected

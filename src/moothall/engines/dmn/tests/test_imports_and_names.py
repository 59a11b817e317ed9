"""Models that import others, and names with signs and keywords in them."""

from __future__ import annotations

import pytest

from .. import RuleError, compile_rules, read_dmn
from .xml_parts import (
    decision,
    element,
    feel,
    given,
    imported,
    item,
    knowledge,
    model,
    needs,
    text_in,
    value_in,
    variable,
)

FEES = model(
    item("level", text_in("allowedValues", "[1..10]"), type_="number"),
    given("I", "number"),
    decision("Fee", feel("I + 1"), needs("I", kind="Input")),
    decision("Double", feel("Fee * 2"), needs("Fee")),
    knowledge("f", {"x": "level"}, feel("x * 2")),
    element(
        "decisionService", variable("S"), '<outputDecision href="#Fee"/><outputDecision href="#Double"/>',
        '<inputData href="#I"/>', id="S", name="S",
    ),
    name="fees",
)  # fmt: skip
OTHER = model(item("level", type_="string"), decision("Fee", feel('"other"')), name="other")


@pytest.mark.parametrize(
    ("text", "need", "expected"),
    [
        ("fees.Fee + 1", needs("urn:fees#Fee"), "7"),
        ("fees.f(3)", needs("urn:fees#f", kind="Knowledge"), "6"),
        ("fees.f(x: 3)", needs("urn:fees#f", kind="Knowledge"), "6"),
        ("fees.f(30)", needs("urn:fees#f", kind="Knowledge"), "null"),
        ("fees.S(3).Double", needs("urn:fees#S", kind="Knowledge"), "8"),
        ("fees.S(I: 3)", needs("urn:fees#S", kind="Knowledge"), "{Fee: 4, Double: 8}"),
        ("fees.I", needs("urn:fees#I", kind="Input"), "5"),
        ("20 instance of fees.level", "", "true"),
        ('"a" instance of fees.level', "", "false"),
    ],
)
def test_what_is_imported_is_known_under_its_prefix(text: str, need: str, expected: str) -> None:
    main = model(imported("fees", "urn:fees"), decision("D", feel(text), need))

    answers = {"I": 5} if "urn:fees#" in need else {}
    assert value_in(main, (FEES,), **answers) == expected


def test_an_import_without_a_name_brings_its_elements_into_the_model() -> None:
    main = model(
        imported("", "urn:fees"), decision("D", feel("Fee + 1"), needs("urn:fees#Fee"), type_="level")
    )

    assert value_in(main, (FEES,), I=5) == "7"
    assert value_in(main, (FEES,), I=50) == "null"
    assert value_in(main, (FEES,), "Fee", I=5) == "6"


def test_a_name_of_the_model_itself_wins_over_an_unnamed_import() -> None:
    own = decision("Fee", feel("100"))
    main = model(imported("", "urn:fees"), own, decision("D", feel("Fee"), needs("Fee", "urn:fees#Fee")))

    assert value_in(main, (FEES,), "D") == "100"
    assert value_in(main, (FEES,), "Fee") == "100"


def test_of_unnamed_imports_the_first_wins() -> None:
    need = needs("urn:other#Fee", "urn:fees#Fee")
    both = imported("", "urn:fees") + imported("", "urn:other")

    assert value_in(model(both, decision("D", feel("Fee"), need)), (FEES, OTHER), I=5) == "6"
    assert value_in(model(both, decision("D", feel("5"), type_="level")), (FEES, OTHER)) == "5"


def test_an_unnamed_import_brings_what_it_imports_without_a_name() -> None:
    middle = model(imported("", "urn:fees"), name="middle")
    need = needs("urn:fees#Fee")

    through = model(imported("", "urn:middle"), decision("D", feel("Fee"), need, type_="level"))
    prefixed = model(imported("m", "urn:middle"), decision("D", feel("m.Fee"), need, type_="m.level"))

    assert [value_in(one, (middle, FEES), I=5) for one in (through, prefixed)] == ["6", "6"]
    assert [value_in(one, (middle, FEES), I=50) for one in (through, prefixed)] == ["null", "null"]


def test_models_may_import_each_other() -> None:
    other = model(imported("main", "urn:main"), decision("O", feel("1")), name="other")
    main = model(imported("other", "urn:other"), decision("D", feel("other.O"), needs("urn:other#O")))

    assert value_in(main, (other,)) == "1"


@pytest.mark.parametrize(
    ("tag", "message"),
    [
        (imported("fees", "urn:gone"), "The model imported as fees is not here"),
        (
            imported("t", "urn:t", kind="http://www.w3.org/2001/XMLSchema"),
            "no decision model",
        ),
        (
            imported("t", "urn:t", kind="http://www.dmg.org/PMML-4_3"),
            "no decision model",
        ),
    ],
)
def test_an_import_that_is_no_model_is_refused(tag: str, message: str) -> None:
    with pytest.raises(RuleError, match=message):
        compile_rules(read_dmn(model(tag, decision("D", feel("1")))))


def test_names_may_hold_signs_and_keywords() -> None:
    names = (
        "owner's age",
        "a-b",
        "a",
        "b",
        "x in y",
        "Profit and Loss",
        "not ok",
        "if then",
        "é 🐎",
        "count",
    )
    inputs = "".join(map(given, names))
    need = needs(*names, kind="Input")
    answers = {name: number for number, name in enumerate(names, 1)}

    def value(text: str) -> str:
        return value_in(model(inputs, decision("D", feel(text), need)), (), "D", **answers)

    assert value("[a-b, a - b, owner's age]") == "[2, -1, 1]"
    assert value("[x in y, Profit and Loss, not ok, if then]") == "[5, 6, 7, 8]"
    assert value("[é 🐎, count, é   🐎]") == "[9, 10, 9]"


@pytest.mark.parametrize(
    ("logic", "text", "expected"),
    [
        (feel('{foo-bar: 1, "q+r": {"s/t": 2}}'), "X.foo-bar + X.q+r.s/t", "3"),
        (
            element(
                "context",
                element("contextEntry", variable("foo-bar"), feel("1")),
                element("contextEntry", variable("z"), feel("foo-bar + 1")),
            ),
            "X.foo-bar + X.z",
            "3",
        ),
        (
            element(
                "relation",
                element("column", name="a+b"),
                element("row", feel("1")),
                element("row", feel("2")),
            ),
            "X[a+b = 2].a+b",
            "[2]",
        ),
    ],
)
def test_entries_with_signs_in_their_names_are_found(logic: str, text: str, expected: str) -> None:
    """The decision that uses them stands first in the file."""
    user = decision("D", feel(text), needs("X"))

    assert value_in(model(user, decision("X", logic))) == expected


def test_a_boxed_loop_over_nothing_gives_nothing() -> None:
    def loop(kind: str, body: str, values: str) -> str:
        inside = element("in", feel(values)) + element(body, feel("i = 1"))
        return value_in(model(decision("D", element(kind, inside, iteratorVariable="i"))))

    for kind, body in (("for", "return"), ("some", "satisfies"), ("every", "satisfies")):
        assert loop(kind, body, "null") == "null"
    assert [loop("for", "return", "[1, 2]"), loop("some", "satisfies", "[1]")] == ["[true, false]", "true"]

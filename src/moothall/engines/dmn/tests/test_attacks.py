"""Nothing an author writes reaches Python, and nothing runs for ever."""

from __future__ import annotations

import pytest

from tests.support.patience import PATIENCE

from .. import (
    LimitReached,
    Limits,
    RuleError,
    Run,
    compile_expression,
    compile_rules,
    evaluate,
    read_dmn,
    read_yaml,
)
from ..xml.xml_tree import parse_xml
from .samples import table_xml

PYTHON = [
    "__import__('os').system('id')",
    '__import__("os")',
    '"".__class__',
    "[].__class__.__base__.__subclasses__()",
    "abs.overloads",
    'get value({}, "__class__")',
    "(function() 1).body",
    "{a: 1}.keys",
    '"x".format',
    '@"2020-01-01".fromordinal',
    "exec",
    "open",
    '"{0.__class__}"',
    "for x in [1] return x.real",
    "[1..2].low",
]


@pytest.mark.parametrize("text", PYTHON)
def test_python_cannot_be_reached(text: str) -> None:
    try:
        value = evaluate(text)
    except RuleError:
        return
    assert value in (None, [None], "{0.__class__}")


@pytest.mark.parametrize(
    "name", ["given); import os; os.system('id'", "x\n import os", '"""', "value0", "slow"]
)
def test_names_and_texts_never_become_source(name: str) -> None:
    from xml.sax.saxutils import quoteattr

    xml = table_xml([("x", "string")], [['"evil\\"); import os #"', '"\\n raise SystemExit"']])
    xml = xml.replace('name="x"', f"name={quoteattr(name)}").replace(
        "<text>x</text>", "<text>" + "1" + "</text>"
    )
    rules = compile_rules(read_dmn(xml), strict=False)

    assert rules.decider("Result")({name: "a"}) is None


ENDLESS = [
    "for i in 1..100000000 return i",
    "for a in 1..1000, b in 1..1000, c in 1..1000 return 1",
    "{f: function(n) f(n + 1), r: f(1)}.r",
    '{f: function(s, n) f(s + s, n), r: f("ab", 1)}.r',
    "every x in 1..99999999 satisfies true",
    "count(for x in 1..999999999 return 1)",
    "sort(for i in 1..200000 return modulo(i * 7919, 100003), function(a, b) a < b)",
    'matches("' + "a" * 3000 + '", "(a*)*(a*)*(a*)*b\\\\1")',
    'replace("' + "a" * 20000 + '", "(a|aa)+$", "' + "b" * 5000 + '$1")',
    "{f: function(l, n) f(concatenate(l, l), n), r: f([1], 1)}.r",
    "for i in 1..2000 return partial",
    "{f: function(l, n) if n = 0 then l else f([l, l], n - 1), r: f([1], 90)}.r",
    "{f: function(l, n) if n = 0 then l else f({a: l, b: l}, n - 1), r: string(f({}, 90))}.r",
    "{l: for i in 1..18 return partial, r: every x in 1..99999 satisfies l = l}.r",
    "{f: function(l, n) if n = 0 then l else f(list replace(l, 1, l), n - 1), r: f([1, 2], 90)}.r",
    '{f: function(c, n) if n = 0 then c else f(context put(c, "a", c), n - 1), r: f({b: 1}, 90)}.r',
    "distinct values(for i in 1..20000 return [i])",
]


@pytest.mark.parametrize("text", ENDLESS, ids=lambda text: text[:40])
def test_what_would_run_for_ever_is_stopped(text: str) -> None:
    run = Run(Limits(steps=100_000, seconds=PATIENCE))
    try:
        compile_expression(text).evaluate(run)
    except LimitReached as stopped:
        assert "seconds" not in str(stopped)


@pytest.mark.parametrize(
    "pattern", ["(a+)+$", "(a|a)*$", "(a|aa)+$", "(.*a){12}$", "^(([a-z])+.)+[A-Z]([a-z])+$", "(a*)*$"]
)
def test_patterns_take_time_linear_in_the_text(pattern: str) -> None:
    """Tried in every way, as the standard library does, these would never end."""
    compile_expression(f'matches("{"a" * 2000}!", "{pattern}")').evaluate(
        Run(Limits(steps=5_000_000, seconds=PATIENCE))
    )


DEEP = [
    "(" * 5000 + "1" + ")" * 5000,
    "[" * 5000 + "]" * 5000,
    "-" * 100_000 + "1",
    "{a:" * 5000 + "1" + "}" * 5000,
    "1" + "+1" * 50_000,
    "a" + ".a" * 40_000,
    "not(" * 5000 + "true" + ")" * 5000,
    "if true then " * 3000 + "1" + " else 2" * 3000,
    "function(x) " * 3000 + "x",
    "x instance of " + "list<" * 3000 + "number" + ">" * 3000,
    "1" * 100_001,
]


@pytest.mark.parametrize("text", DEEP, ids=lambda text: text[:20])
def test_deep_and_long_texts_are_refused(text: str) -> None:
    with pytest.raises(RuleError):
        compile_expression(text, ["a", "x"])


def test_deep_recursion_of_functions_is_stopped() -> None:
    with pytest.raises(LimitReached, match="deep"):
        evaluate("{f: function(n) if n = 0 then 0 else 1 + f(n - 1), r: f(100000)}.r")


def test_numbers_cannot_grow_without_end() -> None:
    assert evaluate("9.99e6000 * 9.99e6000") is None
    assert evaluate("10 ** 999999999") is None
    assert evaluate('number("1e99999")') is None
    assert evaluate('@"P999999999999999999999Y"') is None
    assert evaluate('@"9999-12-31" + duration("P99999999999Y")') is None


def test_deep_xml_and_yaml_are_refused() -> None:
    with pytest.raises(LimitReached):
        parse_xml("<a>" * 5000 + "</a>" * 5000)
    with pytest.raises(RuleError):
        read_yaml("rules: " + "[" * 5000)
    with pytest.raises(RuleError, match="refer to other parts"):
        read_yaml("rules: x\nabout: &a [x]\ncitation: *a\n")
    with pytest.raises(RuleError):
        read_yaml("rules: !!python/object/apply:os.system ['id']\n")


def test_a_context_cannot_hold_itself() -> None:
    assert evaluate("for i in 1..3 return partial") == [[], [[]], [[], [[]]]]


def test_the_note_about_a_large_value_is_short() -> None:
    run = Run()
    compile_expression("(for i in 1..10000 return [i, i]) + 1").evaluate(run)

    assert run.notes == ["[[1, 1], [2, 2], [3, 3], …] + 1 has no result"]

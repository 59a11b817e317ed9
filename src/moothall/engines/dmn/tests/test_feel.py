"""FEEL: what expressions mean, chapter by chapter of DMN 1.5, 10.3."""

from __future__ import annotations

from typing import Any

import pytest

from .. import Run, compile_expression, evaluate, from_python
from ..values.text import literal

MEANINGS = {
    "arithmetic": [
        ("1 + 2 * 3", "7"),
        ("-5 ** 2", "25"),
        ("2 ** 3 ** 2", "64"),
        ("10 / 4", "2.5"),
        ("1 / 3 * 3", "0.9999999999999999999999999999999999"),
        ("1 / 0", "null"),
        ('1 + "a"', "null"),
        ('"a" + "b"', '"ab"'),
        ("1.5e3", "1500"),
        (".5 + .5", "1.0"),
        ("10 ** 7000", "null"),
    ],
    "ternary logic": [
        ("true and null", "null"),
        ("false and null", "false"),
        ("true or null", "true"),
        ("not(null)", "null"),
        ('"x" or false', "null"),
    ],
    "comparison": [
        ("null = null", "true"),
        ('1 = "1"', "null"),
        ("[1, 2] = [1, 2]", "true"),
        ('[1] = ["1"]', "false"),
        ("[1] = 1", "true"),
        ("[1, 2] = 1", "null"),
        ("{a: 1} = {a: 1}", "true"),
        ("1 < null", "null"),
        ("5 between 1 and 10", "true"),
        ("[1..3] = [1..3]", "true"),
        ("[1..3] = [1..3)", "false"),
        ('@"2020-01-01T10:00:00Z" = @"2020-01-01T11:00:00+01:00"', "true"),
        ('@"2020-01-01" < @"2020-01-02"', "true"),
    ],
    "membership": [
        ("3 in (1, < 5)", "true"),
        ("3 in [1..3)", "false"),
        ("3 in ]1..4[", "true"),
        ("5 in (? > 3)", "true"),
        ("1 in [2, 3, 1]", "true"),
        ("null in [1..2]", "null"),
        ("null in (true)", "false"),
        ("5 in (1 < 2)", "true"),
        ("2 in (!= 2)", "false"),
    ],
    "names": [
        ("{first name: 1, r: first name + 1}.r", "2"),
        ("{pre-tax: 10, r: pre-tax - 1}.r", "9"),
        ("{a: 1, b: 2, r: a-b}.r", "-1"),
        ("{Student's age: 9, r: Student's age}.r", "9"),
        ("{days in week: [1, 2], r: for d in days in week return d + 1}.r", "[2, 3]"),
        ("{🐎: 1, r: 🐎 + 1}.r", "2"),
    ],
    "conditionals and loops": [
        ('if 1 < 2 then "yes" else "no"', '"yes"'),
        ('if null then "yes" else "no"', '"no"'),
        ("for x in [1, 2], y in [10, 20] return x * y", "[10, 20, 20, 40]"),
        ("for i in 3..1 return i", "[3, 2, 1]"),
        ("for i in 1..4 return if i = 1 then 1 else i * partial[-1]", "[1, 2, 6, 24]"),
        ("some x in [1, 2] satisfies x > 1", "true"),
        ("every x in [1, 2] satisfies x > 1", "false"),
        ("every x in [] satisfies false", "true"),
    ],
    "lists and filters": [
        ("[1, 2, 3][-1]", "3"),
        ("[1, 2, 3][0]", "null"),
        ("[1, 2, 3][item > 1]", "[2, 3]"),
        ("[{x: 1, y: 2}, {x: 3, y: 4}][x > 1].y", "[4]"),
        ("[{item: 1}, {item: 2}][item > 1]", "[{item: 2}]"),
        ("100[1]", "100"),
        ("[1, 2][3 - 2]", "1"),
    ],
    "functions": [
        ("(function(a, b) a - b)(b: 1, a: 5)", "4"),
        ('(function(a: number) a)("x")', "null"),
        ("{f: function(n) if n < 2 then 1 else n * f(n - 1), r: f(5)}.r", "120"),
        ("(function(f) f(-3))(abs)", "3"),
        ("abs(number: 1)", "null"),
        ('string length(string: "four")', "4"),
    ],
    "types": [
        ("1 instance of number", "true"),
        ('[1, "a"] instance of list<number>', "false"),
        ("{a: 1} instance of context<a: number>", "true"),
        ("[1..2] instance of range<number>", "true"),
        ("(function(a: number) a) instance of function<number> -> Any", "true"),
        ("null instance of Any", "false"),
        ('@"P1D" instance of days and time duration', "true"),
    ],
    "dates and durations": [
        ('date("2020-02-29") + duration("P1Y")', "2021-02-28"),
        ('@"2020-01-31" + @"P1M"', "2020-02-29"),
        ('@"2021-03-01" - @"2021-02-01"', "P28D"),
        ('@"10:00:00" + @"PT15H"', "01:00:00"),
        ('@"-0044-03-15".year', "-44"),
        ('string(@"999999999-12-31T23:59:59@Europe/Paris")', '"999999999-12-31T23:59:59@Europe/Paris"'),
        ('date and time("2012-12-24T23:59:00")', "2012-12-24T23:59:00"),
        ('date and time("2012-12-24T24:00:00")', "2012-12-25T00:00:00"),
        ('@"2021-07-01T10:00:00@Europe/London".time offset', "PT1H"),
        ('@"PT90M".hours', "1"),
        ('-@"P1Y2M"', "-P1Y2M"),
        ('@"P1Y" < @"P13M"', "true"),
        ('@"P1Y" = @"P365D"', "null"),
        ('date("2020-02-30")', "null"),
        ('@"2020-06-01".weekday', "1"),
    ],
    "comments": [("1 /* one */ + 1 // two", "2")],
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [pair for pairs in MEANINGS.values() for pair in pairs],
    ids=lambda value: str(value)[:60],
)
def test_an_expression_means_what_the_standard_says(text: str, expected: str) -> None:
    assert literal(evaluate(text)) == expected


BUILT_INS = [
    ('substring("foobar", -2)', '"ar"'),
    ('substring before("foobar", "bar")', '"foo"'),
    ('replace("abcd", "(ab)|(a)", "[1=$1][2=$2]")', '"[1=ab][2=]cd"'),
    ('replace("abracadabra", "bra", "*")', '"a*cada*"'),
    ('replace("AAAA", "A+?", "b")', '"bbbb"'),
    ('replace("abc", "x*", "-")', "null"),
    ('split("a;b;;c", ";")', '["a", "b", "", "c"]'),
    ('string join(["a", null, "c"], "-")', '"a-c"'),
    ('matches("hello", "^h.*o$")', "true"),
    ('matches("a", "[a-z-[aeiou]]")', "false"),
    ('matches("foobar", "(o)\\1")', "true"),
    ('contains("foobar", "of")', "false"),
    ("decimal(2.5, 0)", "2"),
    ("round half up(2.5, 0)", "3"),
    ("round half down(-2.5, 0)", "-2"),
    ("round up(-1.121, 2)", "-1.13"),
    ("floor(-1.5)", "-2"),
    ("floor(1.56, 1)", "1.5"),
    ("ceiling(12345, -2)", "12400"),
    ("modulo(-12, 5)", "3"),
    ("sqrt(16)", "4"),
    ("even(3)", "false"),
    ("sum([])", "null"),
    ("sum(1, 2, 3)", "6"),
    ("mean([1, 2, 4])", "2.333333333333333333333333333333333"),
    ("median([8, 2, 5, 3, 4])", "4"),
    ("median([6, 1, 2, 3])", "2.5"),
    ("mode([6, 3, 9, 6, 6])", "[6]"),
    ("stddev([2, 4, 7, 5])", "2.081665999466132735282297706979931"),
    ('min(["b", "a"])', '"a"'),
    ("max(1, 2, 3)", "3"),
    ("count([])", "0"),
    ("append([1], 2, 3)", "[1, 2, 3]"),
    ("concatenate([1], [2], [3])", "[1, 2, 3]"),
    ("union([1, 2], [2, 3])", "[1, 2, 3]"),
    ("distinct values([1, 2, 1])", "[1, 2]"),
    ("flatten([[1, [2]], 3])", "[1, 2, 3]"),
    ("insert before([1, 3], 2, 2)", "[1, 2, 3]"),
    ("remove([1, 2, 3], -1)", "[1, 2]"),
    ("reverse([1, 2])", "[2, 1]"),
    ("index of([1, 2, 1], 1)", "[1, 3]"),
    ("sublist([1, 2, 3], 2, 1)", "[2]"),
    ("sort([3, 1, 2], function(x, y) x < y)", "[1, 2, 3]"),
    ("list replace([1, 2], 1, 9)", "[9, 2]"),
    ("list contains([1, null], null)", "true"),
    ("all([true, null])", "null"),
    ("any([true, null])", "true"),
    ("product([2, 3])", "6"),
    ('get value({a: 1}, "a")', "1"),
    ("get entries({a: 1})", '[{key: "a", value: 1}]'),
    ('context([{key: "a", value: 1}])', "{a: 1}"),
    ('context put({x: {y: 1}}, ["x", "y"], 2)', "{x: {y: 2}}"),
    ("context merge([{a: 1}, {a: 2}])", "{a: 2}"),
    ('is(@"10:00:00Z", @"11:00:00+01:00")', "false"),
    ('range("[1..3)")', "[1..3)"),
    ('range("(..5)")', "(< 5)"),
    ('range("[@\\"2020-01-01\\"..@\\"2020-12-31\\"]").end', "2020-12-31"),
    ('number("1 000,5", " ", ",")', "1000.5"),
    ('string([1, "a", @"2020-01-01"])', '"[1, \\"a\\", 2020-01-01]"'),
    ('day of week(@"2019-09-17")', '"Tuesday"'),
    ('month of year(@"2019-09-17")', '"September"'),
    ('week of year(@"2003-12-29")', "1"),
    ('day of year(@"2020-12-31")', "366"),
    ('years and months duration(@"2011-12-22", @"2013-08-24")', "P1Y8M"),
    ("before(1, [2..5])", "true"),
    ("after([5..10], 4)", "true"),
    ("meets([1..5], [5..10])", "true"),
    ("met by([5..10], [1..5))", "false"),
    ("overlaps([1..5], [3..8])", "true"),
    ("overlaps before([1..5], [3..8])", "true"),
    ("overlaps after([3..8], [1..5])", "true"),
    ("finishes(10, [1..10])", "true"),
    ("finished by([1..10], [5..10])", "true"),
    ("includes([1..10], [2..9])", "true"),
    ("during(5, [1..10])", "true"),
    ("starts(1, [1..10])", "true"),
    ("started by([1..10], [1..5])", "true"),
    ("coincides([1..5], [1..5])", "true"),
]


@pytest.mark.parametrize(("text", "expected"), BUILT_INS, ids=lambda value: str(value)[:60])
def test_a_built_in_gives_what_the_standard_says(text: str, expected: str) -> None:
    assert literal(evaluate(text)) == expected


def test_now_and_today_come_from_the_clock_of_the_run() -> None:
    from datetime import UTC, datetime

    run = Run(now=lambda: datetime(2026, 4, 1, 9, 30, tzinfo=UTC))

    assert literal(compile_expression("today()").evaluate(run)) == "2026-04-01"
    assert literal(compile_expression("now()").evaluate(run)) == "2026-04-01T09:30:00Z"


def test_a_null_says_why() -> None:
    run = Run()

    assert compile_expression('1 + "a"').evaluate(run) is None
    assert run.notes == ['1 + "a" has no result']


@pytest.mark.parametrize(
    ("value", "feel"),
    [
        (1, "1"),
        (0.1, "0.1"),
        (True, "true"),
        ([1, "a"], '[1, "a"]'),
        ({"a": None}, "{a: null}"),
    ],
)
def test_plain_python_values_become_feel_values(value: Any, feel: str) -> None:
    assert literal(from_python(value)) == feel


@pytest.mark.parametrize("value", [float("nan"), float("inf"), object(), {1, 2}])
def test_values_no_rule_can_use_are_refused(value: Any) -> None:
    with pytest.raises((TypeError, ValueError), match="a rule cannot use"):
        from_python(value)

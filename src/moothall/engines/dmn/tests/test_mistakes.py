"""Typical mistakes of a service owner: each is placed, shown, and said how to put right."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from .. import Model, RuleError, compile_rules, read_csv, read_dmn, read_xlsx, read_yaml, run_examples
from .samples import BULKY_WASTE, table_xml

FEES = (
    "rules,Fees\n"
    "choose,first\n"
    "if Household (owner | tenant),if Age (whole number),then Fee (number),because\n"
    "owner,>= 67,9,Pensioners pay less.\n"
    "otherwise,,18,\n"
)
CHILD = table_xml([("Age", "number"), ("Home", "string")], [["< 18", '"a"', '"child"'], ["-", "-", '"x"']])
AGES = '<?xml version="1.0"?>\n' + CHILD.replace("><", ">\n<")
TESTED = 'when: {Household: council tenant, Items: "<= 3"}'
COMPUTED = "otherwise: = 18 + 4 * (Items - 5)"

# what is written instead of what · where it is found · the text shown · what is said · did you mean
IN_YAML = [
    ("inputs:", "imputs:", "7:1", "imputs", "cannot have this", "inputs"),
    ("rules: Bulky waste\n", "", "1:1", "about", "have no name", ""),
    ("  Items:", "\tItems:", "8:1", "Items:", "begins with a tab", ""),
    ("  Items:", "  Items", "9:9", "type: whole number", "colon where none can stand", ""),
    ("{Benefits: yes}", "{Benefits: yes", "26:15", "- when: {Benefits: yes", "not closed", ""),
    ('"<= 3"', ">= 3", "37:50", "- " + TESTED.replace('"<= 3"', ">= 3"), "may not begin with", ""),
    ("whole number", "integer", "9:11", "integer", "no such type", "whole number"),
    ("type: yes or no", "type: yes or noo", "18:11", "yes or noo", "no such type", "yes or no"),
    ("    type: whole number", "    tpye: whole number", "9:5", "tpye", "cannot have this", "type"),
    ("[owner, tenant, council tenant]", "owner", "15:13", "owner", "must be a list", ""),
    ("{Benefits: yes}", "{Benefit: yes}", "26:16", "Benefit", "Nothing here has this name", "Benefits"),
    ("{Benefits: yes}", "[Benefits]", "26:15", "Benefits", "must be names with values", ""),
    ("{Benefits: yes}", "Benefits", "26:15", "Benefits", "must be names with values", ""),
    ("{Benefits: yes}", "&a {Benefits: yes}", "26:15", "- when: &a {Benefits: yes}", "refer to other", ""),
    ("council tenant, I", "Council tenant, I", "37:27", "Council tenant", "not among", "council tenant"),
    ('"<= 3"', '"<== 3"', "37:51", "<==", "Two signs", "<="),
    ('"<= 3"', '"≤ 3"', "37:51", "≤", "no meaning here", "<="),
    ('"<= 3"', "three", "37:50", "three", "Nothing here has this name", ""),
    ('"<= 3"', "1-3", "37:50", "1-3", "a sum, not a range", "[1..3]"),
    ('"<= 3"', '"[1..3"', "37:56", "[1..3", "ends too early", ""),
    ('"<= 3"', '"> 1 and < 3"', "37:51", ">", "says nothing about what is compared", ""),
    ('">= 67"', '">= 2026-01-01"', "29:22", "2026-01-01", "a day among numbers", ""),
    ("        then: 9\n", "", "40:9", "when", "gives no result", ""),
    ("then: 9", "then: > 9", "41:17", "then: > 9", "may not begin with", ""),
    ("then: 9", "then: [9, 10]", "41:15", "9, 10", "must be a single value", ""),
    ("then: 9", "then: nine", "41:15", "nine", "Nothing here has this name", ""),
    ("then: 9", "then: £9", "41:15", "£", "no meaning here", ""),
    ("otherwise: no", "otherwise: maybe", "32:16", "maybe", "neither yes nor no", ""),
    ("choose: first", "choose: fist", "23:13", "fist", "no such way to choose", "first"),
    ("  Fee:\n", "  Concession:\n", "33:3", "Concession", "used twice", ""),
    ("because: You are", "becuase: You are", "31:9", "becuase", "cannot have this", "because"),
    (COMPUTED, "otherwise: = 18 + Itms", "44:23", "Itms", "Nothing here has this name", "Items"),
    (COMPUTED, "otherwise: = 18 + (Items", "44:29", "18 + (Items", "ends too early", ""),
    (COMPUTED, "otherwise: = rund(Items)", "44:18", "rund", "Nothing here has this name", "round up"),
    (COMPUTED, "otherwise: = average(Items)", "44:18", "average", "Nothing here has this name", "mean"),
    (COMPUTED, "otherwise: = floor(Items, 1, 2)", "44:18", "floor", "is not called so", ""),
    (COMPUTED, "otherwise: = if Items == 5 then 1 else 2", "44:27", "==", "Two signs", "="),
    (COMPUTED, "otherwise: = if Items = 5 then 1", "44:37", "if Items = 5 then 1", "ends too early", ""),
    (COMPUTED, "otherwise: = 18 % 4", "44:21", "%", "no meaning here", "modulo(…)"),
    (COMPUTED, "otherwise: = Items && 4", "44:24", "&&", "no meaning here", "and"),
    (COMPUTED, "otherwise: = 'text'", "44:18", "'", "not what should come", '"'),
    (COMPUTED, "otherwise: = floor(n: 1)", "44:25", "otherwise: = floor(n: 1)", "colon where none", ""),
    (COMPUTED, 'otherwise: = date("2026-13-01")', "44:18", 'date("2026-13-01")', "no such date", ""),
    ("    result: number\n", "    result: number\n    value: 1\n", "37:5", "rules", "both a value and", ""),
    ("valid_from: 2026-04-01", "valid_from: 1 April 2026", "5:13", "1 April 2026", "no day", ""),
    ("valid_from: 2026-04-01", "valid_from: 2026-04-01\nvalid_to: 2026-03-01", "6:11", "2026-03-01",
     "before the first", ""),
    ("given: {Items: 2,", "given: {Item: 2,", "47:5", "Item", "no input of this name", "Items"),
    ("expect: {Fee: 30}", "expect: {Fees: 30}", "50:5", "Fees", "no decision of this name", "Fee"),
    ("    expect: {Fee: 30}\n", "", "50:5", "name, given", "expects nothing", ""),
    ("{Benefits: yes}", "{Benefits: yes, Fee: 9}", "34:5", "Fee", "requires itself", ""),
    (BULKY_WASTE, "- a\n", "1:1", "a", "must be names with values", ""),
    (BULKY_WASTE, "\0", "1:1", "'\\x00'", "no readable text", ""),
]  # fmt: skip
IN_CSV = [
    ("owner,>= 67", "ovner,>= 67", "4:1", "ovner", "not among", "owner"),
    ("Pensioners", '"Pensioners', "4:15", '"Pensioners pay less.\notherwise,,18,\n', "never ends", ""),
    ("owner,>= 67", '"owner"x,>= 67', "4:1", '"owner"x,>= 67,9', "Something follows", ""),
    ("choose,first", "chose,first", "2:1", "chose", "no meaning", "choose"),
    ("choose,first", "choose", "2:1", "choose", "Nothing is said", ""),
    ("then Fee", "than Fee", "3:53", "than Fee (number)", "no meaning", "then Fee (number)"),
    (",then Fee (number)", "", "3:53", "because", "No column holds a result", ""),
    ("(whole number)", "(numbers)", "3:31", "numbers", "no such type", "number"),
    ("if Age", "if Household", "3:31", "Household", "there twice", ""),
    (">= 67", "=> 67", "4:7", "=>", "Two signs", ">="),
    (">= 67", '"[1..3"', "4:13", "[1..3", "ends too early", ""),
    (",9,", ",,", "4:1", "owner", "gives no result", ""),
    ("18,\n", "18,,x\n", "5:16", "x", "under no heading", ""),
    ("otherwise,,18,\n", "otherwise,,18,\ntenant,,3,\n", "6:1", "tenant", "Nothing may follow", ""),
    ("otherwise,,18", "otherwise,5,18", "5:11", "5", "has no conditions", ""),
    (FEES, "if Age;then Fee\n1;2\n", "1:1", "if Age;then Fee", "divided by semicolons", ""),
]
IN_DMN = [
    ("&lt; 18", "&lt; Agee", "32:18", "Agee", "Nothing here has this name", "Age"),
    ('typeRef="number"', 'typeRef="nummber"', "4:1", "nummber", "no type of this name", "number"),
    ('"UNIQUE"', '"UNIQE"', "17:1", "UNIQE", "no such hit policy", "UNIQUE"),
    ('"UNIQUE"', '"COLLECT" aggregation="SUMM"', "17:1", "SUMM", "no such aggregation", "SUM"),
    ('<requiredInput href="#Age"/>', "", "20:10", "Age", "nothing says that it is needed", ""),
    ('id="Home"', 'id="Age"', "6:1", "Age", "have the same id", ""),
    ('"child"', '"child', "38:13", '"child', "never ends", ""),
    ('"child"', 'upper("child")', "38:21", "upper", "Nothing here has this name", "upper case"),
    ('"child"', "1 instance of nummber", "38:42", "nummber", "no type of this name", "number"),
    ("<outputEntry>", '<outputEntry expressionLanguage="python">', "38:14", '"child"', "not carried out", ""),
    ("DMN/20230324", "DMN/2999", "2:1", "definitions", "no DMN file", ""),
]  # fmt: skip
IN_WORKBOOK = [
    ([["choose", "fist"], ["if Age", "then Fee"]], "B1", "fist", "no such way to choose", "first"),
    ([["iff Age", "then Fee"]], "A1", "iff Age", "no meaning", ""),
    (
        [["if Age (number)", "then Fee (number)"], ["< 18 years", 0]],
        "A2",
        "years",
        "not what should come",
        "",
    ),
    (
        [["if Age (number)", "then Fee (number)"], [None, "9 or more"]],
        "B2",
        "more",
        "Nothing here has this name",
        "",
    ),
]


def refusal(read: object) -> RuleError:
    """What reading, compiling and testing says."""
    with pytest.raises(RuleError) as caught:
        read()  # type: ignore[operator]
    return caught.value


def check(error: RuleError, place: str, text: str, message: str, suggestion: str) -> None:
    """One of the problems says all that."""
    found = [(f"{one.place.line}:{one.place.column}", one.text, one.suggestion) for one in error.problems]
    assert (place, text, suggestion) in found
    said = error.problems[found.index((place, text, suggestion))]
    assert message in said.message
    assert said.place.source == "file"
    assert said.expected or said.suggestion or "requires" in said.message or "name" in said.message


def changed(whole: str, old: str, new: str) -> str:
    assert old in whole
    return whole.replace(old, new, 1)


def used(model: Model) -> None:
    compile_rules(model)


@pytest.mark.parametrize(("old", "new", "place", "text", "message", "suggestion"), IN_YAML)
def test_a_mistake_in_yaml(old: str, new: str, place: str, text: str, message: str, suggestion: str) -> None:
    def read() -> None:
        file = read_yaml(changed(BULKY_WASTE, old, new), source="file")
        run_examples(compile_rules(file.model), file.tests)

    check(refusal(read), place, text, message, suggestion)


@pytest.mark.parametrize(("old", "new", "place", "text", "message", "suggestion"), IN_CSV)
def test_a_mistake_in_csv(old: str, new: str, place: str, text: str, message: str, suggestion: str) -> None:
    wrong = changed(FEES, old, new)
    check(refusal(lambda: used(read_csv(wrong, source="file"))), place, text, message, suggestion)


@pytest.mark.parametrize(("old", "new", "place", "text", "message", "suggestion"), IN_DMN)
def test_a_mistake_in_dmn(old: str, new: str, place: str, text: str, message: str, suggestion: str) -> None:
    wrong = changed(AGES, old, new)
    check(refusal(lambda: used(read_dmn(wrong, source="file"))), place, text, message, suggestion)


@pytest.mark.parametrize(("rows", "cell", "text", "message", "suggestion"), IN_WORKBOOK)
def test_a_mistake_in_a_workbook_names_the_cell(
    rows: list[list[object]], cell: str, text: str, message: str, suggestion: str
) -> None:
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(file)

    error = refusal(lambda: used(read_xlsx(file.getvalue(), source="file")))

    problem = error.problems[0]
    assert str(problem.place) == f"file, cell {cell}"
    assert (problem.text, problem.suggestion) == (text, suggestion)
    assert message in problem.message

"""What an author is told: line, column, text, what was expected, a suggestion."""

from __future__ import annotations

import pytest

from .. import (
    RuleError,
    RuleSyntaxError,
    compile_expression,
    compile_rules,
    compile_tests,
    read_csv,
    read_dmn,
    read_yaml,
)
from ..feel.expressions import check
from .samples import BULKY_WASTE, table_xml


def test_a_syntax_error_points_at_the_place() -> None:
    with pytest.raises(RuleSyntaxError) as caught:
        compile_expression("if Age > 3\nthen 1 els 2", ["Age"])

    problem = caught.value.problems[0]
    assert (problem.place.line, problem.place.column) == (2, 8)
    assert problem.text == "els"
    assert problem.expected == "“else”"


def test_an_unknown_name_is_pointed_at_with_a_suggestion() -> None:
    with pytest.raises(RuleError) as caught:
        check(compile_expression("Household siz * 2", ["Household size"]))

    problem = caught.value.problems[0]
    assert problem.text == "Household siz"
    assert problem.suggestion == "Household size"
    assert str(problem) == (
        "line 1, column 1: Nothing here has this name. The text is “Household siz”. "
        "Expected a known name, a number, or a text in quotation marks. Did you mean “Household size”?"
    )


def test_a_text_without_end_is_named() -> None:
    with pytest.raises(RuleSyntaxError, match="begins here and never ends"):
        compile_expression('"abc')


def test_a_problem_in_dmn_names_the_line_of_the_cell() -> None:
    text = table_xml([("Age", "number")], [["< 18", '"child"'], ["> Agee", '"x"']]).replace(
        "<rule>", "\n<rule>"
    )

    with pytest.raises(RuleError) as caught:
        compile_rules(read_dmn(text, source="ages.dmn"))

    problem = caught.value.problems[0]
    assert (problem.place.source, problem.place.line, problem.suggestion) == ("ages.dmn", 3, "Age")


def test_text_that_is_no_dmn_is_refused() -> None:
    with pytest.raises(RuleSyntaxError, match="This is no DMN file"):
        read_dmn("<html/>")
    with pytest.raises(RuleSyntaxError, match="not well-formed"):
        read_dmn("<definitions>")


def test_a_table_row_of_the_wrong_width_is_named() -> None:
    text = table_xml([("Age", "number")], [["< 18", "> 5", '"child"']])

    with pytest.raises(RuleError, match="This row has 2 conditions"):
        compile_rules(read_dmn(text))


def test_java_functions_are_refused_clearly() -> None:
    expression = compile_expression('function(a) external {java: {class: "X", method signature: "y()"}}')

    assert "another language" in expression.problems[0].message


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "message", "suggestion"),
    [
        (
            "type: yes or no\n    ask: Do",
            "type: yes or noo\n    ask: Do",
            18,
            11,
            "no such type",
            "yes or no",
        ),
        ("Household: council tenant", "Household: council tennant", 37, 27, "not among", "council tenant"),
        (
            "choose: first\n    result: number",
            "choose: frist\n    result: number",
            34,
            13,
            "no such way",
            "first",
        ),
        ("otherwise: no", "otherwise: maybe", 32, 16, "neither yes nor no", ""),
        ("because: You are", "becuase: You are", 31, 9, "cannot have this", "because"),
        ("  Fee:\n", "  Concession:\n", 33, 3, "used twice", ""),
    ],
)
def test_a_problem_in_yaml_is_placed(
    old: str, new: str, line: int, column: int, message: str, suggestion: str
) -> None:
    assert BULKY_WASTE.count(old) == 1

    with pytest.raises(RuleError) as caught:
        read_yaml(BULKY_WASTE.replace(old, new), source="bulky.yaml")

    problem = caught.value.problems[0]
    assert message in problem.message
    assert (problem.place.line, problem.place.column, problem.suggestion) == (line, column, suggestion)


def test_a_problem_in_csv_is_placed() -> None:
    text = 'rules,Fees\nif Age (number),then Fee (number)\n"< 18",0\n>= 18,\n'

    with pytest.raises(RuleError) as caught:
        read_csv(text, source="fees.csv")

    assert str(caught.value.problems[0].place) == "fees.csv, line 4, column 1"


def test_a_wrong_heading_in_csv_is_placed() -> None:
    with pytest.raises(RuleError) as caught:
        read_csv("chose,first\n", source="fees.csv")

    assert caught.value.problems[0].suggestion == "choose"


def test_tests_joined_by_and_are_pointed_at() -> None:
    expression = compile_tests("> 3 and < 7", ["?"])

    assert [problem.place.column for problem in expression.problems] == [1, 9]
    assert "(3..7)" in expression.problems[0].expected

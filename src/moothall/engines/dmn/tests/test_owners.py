"""What a service owner and a resident get: explanations, questions, review, tests, notations."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
from openpyxl import Workbook

from .. import (
    RuleError,
    RuleSet,
    compile_rules,
    explain,
    in_force,
    outlook,
    read_csv,
    read_dmn,
    read_xlsx,
    read_yaml,
    review,
    run_examples,
    write_csv,
    write_dmn,
    write_yaml,
)
from ..tables.words import shown
from .samples import BULKY_WASTE, table_xml

PENSIONER = {"Items": 2, "Age": 70, "Household": "owner", "Benefits": False}


def test_a_decision_is_explained_in_plain_words(bulky_waste: RuleSet) -> None:
    explained = explain(
        bulky_waste, "Fee", PENSIONER, show=lambda name, value: ("£" if name == "Fee" else "") + shown(value)
    )

    assert explained.lines == (
        "Fee: £9.",
        "Concession: You are 67 or over.",
        "Because Items is 2 (5 or less) and Concession is yes.",
        "If Age were under 67, the result would be £18.",
        "If Household were council tenant, the result would be £0.",
        "If Items were 6, the result would be £22.",
        "This follows Fees and charges 2026, table 4.",
        "This is version 3 of the rule.",
        "It applies from 2026-04-01.",
    )


def test_no_rule_applying_is_explained(bulky_waste: RuleSet) -> None:
    explained = explain(bulky_waste, "Concession", {**PENSIONER, "Age": 30})

    assert explained.lines[1] == "None of the rules applies, so the result is the one for all other cases."
    assert str(explained.alternatives[0]) == "If Benefits were yes, the result would be yes."


def test_the_next_question_is_the_one_that_settles_most(bulky_waste: RuleSet) -> None:
    start = outlook(bulky_waste, "Fee", {"Items": 2})
    assert not start.settled
    assert [question.name for question in start.questions] == ["Household", "Age", "Benefits"]
    assert start.questions[0].words == "Who lives in your home?"

    later = outlook(bulky_waste, "Fee", {"Items": 2, "Household": "council tenant"})
    assert later.settled
    assert later.likeliest == Decimal(0)
    assert later.questions == ()


def test_an_answer_that_cannot_matter_is_not_asked_for(bulky_waste: RuleSet) -> None:
    view = outlook(bulky_waste, "Concession", {"Benefits": False})

    assert [question.name for question in view.questions] == ["Age"]


def test_an_incomplete_table_cannot_be_published() -> None:
    text = BULKY_WASTE.replace("    otherwise: no\n", "")
    found = review(compile_rules(read_yaml(text).model))

    assert not found.may_be_published
    assert "Concession says nothing for this case: Benefits: no; Age: under 67" in found.problems[0].message


def test_rules_that_contradict_each_other_cannot_be_published() -> None:
    rows = [["< 20", '"a"'], ["> 10", '"b"']]
    found = review(compile_rules(read_dmn(table_xml([("Age", "number")], rows))))

    assert [problem.message for problem in found.problems] == [
        "Rules 1 and 2 of Result contradict each other in this case: Age: over 10 and under 20."
    ]


def test_complete_rules_may_be_published(bulky_waste: RuleSet) -> None:
    assert review(bulky_waste).may_be_published


def test_the_tests_beside_the_rules_are_run(bulky_waste: RuleSet) -> None:
    file = read_yaml(BULKY_WASTE.replace("Fee: 30", "Fee: 31"), source="bulky.yaml")

    assert run_examples(bulky_waste, read_yaml(BULKY_WASTE).tests) == ()
    (miss,) = run_examples(bulky_waste, file.tests)
    assert str(miss) == (
        "bulky.yaml, line 50, column 5: the test “many things” expects Fee to be 31, but it is 30."
    )


def test_a_test_with_an_unknown_input_is_refused(bulky_waste: RuleSet) -> None:
    file = read_yaml(BULKY_WASTE.replace("given: {Items: 2,", "given: {Itemz: 2,"))

    with pytest.raises(RuleError, match="no input of this name"):
        run_examples(bulky_waste, file.tests)


def test_yaml_and_dmn_xml_hold_the_same_model() -> None:
    file = read_yaml(BULKY_WASTE)

    assert read_dmn(write_dmn(file.model)) == file.model
    again = read_yaml(write_yaml(file.model, file.tests))
    assert again.model == file.model
    assert [(one.given, one.expect) for one in again.tests] == [(one.given, one.expect) for one in file.tests]


def test_a_change_to_one_rule_changes_one_line() -> None:
    before = write_yaml(read_yaml(BULKY_WASTE).model).splitlines()
    after = write_yaml(read_yaml(BULKY_WASTE.replace("then: 9", "then: 10")).model).splitlines()

    assert [line for line in after if line not in before] == ["        then: 10"]


def test_a_table_goes_through_csv_and_back() -> None:
    model = read_yaml(BULKY_WASTE).model
    text = write_csv(model, "Fee")

    assert write_csv(read_csv(text), "Fee") == text
    assert read_csv(text).decisions[0].expression == model.decisions[1].expression


def test_a_spreadsheet_becomes_a_table() -> None:
    book = Workbook()
    for line in (
        ["rules", "Parking permits"],
        ["choose", "first"],
        ["if Cars (whole number)", "if Zone (A | B)", "then Fee (number)", "because"],
        [1, "A", 45.5, "Your first car."],
        [">= 2", None, 90, None],
        ["otherwise", None, 60, None],
    ):
        book.active.append(line)
    content = io.BytesIO()
    book.save(content)

    rules = compile_rules(read_xlsx(content.getvalue(), source="permits.xlsx"))

    assert rules.decide("Fee", {"Cars": 1, "Zone": "A"}).value == Decimal("45.5")
    assert rules.decide("Fee", {"Cars": 3, "Zone": "B"}).value == Decimal(90)
    assert rules.decide("Fee", {"Cars": 1, "Zone": "B"}).value == Decimal(60)


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04broken"])
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(RuleError, match="no readable workbook"):
        read_xlsx(content)


def test_money_is_a_number_that_every_notation_remembers() -> None:
    text = BULKY_WASTE.replace("result: number", "result: money").replace(
        "type: whole number", "type: money", 1
    )
    file = read_yaml(text)

    assert compile_rules(file.model).decide("Fee", {**PENSIONER, "Items": 8}).value == Decimal(30)
    assert review(compile_rules(file.model)).may_be_published
    assert read_yaml(write_yaml(file.model)).model == file.model == read_dmn(write_dmn(file.model))
    assert "then Fee (money)" in write_csv(file.model, "Fee")
    explained = explain(
        compile_rules(file.model),
        "Fee",
        {**PENSIONER, "Household": "tenant"},
        show=lambda name, value: f"£{value}" if name in ("Fee", "Items") else str(value),
    )
    assert "If Items were £6, the result would be £22." in explained.lines


def test_logic_that_only_dmn_can_hold_is_not_written_as_yaml() -> None:
    xml = table_xml([("Age", "number")], [["-", "1"]]).replace("<decisionTable", "<list/><decisionTable")

    with pytest.raises(RuleError, match="only be written as DMN XML"):
        write_yaml(read_dmn(xml))


def test_the_version_in_force_is_the_one_of_the_day() -> None:
    old = read_yaml("rules: Fees\nversion: '1'\nvalid_from: 2025-04-01\n").model
    new = read_yaml("rules: Fees\nversion: '2'\nvalid_from: 2026-04-01\nvalid_to: 2027-03-31\n").model

    def version_on(day: str) -> str | None:
        found = in_force([new, old], day)
        return found.about.version if found else None

    assert [version_on(day) for day in ("2025-03-31", "2026-03-31", "2026-04-01", "2027-04-01")] == [
        None,
        "1",
        "2",
        "1",
    ]

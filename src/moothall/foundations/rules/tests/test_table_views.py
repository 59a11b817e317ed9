"""Rules as sheets: drawn, compared, edited."""

import pytest

from moothall.engines.dmn import RuleError, RuleSet, compile_rules, read_dmn, read_yaml
from moothall.engines.dmn.tests.samples import table_xml
from moothall.foundations.rules.table_views.asked import asked_of, value_typed
from moothall.foundations.rules.table_views.changes import changes, input_changes
from moothall.foundations.rules.table_views.drawn import final_decisions, sheets_of
from moothall.foundations.rules.table_views.edits import CellsMistaken, edited
from moothall.foundations.rules.tests.scheme import NEXT_YEAR, SCHEME


def rules_of(text: str) -> RuleSet:
    return compile_rules(read_yaml(text).model)


def test_a_table_is_drawn_in_words() -> None:
    counted, reduction = sheets_of(rules_of(SCHEME.replace("result: number", "result: money")))
    assert counted.title == "Income that counts" and counted.rows[0].tests[0].words == "yes"
    assert counted.rows[0].results[0].is_worked_out
    row = reduction.rows[0]
    assert [cell.words for cell in row.tests] == ["single", "under £100"]
    assert [cell.text for cell in row.tests] == ["single", "< 100"]
    assert row.results[0].words == "£20" and row.because.startswith("You live alone")
    assert reduction.rows[2].tests[0].words == ""
    assert reduction.otherwise[0].words == "£0"


def test_what_the_rules_are_for_is_what_nothing_else_needs() -> None:
    assert final_decisions(rules_of(SCHEME).model) == ("Reduction",)


def test_logic_that_is_no_table_is_named_and_left_out() -> None:
    xml = table_xml([("Age", "number")], [["-", "1"]])
    xml = xml[: xml.index("<decisionTable")] + "<list/></decision></definitions>"
    (sheet,) = sheets_of(compile_rules(read_dmn(xml)))
    assert not sheet.is_table and not sheet.formula


def test_added_removed_and_changed_rules_are_told_apart() -> None:
    rule = '      - when: {Household: couple, Counted: "< 150"}\n        then: 25\n'
    old, new = rules_of(SCHEME), rules_of(SCHEME.replace(rule, rule.replace("25", "26")))
    (change,) = changes(old, new)
    assert [(row.kind, row.before, row.after) for row in change.rows] == [("changed", 2, 2)]
    assert [(cell.before, cell.after) for cell in change.rows[0].cells] == [("25", "26")]
    more = SCHEME.replace(
        "    otherwise: 0\n", '      - when: {Counted: "< 300"}\n        then: 1\n    otherwise: 0\n'
    )
    (change,) = changes(old, rules_of(more))
    assert [(row.kind, row.before, row.after) for row in change.rows] == [("added", None, 4)]
    (change,) = changes(rules_of(more), old)
    assert [(row.kind, row.before, row.after) for row in change.rows] == [("removed", 4, None)]
    assert changes(old, old) == ()


def test_decisions_and_questions_that_come_and_go() -> None:
    old = rules_of(SCHEME)
    new = rules_of(SCHEME.replace("  Reduction:\n", "  Help:\n").replace("{Reduction: 20}", "{Help: 20}")
                   .replace("How much comes in each week?", "What comes in?"))  # fmt: skip
    assert [(one.kind, one.name) for one in changes(old, new)] == [
        ("added", "Help"),
        ("removed", "Reduction"),
    ]
    assert [one.after for one in input_changes(old, new)] == ["What comes in?"]


def test_every_change_between_two_years_is_found() -> None:
    found = changes(rules_of(SCHEME), rules_of(NEXT_YEAR))
    assert [(sheet.name, [row.after for row in sheet.rows]) for sheet in found] == [("Reduction", [1, 3])]


def test_a_cell_is_written_over() -> None:
    model = rules_of(SCHEME).model
    rules = compile_rules(edited(model, "Reduction", {(0, 1): "< 130", (3, 2): "1"}))
    assert rules.decide("Reduction", {"Income": 120, "Household": "single"}).value == 20
    assert rules.decide("Reduction", {"Income": 900, "Household": "single"}).value == 1
    assert edited(model, "Reduction", {}) == model


def test_a_cell_that_cannot_be_read_says_why() -> None:
    model = rules_of(SCHEME).model
    with pytest.raises(CellsMistaken) as mistaken:
        edited(model, "Reduction", {(0, 0): "singel", (1, 0): "copule"})
    assert mistaken.value.words.keys() == {(0, 0), (1, 0)} and "Did you mean “single”?" in str(mistaken.value)
    with pytest.raises(RuleError):
        compile_rules(edited(model, "Reduction", {(0, 1): "< ("}))
    with pytest.raises(LookupError):
        edited(model, "Nothing", {})


def test_inputs_become_questions() -> None:
    found = {one.name: one for one in asked_of(rules_of(SCHEME))}
    assert found["Income"].holds == "whole number" and found["Carer"].holds == "yes or no"
    assert found["Household"].values == ("single", "couple")
    assert value_typed("plain words") == "plain words" and value_typed("[1, 2]") == [1, 2]
    with pytest.raises(ValueError, match=r"\w"):
        value_typed("[1, ")

"""Values that cannot be worked out yet, values that cannot be, and texts that look like other values."""

from __future__ import annotations

from .. import compile_rules, outlook, read_yaml, review, run_examples

WORKED_OUT = """\
rules: Help with a bill
inputs:
  Savings: {type: number, ask: What have you saved?}
  Home: {values: [rented, owned], ask: Is your home rented or owned?}
  Income: {type: number, ask: What comes in?}
  Rent: {type: number, ask: What do you pay for your home?}
decisions:
  Left over:
    value: Income - Rent
  Help:
    choose: first
    result: text
    rules:
      - when: {Savings: "> 6000"}
        then: none
      - when: {Left over: "<= 100"}
        then: whole
      - then: half
  Letter:
    columns: [Home]
    result: text
    rules:
      - when: {Home: rented}
        then: to the landlord
      - when: {Home: owned}
        then: to you
"""


def test_an_answer_may_settle_the_result_before_a_value_can_be_worked_out() -> None:
    rules = compile_rules(read_yaml(WORKED_OUT).model)

    assert outlook(rules, "Help", {"Savings": 7000}).settled
    open_view = outlook(rules, "Help", {"Savings": 10, "Income": 300})
    assert [question.name for question in open_view.questions] == ["Rent"]
    assert {one.value for one in open_view.results} == {"whole", "half"}
    assert outlook(rules, "Help", {"Savings": 10, "Income": 300, "Rent": 250}).likeliest == "whole"


def test_values_that_an_input_cannot_have_are_no_gap() -> None:
    rules = compile_rules(read_yaml(WORKED_OUT).model)

    assert review(rules).problems == ()
    assert rules.decider("Letter")({"Home": "a boat"}) is None
    assert rules.decide("Letter", {"Home": "a boat"}).value is None


def test_yes_and_no_among_the_values_of_a_text_stay_texts() -> None:
    text = """\
rules: Duty
inputs:
  Duty: {values: [no, relief, main], ask: Which duty?}
decisions:
  Home:
    choose: first
    result: yes or no
    rules:
      - when: {Duty: no}
        then: no
      - then: yes
tests:
  - {name: none, given: {Duty: no}, expect: {Home: no}}
  - {name: one, given: {Duty: main}, expect: {Home: yes}}
"""
    file = read_yaml(text)

    assert run_examples(compile_rules(file.model), file.tests) == ()


def test_questions_that_are_equally_open_keep_their_order() -> None:
    rules = compile_rules(read_yaml(WORKED_OUT).model)

    assert [question.name for question in outlook(rules, "Left over", {}).questions] == ["Income", "Rent"]

"""DMN models: XML both ways, decision tables, functions, services, imports."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from .. import RuleError, RuleSyntaxError, compile_rules, read_dmn, read_dmn_file, write_dmn
from ..values.text import literal
from .samples import table_xml

HEAD = '<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="urn:m"'


def decided(xml: str, decision: str = "Result", **answers: Any) -> Any:
    return compile_rules(read_dmn(xml)).decide(decision, answers).value


def test_every_model_of_the_kit_survives_a_round_trip(tck_folder: Path) -> None:
    files = sorted(tck_folder.rglob("*.dmn"))
    changed = [file.name for file in files if (model := read_dmn_file(file)) != read_dmn(write_dmn(model))]

    assert len(files) > 100
    assert changed == []


def test_the_round_trip_keeps_accountability_questions_and_diagrams() -> None:
    xml = (
        f'{HEAD} xmlns:m="urn:moothall:rules"><extensionElements><m:about version="3" validFrom="2026-04-01">'
        '<!-- law --> Housing Act 1996</m:about></extensionElements><di:DMNDI xmlns:di="urn:di"><di:Shape '
        'di:colour="red"/></di:DMNDI></definitions>'
    )
    model = read_dmn(write_dmn(read_dmn(xml)))

    assert (model.about.citation, model.about.version) == ("Housing Act 1996", "3")
    assert model.about.applies_on("2026-04-01")
    assert not model.about.applies_on("2026-03-31")
    assert 'colour="red"' in write_dmn(model)


AGES = [("Age", "number")]
BANDS = [["< 18", '"child"'], ["[18..65)", '"adult"'], [">= 65", '"older"']]


@pytest.mark.parametrize(("age", "band"), [(17, "child"), (18, "adult"), (64.5, "adult"), (65, "older")])
def test_a_unique_table_gives_the_rule_that_applies(age: float, band: str) -> None:
    assert decided(table_xml(AGES, BANDS), Age=age) == band


@pytest.mark.parametrize(
    ("hit", "result"),
    [
        ("UNIQUE", "null"),
        ("FIRST", "1"),
        ("ANY", "null"),
        ("PRIORITY", "2"),
        ("COLLECT", "[1, 2]"),
        ("RULE ORDER", "[1, 2]"),
        ("OUTPUT ORDER", "[2, 1]"),
        ('COLLECT" aggregation="SUM', "3"),
        ('COLLECT" aggregation="MIN', "1"),
        ('COLLECT" aggregation="MAX', "2"),
        ('COLLECT" aggregation="COUNT', "2"),
    ],
)
def test_every_hit_policy(hit: str, result: str) -> None:
    xml = table_xml(AGES, [["> 10", "1"], ["> 5", "2"], ["< 5", "3"]], hit=hit, output_type="Any").replace(
        '<output name="Result">', '<output name="Result"><outputValues><text>2, 1, 3</text></outputValues>'
    )

    assert literal(decided(xml, Age=20)) == result


def test_no_rule_gives_the_default_or_null() -> None:
    assert decided(table_xml(AGES, [["< 18", '"child"']], default='"adult"'), Age=20) == "adult"
    assert decided(table_xml(AGES, [["< 18", '"child"']]), Age=20) is None


def test_an_answer_of_the_wrong_type_counts_as_missing_and_is_noted() -> None:
    outcome = compile_rules(read_dmn(table_xml(AGES, BANDS))).decide("Result", {"Age": "old"})

    assert outcome.value is None
    assert outcome.notes[0] == 'Age must be number, not "old"'


def test_knowledge_models_services_and_invocations() -> None:
    xml = (
        f'{HEAD}><businessKnowledgeModel id="twice" name="twice"><variable name="twice"/>'
        "<encapsulatedLogic>"
        '<formalParameter name="n" typeRef="number"/>'
        "<literalExpression><text>2 * n</text></literalExpression>"
        '</encapsulatedLogic></businessKnowledgeModel><inputData id="x" name="x"><variable name="x" '
        'typeRef="number"/></inputData><decision id="doubled" name="doubled"><variable name="doubled"/>'
        '<informationRequirement><requiredInput href="#x"/></informationRequirement><knowledgeRequirement>'
        '<requiredKnowledge href="#twice"/></knowledgeRequirement><literalExpression><text>twice(x)</text>'
        '</literalExpression></decision><decisionService id="s" name="s"><variable name="s"/>'
        '<outputDecision href="#doubled"/><inputData href="#x"/></decisionService>'
        '<decision id="top" name="top"><variable name="top"/><knowledgeRequirement>'
        '<requiredKnowledge href="#s"/>'
        "</knowledgeRequirement>"
        "<literalExpression><text>s(21) + s(x: 1)</text></literalExpression></decision>"
        "</definitions>"
    )

    assert decided(xml, "top") == Decimal(44)
    assert decided(xml, "doubled", x=4) == Decimal(8)


def test_a_decision_sees_only_what_it_requires() -> None:
    xml = (
        f'{HEAD}><inputData id="x" name="x"><variable name="x"/></inputData><decision id="d" name="d">'
        '<variable name="d"/><literalExpression><text>x</text></literalExpression></decision></definitions>'
    )

    with pytest.raises(RuleError, match="nothing says that it is needed here"):
        compile_rules(read_dmn(xml))
    assert compile_rules(read_dmn(xml), strict=False).decide("d", {"x": 1}).value is None


def test_decisions_that_require_one_another_are_refused() -> None:
    decision = (
        '<decision id="{0}" name="{0}"><variable name="{0}"/><informationRequirement>'
        '<requiredDecision href="#{1}"/>'
        "</informationRequirement><literalExpression><text>{1}</text></literalExpression></decision>"
    )
    xml = f"{HEAD}>{decision.format('a', 'b')}{decision.format('b', 'a')}</definitions>"

    with pytest.raises(RuleError, match="requires itself"):
        compile_rules(read_dmn(xml))


def test_java_is_refused_at_compilation() -> None:
    xml = (
        f'{HEAD}><decision id="d" name="d"><variable name="d"/><functionDefinition kind="Java">'
        "</functionDefinition></decision></definitions>"
    )

    with pytest.raises(RuleError, match="Functions written in Java are not carried out"):
        compile_rules(read_dmn(xml))


@pytest.mark.parametrize(
    "attack",
    [
        '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><definitions>&b;</definitions>',
        '<!DOCTYPE d [<!ENTITY f SYSTEM "file:///etc/passwd">]><definitions>&f;</definitions>',
        '<!DOCTYPE definitions SYSTEM "http://127.0.0.1/evil.dtd"><definitions/>',
        '<!DOCTYPE d [<!ENTITY % p SYSTEM "http://127.0.0.1/p"> %p;]><definitions/>',
    ],
)
def test_entity_tricks_are_refused(attack: str) -> None:
    with pytest.raises(RuleSyntaxError, match="DOCTYPE"):
        read_dmn(attack)


def test_a_requirement_that_leads_nowhere_is_named() -> None:
    xml = (
        f'{HEAD}><inputData id="age" name="Age"><variable name="Age"/></inputData>\n'
        '<decision id="d" name="d"><informationRequirement><requiredInput href="#agee"/>'
        "</informationRequirement></decision></definitions>"
    )

    with pytest.raises(RuleError) as caught:
        compile_rules(read_dmn(xml))

    problem = caught.value.problems[0]
    assert (problem.place.line, problem.text, problem.suggestion) == (2, "#agee", "age")

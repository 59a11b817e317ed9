"""Rules that several tests use."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

BULKY_WASTE = """\
rules: Bulky waste
about: What a collection costs.
citation: Fees and charges 2026, table 4
version: "3"
valid_from: 2026-04-01

inputs:
  Items:
    type: whole number
    ask: How many items should we collect?
  Age:
    type: whole number
    ask: How old are you?
  Household:
    values: [owner, tenant, council tenant]
    ask: Who lives in your home?
  Benefits:
    type: yes or no
    ask: Do you get an income-related benefit?

decisions:
  Concession:
    choose: first
    result: yes or no
    rules:
      - when: {Benefits: yes}
        then: yes
        because: You get an income-related benefit.
      - when: {Age: ">= 67"}
        then: yes
        because: You are 67 or over.
    otherwise: no
  Fee:
    choose: first
    result: number
    rules:
      - when: {Household: council tenant, Items: "<= 3"}
        then: 0
        because: Council tenants have three items collected free.
      - when: {Concession: yes, Items: "<= 5"}
        then: 9
      - when: {Items: "<= 5"}
        then: 18
    otherwise: = 18 + 4 * (Items - 5)

tests:
  - name: a pensioner
    given: {Items: 2, Age: 70, Household: owner, Benefits: no}
    expect: {Concession: yes, Fee: 9}
  - name: many things
    given: {Items: 8, Age: 30, Household: tenant, Benefits: no}
    expect: {Fee: 30}
"""


def table_xml(
    inputs: Sequence[tuple[str, str]],
    rows: Sequence[Sequence[str]],
    *,
    hit: str = "UNIQUE",
    default: str = "",
    output_type: str = "string",
) -> str:
    """DMN XML of one decision `Result`: a table over the inputs, the last cell of each row its result."""
    elements = "".join(
        f'<inputData id="{name}" name="{name}"><variable name="{name}" typeRef="{type_}"/></inputData>'
        for name, type_ in inputs
    )
    needs = "".join(
        f'<informationRequirement><requiredInput href="#{name}"/></informationRequirement>'
        for name, _ in inputs
    )
    clauses = "".join(
        f"<input><inputExpression><text>{name}</text></inputExpression></input>" for name, _ in inputs
    )
    otherwise = f"<defaultOutputEntry><text>{escape(default)}</text></defaultOutputEntry>" if default else ""
    rules = "".join(_rule(row) for row in rows)
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="sample" '
        'namespace="urn:sample">'
        f'{elements}<decision id="result" name="Result"><variable name="Result" typeRef="{output_type}"/>'
        f"{needs}"
        f'<decisionTable hitPolicy="{hit}">{clauses}<output name="Result">{otherwise}</output>{rules}'
        "</decisionTable></decision></definitions>"
    )


def _rule(row: Sequence[str]) -> str:
    tests = "".join(f"<inputEntry><text>{escape(cell)}</text></inputEntry>" for cell in row[:-1])
    return f"<rule>{tests}<outputEntry><text>{escape(row[-1])}</text></outputEntry></rule>"

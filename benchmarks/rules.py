"""How fast the rules engine decides, beside zen-engine, a CEL library and a function written by hand.

    python benchmarks/rules.py

All four decide the same 24-rule eligibility table over the same cases, in the same run; their answers are
compared first. Figures are decisions per second of CPU time (all threads), the best of several rounds.
"""

from __future__ import annotations

import json
import platform
import random
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from time import process_time
from typing import Any

import cel
import numpy as np
import zen

sys.path.insert(0, str(Path(__file__).parent.parent / "src"))

from moothall.engines.dmn import RuleSet, compile_rules, read_dmn, read_yaml, write_dmn

CASES = 20_000
ROWS = 1_000_000
ROUNDS = 7
Case = Mapping[str, Any]
Decide = Callable[[Case], Any]

HOUSEHOLDS = ("single", "couple", "parent", "carer", "student", "pensioner")


def rules_of_the_scheme() -> list[tuple[str, int, int, int, int, bool | None, str]]:
    """The 24 rules: household, age from and below, income from and below, disability or None, result."""
    found: list[tuple[str, int, int, int, int, bool | None, str]] = []
    for number, household in enumerate(HOUSEHOLDS):
        ceiling = 14_000 + 2_000 * number
        found += [
            (household, 18, 67, 0, ceiling, True, "full, with premium"),
            (household, 18, 67, 0, ceiling, None, "full"),
            (household, 18, 67, ceiling, ceiling + 8_000, None, "half"),
            (household, 67, 130, 0, ceiling + 4_000, None, "pension rate"),
        ]
    return found


def scheme_in_yaml() -> str:
    """The scheme as a service owner would write it."""
    lines = [
        "rules: Council tax reduction",
        "inputs:",
        f"  Household: {{values: [{', '.join((*HOUSEHOLDS, 'other'))}]}}",
        "  Age: whole number",
        "  Income: number",
        "  Disabled: yes or no",
        "decisions:",
        "  Reduction:",
        "    choose: first",
        "    result: text",
        "    rules:",
    ]
    for household, youngest, oldest, lowest, highest, disabled, result in rules_of_the_scheme():
        also = "" if disabled is None else ", Disabled: yes"
        ages, incomes = f'"[{youngest}..{oldest})"', f'"[{lowest}..{highest})"'
        lines.append(f"      - when: {{Household: {household}, Age: {ages}, Income: {incomes}{also}}}")
        lines.append(f'        then: "{result}"')
    return "\n".join([*lines, "    otherwise: none", ""])


def by_hand(case: Case) -> str:
    """The scheme as a programmer might write it."""
    household, age, income = case["Household"], case["Age"], case["Income"]
    if household == "other" or age < 18 or age >= 130 or income < 0:
        return "none"
    ceiling = 14_000 + 2_000 * HOUSEHOLDS.index(household)
    if age >= 67:
        return "pension rate" if income < ceiling + 4_000 else "none"
    if income < ceiling:
        return "full, with premium" if case["Disabled"] else "full"
    return "half" if income < ceiling + 8_000 else "none"


def in_cel() -> Decide:
    """The scheme as one CEL expression, a chain of conditions."""
    chain = '"none"'
    for household, youngest, oldest, lowest, highest, disabled, result in reversed(rules_of_the_scheme()):
        test = f'Household == "{household}" && Age >= {youngest} && Age < {oldest}'
        test += f" && Income >= {lowest} && Income < {highest}" + (" && Disabled" if disabled else "")
        chain = f'({test} ? "{result}" : {chain})'
    program = cel.compile(chain)
    return lambda case: program.execute(dict(case))


def in_zen() -> Decide:
    """The scheme as a decision table of zen-engine."""
    rows = [
        {
            "_id": str(number), "h": f'"{household}"', "a": f"[{youngest}..{oldest})",
            "i": f"[{lowest}..{highest})", "d": "true" if disabled else "", "r": f'"{result}"',
        }
        for number, (household, youngest, oldest, lowest, highest, disabled, result) in enumerate(
            rules_of_the_scheme()
        )
    ]  # fmt: skip
    rows.append({"_id": "x", "h": "", "a": "", "i": "", "d": "", "r": '"none"'})
    fields = (("h", "Household"), ("a", "Age"), ("i", "Income"), ("d", "Disabled"))
    table = {
        "hitPolicy": "first",
        "inputs": [{"id": key, "name": field, "field": field} for key, field in fields],
        "outputs": [{"id": "r", "name": "result", "field": "result"}],
        "rules": rows,
    }
    content = {
        "nodes": [
            {"id": "in", "type": "inputNode", "name": "in", "position": {"x": 0, "y": 0}},
            {
                "id": "t",
                "type": "decisionTableNode",
                "name": "t",
                "content": table,
                "position": {"x": 1, "y": 0},
            },
            {"id": "out", "type": "outputNode", "name": "out", "position": {"x": 2, "y": 0}},
        ],
        "edges": [
            {"id": "1", "sourceId": "in", "targetId": "t", "type": "edge"},
            {"id": "2", "sourceId": "t", "targetId": "out", "type": "edge"},
        ],
    }
    decision = zen.ZenEngine().create_decision(json.dumps(content))
    return lambda case: decision.evaluate(dict(case))["result"]["result"]


def cases(count: int) -> list[dict[str, Any]]:
    """Random people, always the same ones."""
    chance = random.Random(2026)
    households = (*HOUSEHOLDS, "other")
    return [
        {
            "Household": chance.choice(households),
            "Age": chance.randrange(0, 100),
            "Income": chance.randrange(0, 40_000),
            "Disabled": chance.random() < 0.1,
        }
        for _ in range(count)
    ]


def per_second(decide: Decide, people: Sequence[Case]) -> float:
    """Decisions per second of CPU time, the best of several rounds."""
    best = 0.0
    for _ in range(ROUNDS):
        started = process_time()
        for person in people:
            decide(person)
        best = max(best, len(people) / (process_time() - started))
    return best


def columns_per_second(rules: RuleSet) -> float:
    """Rows decided per second of CPU time, a million at once."""
    chance = np.random.default_rng(2026)
    columns = {
        "Household": np.array((*HOUSEHOLDS, "other"))[chance.integers(0, 7, ROWS)],
        "Age": chance.integers(0, 100, ROWS),
        "Income": chance.integers(0, 40_000, ROWS),
        "Disabled": chance.random(ROWS) < 0.1,
    }
    best = 0.0
    for _ in range(ROUNDS):
        started = process_time()
        results = rules.decide_columns("Reduction", columns)
        best = max(best, ROWS / (process_time() - started))
    _check_rows(results.to_list()[:CASES], columns)
    return best


def _check_rows(results: Sequence[Any], columns: Mapping[str, Any]) -> None:
    rows = zip(*(column[:CASES].tolist() for column in columns.values()), strict=True)
    wanted = [by_hand(dict(zip(columns, row, strict=True))) for row in rows]
    if list(results) != wanted:
        raise SystemExit("the columns give other answers than the function written by hand")


def compile_milliseconds(xml: str) -> float:
    """CPU milliseconds from DMN XML to a function that decides, the best of several rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        started = process_time()
        compile_rules(read_dmn(xml)).decider("Reduction")
        best = min(best, process_time() - started)
    return best * 1000


def main() -> None:
    """Print the figures."""
    model = read_yaml(scheme_in_yaml()).model
    rules = compile_rules(model)
    people = cases(CASES)
    contenders: dict[str, Decide] = {
        "Moothall": rules.decider("Reduction"),
        "written by hand": by_hand,
        "CEL (common-expression-language)": in_cel(),
        "zen-engine": in_zen(),
    }
    wanted = [by_hand(person) for person in people[:2000]]
    for name, decide in contenders.items():
        if [decide(person) for person in people[:2000]] != wanted:
            raise SystemExit(f"{name} gives other answers than the function written by hand")
    print(f"24 rules, {CASES:,} cases, Python {platform.python_version()}, decisions per CPU second:")
    for name, decide in contenders.items():
        few = people if name in ("Moothall", "written by hand") else people[:4000]
        print(f"  {per_second(decide, few):>12,.0f}  {name}")
    print(f"  {columns_per_second(rules):>12,.0f}  Moothall, {ROWS:,} rows at once")
    print(f"compiled from DMN XML in {compile_milliseconds(write_dmn(model)):.1f} ms")


if __name__ == "__main__":
    main()

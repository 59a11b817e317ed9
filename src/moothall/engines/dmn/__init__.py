"""Rules a service owner can write, test and trust: DMN 1.5 and FEEL, compiled.

The engine stands on its own: it knows nothing of Moothall and needs only NumPy, ruamel.yaml and openpyxl.

    file = read_yaml(text, source="bulky.yaml")      # or read_dmn, read_csv, read_xlsx
    rules = compile_rules(file.model)                # raises RuleError: line, column, what was expected
    rules.decide("Fee", {"Items": 2, "Age": 70})     # an Outcome: value, why it is null, which rules applied
    rules.decider("Fee")                             # the fastest function from answers to the value
    rules.decide_columns("Fee", columns)             # a whole population at once
    outlook(rules, "Fee", {"Items": 2})              # what is known already, and what to ask next
    explain(rules, "Fee", answers).lines             # why, in plain words
    review(rules)                                    # gaps, overlaps, contradictions, unreachable rules
"""

from __future__ import annotations

from .explain import Explanation, explain
from .feel.expressions import compile_expression, compile_tests, evaluate
from .limits import STANDARD_LIMITS, Limits, Run
from .model.elements import About, Model
from .notation.cases import Example, Miss, run_examples
from .notation.csv_rules import read_csv, write_csv
from .notation.xlsx_rules import read_xlsx, sheet_text
from .notation.yaml_rules import RulesFile, read_yaml
from .notation.yaml_writing import write_yaml
from .outlook import Outlook, Question, outlook
from .problems import LimitReached, Place, Problem, RuleError, RuleSyntaxError
from .publish import Review, in_force, review
from .ruleset import Hit, Outcome, RuleSet, compile_rules
from .tables.analysis import Findings, analyse
from .tables.columns import Results
from .values.plain import from_python, to_python
from .xml.reading import read_dmn, read_dmn_file
from .xml.writing import write_dmn

__all__ = [
    "STANDARD_LIMITS",
    "About",
    "Example",
    "Explanation",
    "Findings",
    "Hit",
    "LimitReached",
    "Limits",
    "Miss",
    "Model",
    "Outcome",
    "Outlook",
    "Place",
    "Problem",
    "Question",
    "Results",
    "Review",
    "RuleError",
    "RuleSet",
    "RuleSyntaxError",
    "RulesFile",
    "Run",
    "analyse",
    "compile_expression",
    "compile_rules",
    "compile_tests",
    "evaluate",
    "explain",
    "from_python",
    "in_force",
    "outlook",
    "read_csv",
    "read_dmn",
    "read_dmn_file",
    "read_xlsx",
    "read_yaml",
    "review",
    "run_examples",
    "sheet_text",
    "to_python",
    "write_csv",
    "write_dmn",
    "write_yaml",
]

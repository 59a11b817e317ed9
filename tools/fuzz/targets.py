"""What the rules engine is fuzzed with: the first byte of an input chooses what reads the rest.

Expressions, unary tests, expressions made of FEEL's own words, YAML, CSV, DMN XML, regular expressions. What
can be read is carried out within small limits and written out again. Anything but a value or a RuleError is a
finding.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "src"))

from moothall.engines.dmn import (
    Limits,
    RuleError,
    Run,
    compile_expression,
    compile_rules,
    compile_tests,
    explain,
    outlook,
    read_csv,
    read_dmn,
    read_yaml,
    review,
    write_dmn,
    write_yaml,
)
from moothall.engines.dmn.builtins import BUILT_INS
from moothall.engines.dmn.model.elements import Model
from moothall.engines.dmn.problems import Undefined
from moothall.engines.dmn.regex.pattern import pattern
from moothall.engines.dmn.values.text import literal

QUICK = Limits(steps=5000, seconds=2, call_depth=20)
WORDS = (
    *"()[]{}<>=+-*/,:.?", "..", "**", "<=", ">=", "!=", "if ", " then ", " else ", "for ", " in ",
    " return ", "some ", "every ", " satisfies ", "function", " and ", " or ", "not", " between ",
    " instance of ", "null", "true", "false", "a", "b c", "item", "partial", "1", "0", "2.5", "-1", "1e9",
    '"x"', '""', '@"P1D"', '@"P1Y"', '@"2020-02-29"', '@"10:00:00@Europe/Paris"',
    '@"2020-01-01T00:00:00Z"', "list<", "context<", "number", " ", *BUILT_INS,
)  # fmt: skip
GIVEN = {"a": [{"a": "x", "b": 2}], "b c": None}


def run_expression(text: str) -> None:
    """Compile, evaluate, and write out."""
    literal(compile_expression(text, [*GIVEN]).evaluate(Run(QUICK), [*GIVEN.values()]))


def run_tests(text: str) -> None:
    """The same for unary tests."""
    compile_tests(text, ["?", *GIVEN]).evaluate(Run(QUICK), [None, *GIVEN.values()])


def run_words(text: str) -> None:
    """An expression put together from whole words."""
    run_expression("".join(WORDS[ord(character) % len(WORDS)] for character in text[:40]))


def run_yaml(text: str) -> None:
    """Read rules, use them, and write them again."""
    file = read_yaml(text)
    use(file.model)
    again = read_yaml(write_yaml(file.model, file.tests))
    assert again.model == file.model, "YAML gave back another model"


def run_csv(text: str) -> None:
    """Read a table and use it."""
    use(read_csv(text))


def run_dmn(text: str) -> None:
    """Read a model, use it, and write it again."""
    model = read_dmn(text)
    use(model)
    assert read_dmn(write_dmn(model)) == model, "DMN XML gave back another model"


def run_pattern(text: str) -> None:
    """Search with a regular expression."""
    searched, _, rest = text.partition("\n")
    pattern(searched, "").search(Run(QUICK), rest)


def use(model: Model) -> None:
    """Everything that is done with rules."""
    rules = compile_rules(model, limits=QUICK)
    review(rules)
    for name in rules.decision_names():
        outlook(rules, name, {})
        explain(rules, name, dict.fromkeys(rules.inputs, 1))


RUNS = (run_expression, run_tests, run_words, run_yaml, run_csv, run_dmn, run_pattern)


def one_input(content: bytes) -> None:
    """Read one input; returns if it has a value or is refused with reasons."""
    if not content:
        return
    try:
        RUNS[content[0] % len(RUNS)](content[1:].decode("utf-8", "surrogateescape"))
    except (RuleError, Undefined):
        return

"""What DMN 1.5 says of FEEL, expression by expression: `expressions/*.feel`, a line each with its value."""

from __future__ import annotations

from pathlib import Path

import pytest

from .. import RuleSyntaxError, Run, compile_expression
from ..values.text import literal

ARROW = "  →  "
FILES = sorted((Path(__file__).parent / "expressions").glob("*.feel"))


def value_of(text: str) -> str:
    """The value of an expression, written out; “unreadable” when it cannot be read."""
    try:
        return literal(compile_expression(text).evaluate(Run()))
    except RuleSyntaxError:
        return "unreadable"


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.stem))
def test_expressions_have_the_values_of_the_standard(file: Path) -> None:
    lines = [line.split(ARROW) for line in file.read_text(encoding="utf-8").splitlines()]

    wrong = [
        f"{text} is {found}, not {wanted}" for text, wanted in lines if (found := value_of(text)) != wanted
    ]

    assert len(lines) > 20
    assert wrong == []

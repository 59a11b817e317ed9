"""Test cases beside the rules: answers, and the results they must give."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ..problems import NOWHERE, Place, Problem, RuleError, closest
from ..ruleset import RuleSet
from ..values.compare import equal
from ..values.plain import from_python
from ..values.temporal_text import temporal_from_text
from ..values.text import literal
from ..values.types import STRING, resolved
from .yaml_tree import Part

EXAMPLE_KEYS = ("name", "given", "expect")


@dataclass(frozen=True, slots=True)
class Example:
    """One test: its name, the answers given, and the result expected of each decision."""

    name: str
    given: Mapping[str, Any]
    expect: Mapping[str, Any]
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Miss:
    """A test that did not give what it should."""

    example: Example
    decision: str
    expected: Any
    produced: Any
    notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.example.place}: {self.words}"

    @property
    def words(self) -> str:
        """What was expected and what came out, without the place."""
        wanted, got = literal(self.expected), literal(self.produced)
        because = f" ({self.notes[0]})" if self.notes else ""
        return (
            f"the test “{self.example.name}” expects {self.decision} to be {wanted}, "
            f"but it is {got}{because}."
        )


def example_of(part: Part) -> Example:
    """Read one test. Raises RuleError when it is not complete."""
    entries = part.mapping(known=EXAMPLE_KEYS, what="A test")
    if "expect" not in entries:
        raise RuleError(Problem("This test expects nothing.", part.place, part.shown, "a line “expect: …”"))
    given = entries["given"].mapping(what="given") if "given" in entries else {}
    return Example(
        name=entries["name"].word("name") if "name" in entries else "without a name",
        given={name: plain_value(value) for name, value in given.items()},
        expect={name: plain_value(value) for name, value in entries["expect"].mapping(what="expect").items()},
        place=part.place,
    )


def plain_value(part: Part) -> Any:
    """A value as YAML shows it: yes and no as truth, numbers, dates by their form, otherwise text."""
    if part.items is not None:
        return [plain_value(item) for item in part.items]
    if part.entries is not None:
        return {name: plain_value(value) for name, value in part.entries.items()}
    if part.kind == "null":
        return None
    if part.kind == "number":
        return Decimal(part.text.replace("_", ""))
    if part.kind == "truth" or (not part.quoted and part.text in ("yes", "no")):
        return part.text.casefold() in ("true", "yes")
    return part.text if part.quoted else temporal_from_text(part.text) or part.text


def run_examples(rules: RuleSet, examples: Iterable[Example]) -> tuple[Miss, ...]:
    """Run the tests; returns those that did not give what they should. Raises as RuleSet.decide does."""
    misses: list[Miss] = []
    for example in examples:
        given = {
            name: _as_declared(rules, name, value, example.place) for name, value in example.given.items()
        }
        for decision, expected in example.expect.items():
            _require(decision, rules.decision_names(), "decision", example.place)
            outcome = rules.decide(decision, given)
            wanted = from_python(expected)
            if not _agrees(wanted, outcome.value):
                misses.append(Miss(example, decision, wanted, outcome.value, outcome.notes))
    return tuple(misses)


def _require(name: str, known: Collection[str], what: str, place: Place) -> None:
    """Raises RuleError for a name that is none."""
    if name not in known:
        message, expected = f"The rules have no {what} of this name.", "one of " + ", ".join(known)
        raise RuleError(Problem(message, place, name, expected, closest(name, known)))


def _as_declared(rules: RuleSet, name: str, value: Any, place: Place) -> Any:
    """The value of an input; for one of text, a date stays text, and so do yes and no.

    Raises RuleError for a name that is none.
    """
    _require(name, rules.inputs, "input", place)
    is_text = resolved(rules.graph.input_type(rules.inputs[name])) is STRING
    if is_text and isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if is_text and value is not None and not isinstance(value, str) else value


def _agrees(expected: Any, produced: Any) -> bool:
    return equal(expected, produced) is True or (isinstance(produced, str) and str(expected) == produced)

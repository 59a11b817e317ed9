"""Whether rules may be published: readable, complete, and without contradictions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .model.boxed import DecisionTable, Rule
from .model.elements import Decision, Model
from .problems import Problem
from .ruleset import RuleSet
from .running.graph import Graph
from .running.hit_policies import SINGLE
from .running.linking import Key, key_of
from .tables.analysis import Findings, analyse
from .tables.constants import NotPlain
from .tables.graph_grid import graph_grid


@dataclass(frozen=True, slots=True)
class Review:
    """What was found: problems that stop publication, and remarks that do not."""

    problems: tuple[Problem, ...]
    remarks: tuple[Problem, ...]
    findings: dict[str, Findings]

    @property
    def may_be_published(self) -> bool:
        return not self.problems


def review(rules: RuleSet) -> Review:
    """Look at every table of the model."""
    problems: list[Problem] = list(rules.problems)
    remarks: list[Problem] = []
    findings: dict[str, Findings] = {}
    for decision in rules.model.decisions:
        if not isinstance(decision.expression, DecisionTable):
            continue
        try:
            grid, sources = graph_grid(rules.graph, key_of(rules.model, decision))
        except NotPlain:
            problems += _without_proof(decision, decision.expression)
            continue
        found = findings[decision.name] = analyse(grid)
        problems += _gaps(decision, decision.expression, found)
        certain = _independent(rules.graph, sources)
        (problems if certain else remarks).extend(_overlaps(decision, decision.expression, found, certain))
        remarks += _unreachable(decision, decision.expression, found)
    return Review(tuple(problems), tuple(remarks), findings)


def in_force(versions: Iterable[Model], day: str) -> Model | None:
    """The version of some rules that applies on a day (`yyyy-mm-dd`): of several, the one that began last."""
    applying = [model for model in versions if model.about.applies_on(day)]
    return max(applying, key=lambda model: model.about.valid_from, default=None)


def _needs_default(table: DecisionTable) -> bool:
    return table.hit_policy in SINGLE and not any(clause.default for clause in table.outputs)


def _without_proof(decision: Decision, table: DecisionTable) -> Iterator[Problem]:
    """A table whose tests compute cannot be proved complete, so it needs a result for all other cases."""
    if _needs_default(table):
        message = f"Nobody can tell whether {decision.name} covers every case, because its tests compute."
        yield Problem(message, table.place, expected="a result for all other cases (otherwise)")


def _independent(graph: Graph, sources: Iterable[Key]) -> bool:
    """Whether the columns rest on different inputs, so that all their values can meet in one case."""
    rested = [graph.inputs_of(source).keys() for source in dict.fromkeys(sources)]
    return sum(map(len, rested)) == len(set().union(*rested))


def _gaps(decision: Decision, table: DecisionTable, found: Findings) -> Iterator[Problem]:
    if _needs_default(table):
        for gap in found.gaps:
            message = f"{decision.name} says nothing for this case: {gap}."
            yield Problem(
                message, table.place, expected="a rule for it, or a result for all other cases (otherwise)"
            )
        if not found.complete:
            message = f"{decision.name} has too many cases to prove that it covers them all."
            yield Problem(message, table.place, expected="a result for all other cases (otherwise)")


def _overlaps(decision: Decision, table: DecisionTable, found: Findings, certain: bool) -> Iterator[Problem]:
    """Rules that apply together; if not `certain`, then only where such a case can occur."""
    for overlap in found.overlaps:
        first, second = overlap.first + 1, overlap.second + 1
        what = "contradict each other" if overlap.contradicts else "both apply"
        case = f"in this case: {overlap.case}" if certain else f"if there is such a case: {overlap.case}"
        yield Problem(
            f"Rules {first} and {second} of {decision.name} {what} {case}.",
            _row(table, overlap.second).place,
            expected="rules that do not overlap, or the hit policy FIRST",
        )


def _unreachable(decision: Decision, table: DecisionTable, found: Findings) -> Iterator[Problem]:
    for number in found.unreachable:
        message = f"Rule {number + 1} of {decision.name} never decides anything: other rules come before it."
        yield Problem(message, _row(table, number).place)


def _row(table: DecisionTable, number: int) -> Rule:
    return table.rules[number]

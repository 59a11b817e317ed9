"""Why a decision came out as it did, in plain words, and what would change it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from .model.boxed import DecisionTable
from .model.elements import About, Decision
from .ruleset import Hit, Outcome, RuleSet
from .running.hit_policies import FIRST
from .tables.constants import NotPlain
from .tables.graph_grid import graph_grid
from .tables.grid import Grid, GridInput
from .tables.words import listed, region_words, shown
from .values.plain import from_python

Show = Callable[[str, Any], str]
BECAUSE = "because"
MOST_ALTERNATIVES = 5


def plainly(_name: str, value: Any) -> str:
    """A value in words, whatever it is the value of."""
    return shown(value)


@dataclass(frozen=True, slots=True)
class Alternative:
    """One answer that would change the result: which input, what it would have to be, and the result then."""

    input: str
    words: str
    example: Any
    result: Any
    result_words: str

    def __str__(self) -> str:
        return f"If {self.input} were {self.words}, the result would be {self.result_words}."


@dataclass(frozen=True, slots=True)
class Explanation:
    """The result, the reasons for it, what would change it, and the rule's law, version and dates.

    `lines` are sentences a resident can read, in order.
    """

    result: Any
    reasons: tuple[str, ...]
    alternatives: tuple[Alternative, ...]
    about: About
    outcome: Outcome

    @property
    def lines(self) -> tuple[str, ...]:
        return (*self.reasons, *map(str, self.alternatives), *about_lines(self.about))


def explain(
    rules: RuleSet, decision: str, answers: Mapping[str, Any], *, show: Show = plainly
) -> Explanation:
    """Decide and say why.

    `show` puts the value of a named input or decision into words, for instance pence as pounds. Raises as
    RuleSet.decide does.
    """
    outcome = rules.decide(decision, answers)
    element = rules.decision(decision)
    reasons = [f"{_title(element)}: {show(decision, outcome.value)}."]
    reasons += _reasons(rules, decision, outcome, answers, show)
    return Explanation(
        result=outcome.value,
        reasons=tuple(reasons),
        alternatives=tuple(_alternatives(rules, decision, answers, outcome.value, show)),
        about=_about(rules, element),
        outcome=outcome,
    )


def about_lines(about: About) -> Iterator[str]:
    """The law or policy, the version and the dates as sentences."""
    if about.citation:
        yield f"This follows {about.citation}."
    if about.version:
        yield f"This is version {about.version} of the rule."
    if about.valid_from or about.valid_to:
        dates = (("from", about.valid_from), ("to", about.valid_to))
        yield f"It applies {' '.join(f'{word} {day}' for word, day in dates if day)}."


def _title(element: Decision) -> str:
    return element.label or element.name


def _about(rules: RuleSet, element: Decision) -> About:
    own, whole = element.about, rules.model.about
    return replace(
        own,
        citation=own.citation or whole.citation,
        version=own.version or whole.version,
        valid_from=own.valid_from or whole.valid_from,
        valid_to=own.valid_to or whole.valid_to,
    )


def _reasons(
    rules: RuleSet, decision: str, outcome: Outcome, answers: Mapping[str, Any], show: Show
) -> Iterator[str]:
    """A sentence for every table that took part, the decision's own table last as it was reached."""
    for hit in outcome.hits:
        name = hit.table.name or decision
        prefix = "" if name == decision else f"{name}: "
        if not hit.rules:
            yield f"{prefix}None of the rules applies, so the result is the one for all other cases."
        deciding = hit.rules[:1] if hit.table.table.hit_policy == FIRST else hit.rules
        for rule in deciding:
            yield prefix + _because(rules, name, hit, rule, show)


def _because(rules: RuleSet, name: str, hit: Hit, rule: int, show: Show) -> str:
    """The author's own words for a rule, or its conditions put into words."""
    written = author_words(hit.table.table, rule)
    if written:
        return written
    conditions = list(_conditions(rules, name, hit, rule, show))
    return f"Because {listed(conditions, 'and')}." if conditions else f"Rule {rule + 1} applies to everyone."


def author_words(table: DecisionTable, rule: int) -> str:
    """The note of a rule in the column called because, or else in the first column of notes."""
    notes = dict(zip((name.casefold() for name in table.annotations), table.rules[rule].notes, strict=False))
    return notes.get(BECAUSE) or next(iter(table.rules[rule].notes), "")


def _conditions(rules: RuleSet, name: str, hit: Hit, rule: int, show: Show) -> Iterator[str]:
    grid = _grid_or_none(rules, name)
    for column, (one, value) in enumerate(zip(hit.table.inputs, hit.values, strict=True)):
        cell = hit.table.table.rules[rule].tests[column].text.strip()
        if cell in ("", "-"):
            continue
        words = _stretch(grid.inputs[column], rule, partial(show, one.label)) if grid else cell
        given = show(one.label, value)
        yield f"{one.label} is {given}" + ("" if words == given else f" ({words})")


def _stretch(one: GridInput, rule: int, show: Callable[[Any], str]) -> str:
    fitting = [number for number, mask in enumerate(one.masks) if mask >> rule & 1]
    return region_words(one.axis, fitting, show)


def _grid_or_none(rules: RuleSet, decision: str) -> Grid | None:
    try:
        return graph_grid(rules.graph, rules.graph.key_named(decision))[0]
    except NotPlain:
        return None


def _alternatives(
    rules: RuleSet, decision: str, answers: Mapping[str, Any], result: Any, show: Show
) -> Iterator[Alternative]:
    """Changes of one answer alone that would change the result, the nearest stretch of each result first."""
    decide = rules.decider(decision)
    found = 0
    for name, one, veto in _tested_inputs(rules, decision):
        value = from_python(answers[name]) if name in answers else None
        if value.__class__ is not one.axis.kind or one.axis.region_of(value) < 0:
            continue
        for changed, example, words in _on_axis(decide, answers, name, one, veto, value, result, show):
            yield Alternative(name, words, example, changed, show(decision, changed))
            found += 1
            if found == MOST_ALTERNATIVES:
                return


def _tested_inputs(rules: RuleSet, decision: str) -> Iterator[tuple[str, GridInput, int]]:
    """The inputs that some table behind the decision tests, each as the first such table does."""
    inputs = rules.graph.inputs_of(rules.graph.key_named(decision))
    for key in rules.graph.logic:
        try:
            grid, sources = graph_grid(rules.graph, key)
        except NotPlain:
            continue
        for one, source in zip(grid.inputs, sources, strict=True):
            name = inputs.pop(source, None)
            if name is not None:
                yield name, one, grid.veto


def _on_axis(
    decide: Callable[[Mapping[str, Any]], Any],
    answers: Mapping[str, Any],
    name: str,
    one: GridInput,
    veto: int,
    value: Any,
    result: Any,
    show: Show,
) -> Iterator[tuple[Any, Any, str]]:
    """Other results, an example value of the input for each, and all such values in words."""
    here = one.axis.region_of(value)
    by_result: dict[str, tuple[Any, list[int]]] = {}
    for number in one.allowed_regions(veto):
        outcome = decide({**answers, name: one.axis.regions[number].example})
        if repr(outcome) != repr(result):
            by_result.setdefault(repr(outcome), (outcome, []))[1].append(number)
    nearest_first = sorted(by_result.values(), key=lambda each: min(abs(number - here) for number in each[1]))
    for outcome, regions in nearest_first:
        nearest = min(regions, key=lambda number: abs(number - here))
        yield outcome, one.axis.regions[nearest].example, region_words(one.axis, regions, partial(show, name))

"""Why a decision came out as it did, in plain words, and what would change it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from .changes import Alternative, Show, alternatives
from .model.boxed import DecisionTable
from .model.elements import About, Decision
from .ruleset import Hit, Outcome, RuleSet
from .running.hit_policies import FIRST
from .tables.constants import NotPlain
from .tables.graph_grid import graph_grid
from .tables.grid import Grid, GridInput
from .tables.words import listed, region_words, shown

BECAUSE = "because"


def plainly(_name: str, value: Any) -> str:
    """A value in words, whatever it is the value of."""
    return shown(value)


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
    def because(self) -> tuple[str, ...]:
        """The authors' own words for the rules that decided, those of every table that took part."""
        written = (
            author_words(hit.table.table, rule) for hit in self.outcome.hits for rule in _deciding(hit)
        )
        return tuple(dict.fromkeys(words for words in written if words))

    @property
    def lines(self) -> tuple[str, ...]:
        return (*self.reasons, *map(str, self.alternatives), *about_lines(self.about))


def explain(
    rules: RuleSet,
    decision: str,
    answers: Mapping[str, Any],
    *,
    show: Show = plainly,
    among: Sequence[str] | None = None,
) -> Explanation:
    """Decide and say why.

    `show` puts the value of a named input or decision into words, for instance pence as pounds. `among` are
    the inputs whose changes are worth telling, most important first; None stands for all. Raises as
    RuleSet.decide does.
    """
    outcome = rules.decide(decision, answers)
    element = rules.decision(decision)
    reasons = [f"{_title(element)}: {show(decision, outcome.value)}."]
    reasons += _reasons(rules, decision, outcome, answers, show)
    return Explanation(
        result=outcome.value,
        reasons=tuple(reasons),
        alternatives=tuple(alternatives(rules, decision, answers, outcome.value, show, among=among)),
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
        for rule in _deciding(hit):
            yield prefix + _because(rules, name, hit, rule, show)


def _deciding(hit: Hit) -> tuple[int, ...]:
    """The rules that made the result: of a table that takes the first that applies, that one."""
    return hit.rules[:1] if hit.table.table.hit_policy == FIRST else hit.rules


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

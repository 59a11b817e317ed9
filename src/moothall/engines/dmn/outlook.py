"""What can already be said with answers missing, and which question to ask next.

For every decision the values it can still take are worked out from those of what it requires. Missing
inputs take every region of their axis, all equally likely; values of different inputs count as independent,
which can only make more results seem possible than are, never fewer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import product
from math import inf, log2
from typing import Any

from .limits import Run
from .model.elements import InputData
from .ruleset import RuleSet
from .running.graph import Session
from .running.linking import Key, variable_name
from .tables.constants import NotPlain
from .tables.graph_grid import behind, graph_grid
from .tables.grid import Grid, GridInput
from .values.plain import from_python

MOST_COMBINATIONS = 2000
MOST_SETS = 20_000


@dataclass(frozen=True, slots=True)
class Possible:
    """A value that a decision can still take, and how likely it is if all regions are."""

    value: Any
    share: float


@dataclass(frozen=True, slots=True)
class Question:
    """A missing input, how to ask for it, and how much would remain open (in bits) once it is answered."""

    name: str
    words: str
    left_open: float


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is known: the results still possible, likeliest first, and the questions that matter, best first.

    `results` is empty when nothing can be said before all questions are answered.
    """

    results: tuple[Possible, ...]
    questions: tuple[Question, ...]

    @property
    def settled(self) -> bool:
        """Whether the result no longer depends on what is missing."""
        return len(self.results) == 1

    @property
    def likeliest(self) -> Any:
        """The likeliest result, or None when nothing can be said."""
        return self.results[0].value if self.results else None


def outlook(rules: RuleSet, decision: str, answers: Mapping[str, Any]) -> Outlook:
    """The outlook for a decision, given answers by input name; an input that is absent is missing.

    Raises as RuleSet.decide does.
    """
    known = {name: from_python(value) for name, value in answers.items()}
    key = rules.graph.key_named(decision)
    view = _View(rules, known)
    results = view.possible(key)
    ranked = tuple(sorted(results.values(), key=lambda one: -one.share)) if results else ()
    if len(ranked) == 1:
        return Outlook(ranked, ())
    needs = rules.inputs_behind(key)
    missing = ((name, element) for name, element in rules.inputs.items() if element in needs)
    asked = [_question(view, key, element, name) for name, element in missing if name not in known]
    needed = [question for question in asked if question is not None]
    return Outlook(ranked, tuple(sorted(needed, key=lambda question: question.left_open)))


Results = dict[str, Possible]


class _View:
    """The values each element can take, given some answers."""

    def __init__(self, rules: RuleSet, known: Mapping[str, Any]) -> None:
        self.graph = rules.graph
        self.rules = rules
        self.known = known
        self.found: dict[Key, Results | None] = {}

    def answered(self, element: Key, name: str, value: Any) -> _View:
        """The view with one more answer; what does not rest on that is not worked out again."""
        view = _View(self.rules, {**self.known, name: value})
        view.found = {
            key: found for key, found in self.found.items() if element not in self.rules.inputs_behind(key)
        }
        return view

    def possible(self, key: Key) -> Results | None:
        """The values an element can take; None when they cannot be listed."""
        if key not in self.found:
            self.found[key] = self._possible(key)
        return self.found[key]

    def _possible(self, key: Key) -> Results | None:
        element = self.graph.library.elements[key]
        if isinstance(element, InputData):
            name = variable_name(element)
            return _single(self.known[name]) if name in self.known else None
        if key not in self.graph.logic:
            return _single(None)
        try:
            grid, sources = graph_grid(self.graph, key)
        except NotPlain:
            return self._from_combinations(key)
        found = self._from_grid(grid, sources)
        return self._from_combinations(key) if found is None else found

    def _from_grid(self, grid: Grid, sources: tuple[Key, ...]) -> Results | None:
        masks = {grid.everything: 1.0}
        for column, (one, source) in enumerate(zip(grid.inputs, sources, strict=True)):
            shares = self._shares(grid, one, source)
            joined: dict[int, float] = {}
            for mask, weight in masks.items():
                for other, share in shares.items():
                    joined[mask & other] = joined.get(mask & other, 0.0) + weight * share
            masks = grid.decisive(joined, column + 1)
            if len(masks) > MOST_SETS:
                return None
        return _outcomes(grid, masks)

    def _shares(self, grid: Grid, one: GridInput, source: Key) -> dict[int, float]:
        """How likely each set of rules is, as far as this input goes.

        A value that cannot be listed may be any; one that is worked out may also be null.
        """
        values = self.possible(source)
        shares: dict[int, float] = {}
        if values is None:
            masks = [one.masks[number] for number in one.allowed_regions(grid.veto)]
            if not isinstance(self.graph.library.elements[source], InputData):
                masks.append(one.null_mask)
            for mask in masks:
                shares[mask] = shares.get(mask, 0.0) + 1 / len(masks)
            return shares
        for value in values.values():
            mask = _mask_of(one, value.value)
            shares[mask] = shares.get(mask, 0.0) + value.share
        return shares

    def _from_combinations(self, key: Key) -> Results | None:
        needs = [need.key for need in self.graph.logic[key].needs if need.key not in self.graph.functions]
        listed = [self.possible(need) for need in needs]
        total = 1
        for values in listed:
            total *= len(values) if values is not None else MOST_COMBINATIONS + 1
        if total > MOST_COMBINATIONS:
            return None
        found: list[Possible] = []
        for chosen in product(*(values.values() for values in listed if values is not None)):
            given = {need: one.value for need, one in zip(needs, chosen, strict=True)}
            share = 1.0
            for one in chosen:
                share *= one.share
            value = Session(self.graph, Run(self.rules.limits), given).value(key)
            found.append(Possible(value, share))
        return _merged(found)


def _outcomes(grid: Grid, masks: Mapping[int, float]) -> Results | None:
    """The results of sets of rules, each with its share; None when a set's result is not constant."""
    shares: dict[str, float] = {}
    values: dict[str, Any] = {}
    for mask, weight in masks.items():
        named = grid.named_outcome(mask)
        if named is None:
            return None
        name, values[name] = named
        shares[name] = shares.get(name, 0.0) + weight
    return {name: Possible(values[name], share) for name, share in shares.items()}


def _mask_of(one: GridInput, value: Any) -> int:
    return one.mask_of(value if value.__class__ is one.axis.kind else None)


def _single(value: Any) -> Results:
    return {repr(value): Possible(value, 1.0)}


def _merged(found: Any) -> Results:
    results: Results = {}
    for one in found:
        key = repr(one.value)
        results[key] = replace(one, share=one.share + results[key].share) if key in results else one
    return results


def _question(view: _View, key: Key, element: Key, name: str) -> Question | None:
    """How useful a missing input is; None when its answer changes nothing."""
    examples, words = _examples(view.rules, key, element)
    words = words or view.graph.library.elements[element].description or name
    outcomes = [view.answered(element, name, example).possible(key) for example in examples]
    listed = [outcome for outcome in outcomes if outcome is not None]
    if not outcomes or len(listed) < len(outcomes):
        return Question(name, words, inf)
    distributions = [_rounded(outcome) for outcome in listed]
    if all(one == distributions[0] for one in distributions):
        return None
    return Question(name, words, sum(map(_entropy, listed)) / len(listed))


def _examples(rules: RuleSet, decision: Key, element: Key) -> tuple[list[Any], str]:
    """A value of every region that any table behind the decision cuts this input into, and how to ask."""
    examples: dict[str, Any] = {}
    words = ""
    for key in behind(rules.graph, decision):
        try:
            grid, sources = graph_grid(rules.graph, key)
        except NotPlain:
            continue
        for one, source in zip(grid.inputs, sources, strict=True):
            if source == element:
                regions = (one.axis.regions[number] for number in one.allowed_regions(grid.veto))
                examples |= {repr(region.example): region.example for region in regions}
                words = words or one.question
    return list(examples.values()), words


def _entropy(results: Results) -> float:
    return -sum(one.share * log2(one.share) for one in results.values() if one.share > 0)


def _rounded(results: Results) -> dict[str, float]:
    return {key: round(one.share, 9) for key, one in results.items()}

"""Which one other answer would have changed a decision.

An answer that tables only test is tried in every stretch within which no test changes its verdict. A number
that the rules also reckon with is tried at the nearest whole numbers, below and above, that change the
result. So every change told is one that was made and seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import partial
from itertools import islice, zip_longest
from typing import Any

from .model.elements import InputData
from .ruleset import RuleSet
from .running.graph import Graph
from .running.linking import Key, variable_name
from .tables.axes import Axis, axis_of
from .tables.constants import NotPlain
from .tables.graph_grid import behind, graph_grid
from .tables.grid import GridInput
from .tables.words import region_words
from .values.plain import from_python

Show = Callable[[str, Any], str]
MOST_ALTERNATIVES = 5
FARTHEST = 1 << 20
PLAIN_KINDS = (bool, str)


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


def alternatives(
    rules: RuleSet,
    decision: str,
    answers: Mapping[str, Any],
    result: Any,
    show: Show,
    *,
    among: Sequence[str] | None = None,
) -> Iterator[Alternative]:
    """Changes of one answer alone that would change the result: the nearest of each input, then the next.

    `among` are the inputs worth telling of, most important first; None stands for all. Raises as
    RuleSet.decide does.
    """
    trial = _Trial(rules, decision, answers, result, show)
    used = _used_inputs(rules.graph, rules.graph.key_named(decision))
    names = [name for name in among if name in used] if among is not None else list(used)
    in_turn = zip_longest(*(list(trial.changes(name, used[name])) for name in names))
    return islice((change for turn in in_turn for change in turn if change is not None), MOST_ALTERNATIVES)


@dataclass(slots=True)
class _Use:
    """How the rules behind a decision use an input: the columns that test it, each with the bit that an
    allowed value keeps, and whether anything is reckoned from it."""

    columns: list[tuple[GridInput, int]] = field(default_factory=list)
    computes: bool = False

    @property
    def axis(self) -> Axis:
        """The stretches that no test of any column cuts. Raises NotPlain when they are of several kinds."""
        axes = [column.axis for column, _ in self.columns]
        points = [point for axis in axes for point in axis.points]
        return axis_of(points, axes[0].kind, whole=all(axis.whole for axis in axes))

    def allows(self, value: Any) -> bool:
        return all(_allows(column, veto, value) for column, veto in self.columns)


def _allows(column: GridInput, veto: int, value: Any) -> bool:
    return column.axis.region_of(value) in column.allowed_regions(veto)


def _used_inputs(graph: Graph, decision: Key) -> dict[str, _Use]:
    """The inputs behind a decision by name, those that tables test first."""
    tested: dict[Key, _Use] = {}
    computed: dict[Key, None] = {}
    for key in behind(graph, decision):
        needs = [need.key for need in graph.logic[key].needs if _is_input(graph, need.key)]
        try:
            grid, sources = graph_grid(graph, key)
        except NotPlain:
            computed |= dict.fromkeys(needs)
            continue
        for one, source in zip(grid.inputs, sources, strict=True):
            if _is_input(graph, source):
                tested.setdefault(source, _Use()).columns.append((one, grid.veto))
        if not grid.constant:
            computed |= dict.fromkeys(needs)
    for key in computed.keys() & tested.keys():
        tested[key].computes = True
    others = {key: _Use(computes=True) for key in computed if key not in tested}
    return {variable_name(graph.library.elements[key]): use for key, use in (tested | others).items()}


def _is_input(graph: Graph, key: Key) -> bool:
    return isinstance(graph.library.elements.get(key), InputData)


@dataclass(frozen=True, slots=True)
class _Trial:
    """Tries other answers to the questions of one decision."""

    rules: RuleSet
    decision: str
    answers: Mapping[str, Any]
    result: Any
    show: Show

    def changes(self, name: str, use: _Use) -> Iterator[Alternative]:
        """Other answers to one question that change the result, the nearest first."""
        value = from_python(self.answers[name]) if name in self.answers else None
        if isinstance(value, Decimal) and use.computes:
            yield from self._nearest_numbers(name, use, value)
        elif use.columns and (value.__class__ in PLAIN_KINDS or not use.computes):
            yield from self._stretches(name, use, value)

    def _outcome(self, name: str, value: Any) -> Any:
        return self.rules.decider(self.decision)({**self.answers, name: value})

    def _differs(self, outcome: Any) -> bool:
        """Whether it is another result; none at all is not worth telling."""
        return outcome is not None and repr(outcome) != repr(self.result)

    def _told(self, name: str, words: str, example: Any, outcome: Any) -> Alternative:
        return Alternative(name, words, example, outcome, self.show(self.decision, outcome))

    def _stretches(self, name: str, use: _Use, value: Any) -> Iterator[Alternative]:
        try:
            axis = use.axis
        except NotPlain:
            return
        if value.__class__ is not axis.kind or axis.region_of(value) < 0:
            return
        here = axis.region_of(value)
        by_result: dict[str, tuple[Any, list[int]]] = {}
        for number, region in enumerate(axis.regions):
            if use.allows(region.example) and self._differs(outcome := self._outcome(name, region.example)):
                by_result.setdefault(repr(outcome), (outcome, []))[1].append(number)
        nearest_first = sorted(by_result.values(), key=lambda each: min(abs(at - here) for at in each[1]))
        for outcome, regions in nearest_first:
            nearest = min(regions, key=lambda number: abs(number - here))
            words = region_words(axis, regions, partial(self.show, name))
            yield self._told(name, words, axis.regions[nearest].example, outcome)

    def _nearest_numbers(self, name: str, use: _Use, value: Decimal) -> Iterator[Alternative]:
        for step, rounding in ((-1, ROUND_CEILING), (1, ROUND_FLOOR)):
            start = value.to_integral_value(rounding=rounding)
            room = int(start) if step < 0 <= value else FARTHEST
            distance = self._distance(name, start, step, room)
            if distance is None:
                continue
            example = start + step * distance
            outcome = self._outcome(name, example)
            if use.allows(example):
                yield self._told(name, self.show(name, example), example, outcome)

    def _distance(self, name: str, start: Decimal, step: int, room: int) -> int | None:
        """How far off the nearest number is that changes the result: doubling, then halving."""

        def changes(distance: int) -> bool:
            return self._differs(self._outcome(name, start + step * distance))

        near, far = 0, min(1, room)
        while far and not changes(far):
            if far >= room:
                return None
            near, far = far, min(2 * far, room)
        while far - near > 1:
            middle = (near + far) // 2
            near, far = (near, middle) if changes(middle) else (middle, far)
        return far or None

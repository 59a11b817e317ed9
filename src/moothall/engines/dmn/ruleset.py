"""Rules compiled and ready to use: for one person, for whole columns, or with answers missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from time import thread_time
from typing import Any

from .limits import STANDARD_LIMITS, Limits, Run
from .model.elements import Decision, InputData, Model
from .problems import LimitReached, Problem, RuleError
from .running.graph import Graph, Session, session
from .running.linking import Key, variable_name
from .running.tables import CompiledTable
from .tables.columns import Results, as_array, coded_column
from .tables.constants import NotPlain
from .tables.fast import copied, fast_decider
from .tables.graph_grid import graph_grid
from .tables.grid import Grid
from .tables.vector import Column, common_length, decide_columns, decide_rows
from .values.plain import from_python

Decide = Callable[[Mapping[str, Any]], Any]


@dataclass(frozen=True, slots=True)
class Hit:
    """A table that took part in a decision: the values it tested and the rules that applied, from 0."""

    table: CompiledTable
    values: tuple[Any, ...]
    rules: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a decision, why any part of it is null, and the tables that took part.

    Notes may quote answers: show them to the person they are about, never log them.
    """

    value: Any
    notes: tuple[str, ...] = ()
    hits: tuple[Hit, ...] = ()


@dataclass
class RuleSet:
    """A compiled model. Answers are given by the names of its inputs, as plain Python or FEEL values."""

    graph: Graph
    limits: Limits = STANDARD_LIMITS
    deciders: dict[str, Decide] = field(default_factory=dict)
    rests: dict[Key, frozenset[Key]] = field(default_factory=dict)

    @property
    def model(self) -> Model:
        return self.graph.model

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything wrong with the rules as they are written."""
        return tuple(self.graph.problems)

    @cached_property
    def inputs(self) -> dict[str, Key]:
        """The inputs by name."""
        return {
            variable_name(element): key
            for key, element in self.graph.library.elements.items()
            if isinstance(element, InputData)
        }

    def inputs_behind(self, key: Key) -> frozenset[Key]:
        """The inputs that an element rests on, directly or through others; itself if it is one."""
        if key not in self.rests:
            self.rests[key] = frozenset(self.graph.inputs_of(key))
        return self.rests[key]

    def decide(self, decision: str, answers: Mapping[str, Any], *, run: Run | None = None) -> Outcome:
        """Make a decision from answers by input name, as FEEL values or plain Python; others are null.

        Raises RuleError for a decision that does not exist, LimitReached when it takes too much, TypeError or
        ValueError for an answer that no rule can use.
        """
        run = run or Run(self.limits)
        run.trace = []
        value = self._session(answers, run).value(self.graph.key_named(decision))
        return Outcome(value, tuple(run.notes), tuple(Hit(*hit) for hit in run.trace))

    def decider(self, decision: str) -> Decide:
        """The fastest function from answers to the value of a decision; made once for each decision."""
        if decision not in self.deciders:
            self.deciders[decision] = self._make_decider(self.graph.key_named(decision))
        return self.deciders[decision]

    def decide_columns(self, decision: str, columns: Mapping[str, Any]) -> Results:
        """The value of a decision for every row of the columns, each named as an input.

        A column is an array, any sequence of values, or `Results`: distinct values and their positions.
        Decisions that it requires come first. Tables over plain columns are worked out column by column,
        anything else row by row, rows that are alike once. The results are exactly those of `decide`. Raises
        as `decide` does.
        """
        arrays = {name: _as_column(column) for name, column in columns.items()}
        rows = common_length(arrays)
        given = {key: arrays[name] for name, key in self.inputs.items() if name in arrays}
        return _Columns(self, given, rows).decided(self.graph.key_named(decision))

    def grid(self, decision: str) -> Grid:
        """The decision's table as a grid over the model's inputs.

        Raises NotPlain when the decision is no table, or tests more than inputs against constants.
        """
        grid, sources = graph_grid(self.graph, self.graph.key_named(decision))
        if not all(isinstance(self.graph.library.elements[source], InputData) for source in sources):
            raise NotPlain
        return grid

    def _make_decider(self, key: Key) -> Decide:
        """A table's generated function, after those of the decisions it tests; or plain evaluation."""
        slow = self._slow(key)
        try:
            grid, sources = graph_grid(self.graph, key)
            if not self.graph.columns.keys().isdisjoint((key, number) for number in range(len(sources))):
                return self._by_values(grid, sources, key)
            fast = fast_decider(grid, slow)
        except NotPlain:
            return slow
        before = {
            one.name: self._make_decider(source)
            for one, source in zip(grid.inputs, sources, strict=True)
            if source not in self.inputs.values()
        }
        return _after(before, fast) if before else fast

    def _by_values(self, grid: Grid, sources: Sequence[Key], key: Key) -> Decide:
        """Look up in the grid the values that a table computes from the answers."""
        tested = tuple(zip(grid.inputs, sources, strict=True))

        def decide(answers: Mapping[str, Any]) -> Any:
            values = self._session(answers, Run(self.limits))
            mask = grid.everything
            for one, source in tested:
                value = values.value(source)
                if value is not None and value.__class__ is not one.axis.kind:
                    return values.value(key)
                mask &= one.mask_of(value)
            return copied(grid.outcome(mask)) if grid.is_constant(mask) else values.value(key)

        return decide

    def _slow(self, key: Key) -> Decide:
        return lambda answers: self._session(answers, Run(self.limits)).value(key)

    def _session(self, answers: Mapping[str, Any], run: Run) -> Any:
        given = {key: from_python(answers[name]) for name, key in self.inputs.items() if name in answers}
        return session(self.graph, given, run)

    def decision_names(self) -> tuple[str, ...]:
        """The decisions of the model."""
        return tuple(decision.name for decision in self.model.decisions)

    def decision(self, name: str) -> Decision:
        """The decision of that name. Raises RuleError when there is none."""
        element = self.graph.library.elements[self.graph.key_named(name)]
        if not isinstance(element, Decision):
            raise RuleError(Problem("This is not a decision.", text=name))
        return element


@dataclass
class _Columns:
    """Decisions over whole columns: the columns of inputs, and the results worked out so far."""

    rules: RuleSet
    given: Mapping[Key, Column]
    rows: int
    done: dict[Key, Results] = field(default_factory=dict)
    fitted: dict[Key, Results] = field(default_factory=dict)
    ends_at: float = field(init=False)

    def __post_init__(self) -> None:
        self.ends_at = thread_time() + self.rules.limits.column_seconds

    def decided(self, key: Key) -> Results:
        if key not in self.done:
            self.done[key] = self._worked_out(key)
        return self.done[key]

    def _worked_out(self, key: Key) -> Results:
        try:
            grid, sources = graph_grid(self.rules.graph, key)
            columns = zip(grid.inputs, sources, strict=True)
            ready = {one.name: self._column(source) for one, source in columns}
            return decide_columns(grid, ready, partial(self._one_by_one, key), rows=self.rows)
        except (NotPlain, KeyError):
            return self._one_by_one(key, slice(None))

    def _column(self, key: Key) -> Column:
        """The column of an input, or the results of a decision. Raises KeyError when there is none."""
        return self.decided(key) if key in self.rules.graph.logic else self.given[key]

    def _one_by_one(self, key: Key, rows: Any) -> Results:
        graph, limits = self.rules.graph, self.rules.limits
        needs = dict.fromkeys(need.key for need in graph.logic[key].needs) if key in graph.logic else {}
        known = [need for need in needs if need in graph.logic or need in self.given]
        columns = [_some_rows(self._fitted(need), rows) for need in known]

        def decide(values: Sequence[Any]) -> Any:
            if thread_time() > self.ends_at:
                words = f"The rule was stopped: all rows take longer than {limits.column_seconds:g} seconds."
                raise LimitReached(Problem(words))
            row = dict(zip(known, values, strict=True))
            return Session(graph, Run(limits), row).value(key)

        return decide_rows(decide, columns, self.rows if isinstance(rows, slice) else len(rows))

    def _fitted(self, key: Key) -> Results:
        """The results of a decision, or a column as values that fit the type of its input."""
        if key in self.rules.graph.logic:
            return self.decided(key)
        if key not in self.fitted:
            column = self.given[key]
            coded = column if isinstance(column, Results) else coded_column(column)
            self.fitted[key] = Results(coded.codes, tuple(self._fit(key, value) for value in coded.values))
        return self.fitted[key]

    def _fit(self, key: Key, value: Any) -> Any:
        return session(self.rules.graph, {key: from_python(value)}, Run(self.rules.limits)).values[key]


def _some_rows(column: Results, rows: Any) -> Results:
    return Results(column.codes[rows], column.values)


def _as_column(column: Any) -> Column:
    if isinstance(column, Results):
        return Results(column.codes, tuple(map(from_python, column.values)))
    return as_array(column)


def _after(before: Mapping[str, Decide], last: Decide) -> Decide:
    """A function that makes some decisions first and hands their values on."""
    steps = tuple(before.items())

    def decide(answers: Mapping[str, Any]) -> Any:
        known = dict(answers)
        for name, step in steps:
            known[name] = step(answers)
        return last(known)

    return decide


def compile_rules(
    model: Model, imported: Iterable[Model] = (), *, limits: Limits = STANDARD_LIMITS, strict: bool = True
) -> RuleSet:
    """Compile a model and those it imports.

    Raises RuleError with every problem of the text, unless `strict` is off: then what cannot be read is null.
    """
    graph = Graph(model, imported, limits=limits)
    if strict and graph.problems:
        raise RuleError(*graph.problems)
    return RuleSet(graph, limits)

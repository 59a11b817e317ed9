"""Decision tables to closures (DMN 1.5, chapter 8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..feel.calls import conformed
from ..feel.compiler import Compiled, Frame
from ..feel.parser import Parser
from ..feel.scope import Scope
from ..feel.syntax import ListLiteral, Literal, Node, Tests
from ..model.boxed import Cell, DecisionTable, InputClause, LiteralText, OutputClause
from ..problems import Problem, closest
from ..values.text import brief
from ..values.types import Type
from ..xml.names import FEEL_LANGUAGES
from .boxed import BoxedCompiler, nothing
from .hit_policies import AGGREGATIONS, HIT_POLICIES, OUTPUT_ORDER, PRIORITY, chosen, when_none


@dataclass(frozen=True, slots=True)
class CompiledInput:
    """A column of conditions: the value tested, where it is kept, and which values are allowed."""

    evaluate: Compiled
    slot: int
    allowed: Compiled | None
    label: str
    type: Type
    tree: Node | None
    allowed_tree: Node | None


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A row: its tests, and what it gives."""

    tests: tuple[Compiled, ...]
    results: tuple[Compiled, ...]


@dataclass(frozen=True, slots=True)
class CompiledTable:
    """A whole table; `trees` are the syntax trees of its tests, row by row, None where unreadable."""

    table: DecisionTable
    name: str
    inputs: tuple[CompiledInput, ...]
    rules: tuple[CompiledRule, ...]
    defaults: tuple[Compiled, ...]
    priorities: tuple[tuple[Any, ...], ...]
    trees: tuple[tuple[Node | None, ...], ...]
    result_trees: tuple[tuple[Node | None, ...], ...]
    default_trees: tuple[Node | None, ...]
    type: Type

    def __call__(self, frame: Frame) -> Any:
        """The result of the table in a frame."""
        if not self._inputs_allowed(frame):
            return None
        hits = self.hits(frame)
        run = frame[0]
        if run.trace is not None:
            run.trace.append((self, tuple(frame[one.slot] for one in self.inputs), tuple(hits)))
        return self.result(frame, hits)

    def hits(self, frame: Frame) -> list[int]:
        """The rules that apply, by index from 0; the values tested are already in the frame."""
        found = []
        for index, rule in enumerate(self.rules):
            for test in rule.tests:
                if test(frame) is not True:
                    break
            else:
                found.append(index)
        frame[0].spend(len(self.rules) // 8)
        return found

    def result(self, frame: Frame, hits: Sequence[int]) -> Any:
        """What the table gives when these rules apply, fitted to its type."""
        return conformed(frame[0], self._chosen(frame, hits), self.type, self.name or "the table")

    def _chosen(self, frame: Frame, hits: Sequence[int]) -> Any:
        policy, aggregation = self.table.hit_policy, self.table.aggregation
        if not hits:
            if self.defaults:
                return self._shaped(tuple(default(frame) for default in self.defaults))
            frame[0].note(f"no rule of {self.name or 'the table'} applies")
            return when_none(policy, aggregation)
        rows = [tuple(result(frame) for result in self.rules[hit].results) for hit in hits]
        return chosen(frame[0], policy, aggregation, rows, self._shaped, self.priorities)

    def _inputs_allowed(self, frame: Frame) -> bool:
        for one in self.inputs:
            value = frame[one.slot] = one.evaluate(frame)
            if one.allowed is not None and value is not None and one.allowed(frame) is not True:
                frame[0].note(f"{one.label} may not be {brief(value)}")
                return False
        return True

    def _shaped(self, row: tuple[Any, ...]) -> Any:
        if len(self.table.outputs) == 1:
            return row[0]
        return {clause.name: value for clause, value in zip(self.table.outputs, row, strict=True)}


def compile_table(compiler: BoxedCompiler, table: DecisionTable, scope: Scope, name: str) -> Compiled:
    """The closure of a decision table; what is wrong with its form is kept as problems."""
    _check_form(compiler, table)
    return _TableMaker(compiler, table, scope, name).made()


class _TableMaker:
    """Compiles one table; cells of a column with the same text are compiled once."""

    def __init__(self, compiler: BoxedCompiler, table: DecisionTable, scope: Scope, name: str) -> None:
        self.compiler, self.table, self.name = compiler, table, name
        self.scope = scope.inner()
        self.slots = [self.scope.frames.new_slot() for _ in table.inputs]
        self.cells: dict[tuple[int, str], tuple[Node | None, Compiled]] = {}
        self.results: dict[tuple[int, str], tuple[Node | None, Compiled]] = {}

    def made(self) -> CompiledTable:
        rows = [[self._cell(*pair) for pair in enumerate(rule.tests)] for rule in self.table.rules]
        results = [self._results(rule.results) for rule in self.table.rules]
        defaults = [self._default(clause) for clause in self.table.outputs]
        inputs = [
            self._input(clause, slot) for clause, slot in zip(self.table.inputs, self.slots, strict=True)
        ]
        rules = [
            CompiledRule(tuple(test for _, test in row), tuple(value for _, value in given))
            for row, given in zip(rows, results, strict=True)
        ]
        return CompiledTable(
            table=self.table,
            name=self.name,
            inputs=tuple(inputs),
            rules=tuple(rules),
            defaults=tuple(value for _, value in defaults) if self._has_default() else (),
            priorities=self._priorities(),
            trees=tuple(tuple(tree for tree, _ in row) for row in rows),
            result_trees=tuple(tuple(tree for tree, _ in given) for given in results),
            default_trees=tuple(
                tree for (tree, _), clause in zip(defaults, self.table.outputs, strict=True) if clause.default
            ),
            type=self.compiler.types.type_of(self.table.type_ref),
        )

    def _input(self, clause: InputClause, slot: int) -> CompiledInput:
        expression = clause.expression
        tree, evaluate = self._expression(expression)
        label = clause.label or expression.text.strip()
        fitted = self.compiler.fitting(evaluate, expression.type_ref, label, expression.place)
        allowed = self._tests(clause.values, slot) if clause.values and clause.values.text.strip() else None
        return CompiledInput(
            evaluate=fitted,
            slot=slot,
            allowed=allowed[1] if allowed else None,
            label=label,
            type=self.compiler.types.type_of(expression.type_ref),
            tree=tree,
            allowed_tree=allowed[0] if allowed else None,
        )

    def _tests(self, cell: Cell, slot: int) -> tuple[Node, Compiled] | None:
        return self.compiler.parsed(
            cell.text, self.scope, cell.place, lambda parser: parser.whole_tests(slot)
        )

    def _expression(self, boxed: LiteralText) -> tuple[Node | None, Compiled]:
        if boxed.language not in FEEL_LANGUAGES:
            return None, self.compiler.literal(boxed, self.scope)
        if not boxed.text.strip():
            return None, nothing
        made = self.compiler.parsed(boxed.text, self.scope, boxed.place, Parser.whole_expression)
        return made or (None, nothing)

    def _cell(self, column: int, cell: Cell) -> tuple[Node | None, Compiled]:
        key = column, cell.text
        if key not in self.cells:
            if not cell.text.strip() or column >= len(self.slots):
                self.cells[key] = None, lambda frame: True
            else:
                self.cells[key] = self._tests(cell, self.slots[column]) or (None, lambda frame: None)
        return self.cells[key]

    def _results(self, results: Sequence[LiteralText]) -> list[tuple[Node | None, Compiled]]:
        made = []
        for column, (clause, result) in enumerate(zip(self.table.outputs, results, strict=False)):
            key = column, result.text
            if key not in self.results:
                tree, evaluate = self._expression(result)
                self.results[key] = tree, self.compiler.fitting(evaluate, clause.type_ref, clause.name)
            made.append(self.results[key])
        return made

    def _has_default(self) -> bool:
        return any(clause.default for clause in self.table.outputs)

    def _default(self, clause: OutputClause) -> tuple[Node | None, Compiled]:
        if clause.default is None:
            return None, nothing
        tree, evaluate = self._expression(clause.default)
        return tree, self.compiler.fitting(evaluate, clause.type_ref, clause.name)

    def _priorities(self) -> tuple[tuple[Any, ...], ...]:
        if self.table.hit_policy not in (PRIORITY, OUTPUT_ORDER):
            return ((),) * len(self.table.outputs)
        return tuple(self._order(clause.values) for clause in self.table.outputs)

    def _order(self, cell: Cell | None) -> tuple[Any, ...]:
        made = self._tests(cell, self.scope.frames.new_slot()) if cell and cell.text.strip() else None
        if not made or not isinstance(made[0], Tests):
            return ()
        tests = made[0].tests
        if len(tests) == 1 and isinstance(tests[0], ListLiteral):
            tests = tests[0].items
        return tuple(test.value for test in tests if isinstance(test, Literal))


def _check_form(compiler: BoxedCompiler, table: DecisionTable) -> None:
    _check_word(compiler, table, table.hit_policy, "hit policy", HIT_POLICIES)
    if table.aggregation:
        _check_word(compiler, table, table.aggregation, "aggregation", AGGREGATIONS[1:])
    for rule in table.rules:
        _check_width(compiler, rule.tests, len(table.inputs), "condition", rule.place)
        _check_width(compiler, rule.results, len(table.outputs), "result", rule.place)


def _check_word(
    compiler: BoxedCompiler, table: DecisionTable, word: str, what: str, known: Sequence[str]
) -> None:
    if word not in known:
        expected = f"one of {', '.join(known)}"
        compiler.problems.append(
            Problem(f"There is no such {what}.", table.place, word, expected, closest(word, known))
        )


def _check_width(compiler: BoxedCompiler, cells: Sequence[Any], columns: int, what: str, place: Any) -> None:
    if len(cells) != columns:
        compiler.problems.append(
            Problem(f"This row has {len(cells)} {what}s.", place, expected=f"{columns}, one for each column")
        )

"""Boxed expressions to closures (DMN 1.5, 10.2.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..feel.bodies import ITEM
from ..feel.calls import conformed, invoke_named
from ..feel.compile_bodies import filtered, iterable
from ..feel.compiler import Compiled, Frame, compiled
from ..feel.parser import Parser
from ..feel.scope import Scope, Surroundings
from ..feel.syntax import Node
from ..limits import STANDARD_LIMITS, Limits, Run
from ..model.boxed import (
    Boxed,
    BoxedConditional,
    BoxedContext,
    BoxedFilter,
    BoxedFunction,
    BoxedInvocation,
    BoxedIteration,
    BoxedList,
    BoxedRelation,
    DecisionTable,
    LiteralText,
    Variable,
)
from ..problems import NOWHERE, Place, Problem, RuleError
from ..values.functions import Function, Parameter
from ..values.types import ANY, result_type
from ..values.weight import weighed
from ..xml.names import FEEL_LANGUAGES
from .type_book import TypeBook

ABSENT = "there is nothing to evaluate here"


def nothing(frame: Frame) -> None:
    """The value of a part that is not there."""
    frame[0].note(ABSENT)


@dataclass
class BoxedCompiler:
    """Compiles the boxed expressions of one model; keeps every problem found."""

    types: TypeBook
    around: Surroundings
    limits: Limits = STANDARD_LIMITS
    problems: list[Problem] = field(default_factory=list)
    table: Callable[[BoxedCompiler, DecisionTable, Scope, str], Compiled] | None = None

    def compile(self, boxed: Boxed | None, scope: Scope, name: str = "") -> Compiled:
        """The closure of a boxed expression; its value is fitted to its type."""
        if boxed is None:
            return nothing
        evaluate = self._by_kind(boxed, scope, name)
        if isinstance(boxed, DecisionTable):
            return evaluate
        return self.fitting(evaluate, boxed.type_ref, name, boxed.place)

    def fitting(self, evaluate: Compiled, type_ref: str, name: str, place: Place = NOWHERE) -> Compiled:
        """The closure with its value fitted to the type of that name, which stands at the place."""
        type_ = self.types.type_of(type_ref, place)
        if type_ is ANY:
            return evaluate
        what = name or "the value"
        return lambda frame: conformed(frame[0], evaluate(frame), type_, what)

    def parsed(
        self, text: str, scope: Scope, place: Place, read: Callable[[Parser], Node]
    ) -> tuple[Node, Compiled] | None:
        """The tree and closure of FEEL text; None, and a problem kept, when it cannot be read."""
        try:
            parser = Parser(text, scope, self.around, place=place, limits=self.limits)
            tree = read(parser)
            function = compiled(tree)
        except RuleError as error:
            self.problems.extend(error.problems)
            return None
        except RecursionError:
            self.problems.append(Problem("The rule is nested too deeply.", place, text))
            return None
        self.problems.extend(parser.problems)
        self.around.parts.include(parser.entry_names)
        return tree, function

    def literal(self, boxed: LiteralText, scope: Scope) -> Compiled:
        """The closure of a literal expression, empty text being null."""
        if boxed.language not in FEEL_LANGUAGES:
            return self._refused(
                f"Expressions in {boxed.language} are not carried out.", boxed.place, boxed.text
            )
        if not boxed.text.strip():
            return nothing
        made = self.parsed(boxed.text, scope, boxed.place, Parser.whole_expression)
        return made[1] if made else _unreadable

    def _by_kind(self, boxed: Boxed, scope: Scope, name: str) -> Compiled:
        match boxed:
            case LiteralText():
                return self.literal(boxed, scope)
            case DecisionTable():
                assert self.table is not None
                return self.table(self, boxed, scope, name)
            case BoxedContext():
                return self._context(boxed, scope)
            case BoxedFunction():
                return self.function(boxed, scope, name)
            case BoxedInvocation():
                return self._invocation(boxed, scope)
            case BoxedRelation():
                return self._relation(boxed, scope)
            case BoxedList():
                return _list_of([self.compile(item, scope) for item in boxed.items])
            case BoxedConditional():
                return self._conditional(boxed, scope)
            case BoxedFilter():
                return self._filter(boxed, scope)
            case BoxedIteration():
                return self._iteration(boxed, scope)
        raise TypeError(f"no boxed expression: {boxed!r}")

    def _context(self, boxed: BoxedContext, scope: Scope) -> Compiled:
        inner = scope.inner()
        entries: list[tuple[str, int, Compiled]] = []
        result: Compiled | None = None
        for entry in boxed.entries:
            if entry.variable is None:
                result = self.compile(entry.value, inner)
                continue
            early = inner.declare(entry.variable.name) if isinstance(entry.value, BoxedFunction) else None
            value = self._entry(entry.variable, entry.value, inner, early)
            slot = inner.declare(entry.variable.name) if early is None else early
            entries.append((entry.variable.name, slot, value))

        def context(frame: Frame) -> Any:
            values = {}
            for name, slot, value in entries:
                frame[slot] = values[name] = value(frame)
            return result(frame) if result else weighed(frame[0], values)

        return context

    def _entry(self, variable: Variable, value: Boxed | None, scope: Scope, own: int | None) -> Compiled:
        if isinstance(value, BoxedFunction) and own is not None:
            return self.function(value, scope, variable.name, own)
        return self.fitting(self.compile(value, scope, variable.name), variable.type_ref, variable.name)

    def function(
        self, boxed: BoxedFunction, scope: Scope, name: str = "", own: int | None = None
    ) -> Compiled:
        """The closure that makes the function; with a slot of its own it can call itself."""
        if boxed.kind != "FEEL":
            message = f"Functions written in {boxed.kind} are not carried out."
            return self._refused(message, boxed.place, name or boxed.kind)
        inner = scope.inner()
        parameters = tuple(
            Parameter(one.name, self.types.type_of(one.type_ref, one.place)) for one in boxed.parameters
        )
        slots = [inner.declare(one.name) for one in boxed.parameters]
        body = self.compile(boxed.body, inner, name)
        result = result_type(self.types.type_of(boxed.type_ref))

        def make(frame: Frame) -> Function:
            captured = frame.copy()

            def call(run: Run, arguments: Sequence[Any]) -> Any:
                local = captured.copy()
                local[0] = run
                for slot, argument in zip(slots, arguments, strict=True):
                    local[slot] = argument
                return body(local)

            function = Function(parameters, call, result, name, boxed)
            if own is not None:
                captured[own] = function
            return function

        return make

    def _refused(self, message: str, place: Place, text: str) -> Compiled:
        self.problems.append(Problem(message, place, text, "FEEL"))

        def refused(frame: Frame) -> None:
            frame[0].note(message)

        return refused

    def _invocation(self, boxed: BoxedInvocation, scope: Scope) -> Compiled:
        callee = self.compile(boxed.callee, scope)
        names = [binding.parameter.name for binding in boxed.bindings]
        arguments = [
            self.fitting(
                self.compile(binding.value, scope), binding.parameter.type_ref, binding.parameter.name
            )
            for binding in boxed.bindings
        ]

        def invocation(frame: Frame) -> Any:
            values = [argument(frame) for argument in arguments]
            return invoke_named(frame[0], callee(frame), names, values)

        return invocation

    def _relation(self, boxed: BoxedRelation, scope: Scope) -> Compiled:
        names = [column.name for column in boxed.columns]
        rows = [
            [
                self.fitting(self.compile(value, scope), column.type_ref, column.name)
                for column, value in zip(boxed.columns, row, strict=False)
            ]
            for row in boxed.rows
        ]
        return lambda frame: [
            {name: value(frame) for name, value in zip(names, row, strict=False)} for row in rows
        ]

    def _conditional(self, boxed: BoxedConditional, scope: Scope) -> Compiled:
        condition = self.compile(boxed.condition, scope)
        chosen, otherwise = self.compile(boxed.chosen, scope), self.compile(boxed.otherwise, scope)

        def conditional(frame: Frame) -> Any:
            verdict = condition(frame)
            if verdict is not None and not isinstance(verdict, bool):
                frame[0].note("the condition must be true or false")
                return None
            return chosen(frame) if verdict else otherwise(frame)

        return conditional

    def _filter(self, boxed: BoxedFilter, scope: Scope) -> Compiled:
        values = self.compile(boxed.values, scope)
        slot = scope.frames.new_slot()
        inner = scope.inner(item_slot=slot)
        inner.bind(ITEM, slot)
        match = self.compile(boxed.match, inner)
        return lambda frame: filtered(frame, values(frame), match, slot)

    def _iteration(self, boxed: BoxedIteration, scope: Scope) -> Compiled:
        values = self.compile(boxed.values, scope)
        inner = scope.inner()
        slot = inner.declare(boxed.variable)
        partial = inner.declare("partial") if boxed.kind == "for" else slot
        body = self.compile(boxed.body, inner)

        def iteration(frame: Frame) -> Any:
            items = iterable(frame[0], values(frame))
            if items is None:
                return None
            turns = _turns(frame, items, slot, body)
            if boxed.kind == "for":
                return _collected(frame, turns, partial)
            return _quantified(frame[0], turns, settling=boxed.kind == "some")

        return iteration


def _unreadable(frame: Frame) -> None:
    frame[0].note("the expression cannot be read")


def _list_of(items: list[Compiled]) -> Compiled:
    return lambda frame: weighed(frame[0], [item(frame) for item in items])


def _turns(frame: Frame, items: Sequence[Any], slot: int, body: Compiled) -> Iterator[Any]:
    for item in items:
        frame[0].spend()
        frame[slot] = item
        yield body(frame)


def _collected(frame: Frame, turns: Iterator[Any], partial: int) -> list[Any]:
    results: list[Any] = []
    frame[partial] = []
    for result in turns:
        results.append(result)
        frame[0].spend(len(results) // 16)
        frame[partial] = results.copy()
    return weighed(frame[0], results)  # type: ignore[no-any-return]


def _quantified(run: Run, verdicts: Iterator[Any], *, settling: bool) -> bool | None:
    result: bool | None = not settling
    for verdict in verdicts:
        if verdict is settling:
            return bool(verdict)
        if verdict is None:
            result = None
        elif not isinstance(verdict, bool):
            run.note("some and every need true or false for each item")
            return None
    return result

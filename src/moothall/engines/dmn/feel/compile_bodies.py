"""Closures of the larger expressions: tests, filters, loops, functions, contexts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from ..limits import Run
from ..values import compare
from ..values.functions import Function, Parameter
from ..values.ranges import Range
from ..values.temporal import Date, date_from_number
from ..values.text import brief
from ..values.weight import charge, weighed
from . import syntax
from .compiler import COMPARISONS, Compiled, Frame, compiled, compiles
from .syntax import Node

CONDITIONS = (
    syntax.Comparison,
    syntax.Conjunction,
    syntax.Disjunction,
    syntax.Between,
    syntax.Membership,
    syntax.Quantified,
    syntax.InstanceOf,
    syntax.Call,
    syntax.NamedCall,
)
Verdict = Callable[[Frame, Any], bool | None]


@compiles(syntax.Tests)
def _tests(node: syntax.Tests) -> Compiled:
    slot = node.slot
    verdicts = [_verdict(test, uses) for test, uses in zip(node.tests, node.uses_value, strict=True)]
    if node.negated:
        return lambda frame: compare.negation(_any_passes(verdicts, frame, frame[slot]))
    if len(verdicts) == 1:
        only = verdicts[0]
        return lambda frame: only(frame, frame[slot])
    return lambda frame: _any_passes(verdicts, frame, frame[slot])


def _any_passes(verdicts: Sequence[Verdict], frame: Frame, value: Any) -> bool | None:
    result: bool | None = False
    for verdict in verdicts:
        found = verdict(frame, value)
        if found is True:
            return True
        if found is None:
            result = None
    return result


def _verdict(test: Node, uses_value: bool) -> Verdict:
    if isinstance(test, syntax.Anything):
        return lambda frame, value: True
    if isinstance(test, syntax.HalfLine):
        compares, end = COMPARISONS[test.symbol], compiled(test.end)
        return lambda frame, value: compares(value, end(frame))
    evaluate = compiled(test)
    if isinstance(test, syntax.Interval):
        return lambda frame, value: _in_interval(value, evaluate(frame))
    if uses_value:
        return lambda frame, value: _of_expression(evaluate(frame), value)
    if isinstance(test, CONDITIONS):
        return lambda frame, value: _of_condition(evaluate(frame), value)
    return lambda frame, value: compare.passes(value, evaluate(frame))


def _in_interval(value: Any, interval: Range | None) -> bool | None:
    """An interval without a value, such as one whose end is null, leaves the answer open."""
    return None if interval is None else compare.passes(value, interval)


def _of_expression(result: Any, value: Any) -> bool | None:
    """A test that mentions `?` says itself whether it holds."""
    return result if isinstance(result, bool) else compare.passes(value, result)


def _of_condition(result: Any, value: Any) -> bool | None:
    """A condition about other things holds for any value but a truth value, which it is compared with."""
    if result is True and not isinstance(value, (bool, list)):
        return True
    return compare.passes(value, result)


@compiles(syntax.Membership)
def _membership(node: syntax.Membership) -> Compiled:
    value, tests, slot = compiled(node.value), compiled(node.tests), node.tests.slot

    def membership(frame: Frame) -> bool | None:
        frame[slot] = value(frame)
        charge(frame[0], frame[slot], 8)
        result: bool | None = tests(frame)
        return result

    return membership


@compiles(syntax.Filter)
def _filter(node: syntax.Filter) -> Compiled:
    base, predicate, slot = compiled(node.base), compiled(node.predicate), node.slot

    def filter_(frame: Frame) -> Any:
        values = base(frame)
        return filtered(frame, values, predicate, slot)

    return filter_


def filtered(frame: Frame, values: Any, predicate: Compiled, slot: int) -> Any:
    """`values[predicate]`, the item being in the slot (10.3.2.13, rule 46)."""
    if values is None:
        frame[0].note("there is nothing to filter")
        return None
    items = values if values.__class__ is list else [values]
    run, kept = frame[0], []
    if not items:
        return _at_position(items, predicate, frame, slot)
    for item in items:
        run.spend()
        frame[slot] = item
        verdict = predicate(frame)
        if verdict is True:
            kept.append(item)
        elif verdict.__class__ is Decimal:
            return at_index(run, items, verdict)
        elif verdict is not False and verdict is not None:
            run.note("a filter must say true or false of each item")
            return None
    return kept


def _at_position(items: list[Any], predicate: Compiled, frame: Frame, slot: int) -> Any:
    """What a filter gives on nothing: null where it asks for a position, otherwise an empty list."""
    frame[slot] = None
    return None if predicate(frame).__class__ is Decimal else []


def at_index(run: Run, items: list[Any], index: Decimal) -> Any:
    """The item at a position counted from 1, or from the end when negative."""
    position = int(index)
    if position != index or not 1 <= abs(position) <= len(items):
        run.note(f"a list of {len(items)} has no item {brief(index)}")
        return None
    return items[position - 1] if position > 0 else items[position]


@compiles(syntax.Loop)
def _loop(node: syntax.Loop) -> Compiled:
    turns, body, partial = _turns(node.iterations), compiled(node.body), node.partial_slot
    looks_back = any(
        isinstance(part, syntax.Variable) and part.slot == partial for part in syntax.walk(node.body)
    )

    def loop(frame: Frame) -> Any:
        results: list[Any] = []
        for possible in turns(frame):
            if not possible:
                return None
            if looks_back:
                frame[0].spend(len(results) // 16)
                frame[partial] = results.copy()
            results.append(body(frame))
        return weighed(frame[0], results)

    return loop


@compiles(syntax.Quantified)
def _quantified(node: syntax.Quantified) -> Compiled:
    turns, body, settling = _turns(node.iterations), compiled(node.body), not node.every

    def quantified(frame: Frame) -> bool | None:
        result: bool | None = node.every
        for possible in turns(frame):
            verdict = body(frame) if possible else None
            if verdict is settling:
                return bool(verdict)
            if verdict is not node.every:
                result = None
                if verdict is not None or not possible:
                    frame[0].note("some and every need true or false for each item")
                    return None
        return result

    return quantified


def _turns(iterations: Sequence[syntax.Iteration]) -> Callable[[Frame], Iterator[bool]]:
    """Set the loop names to each combination in turn; yields False where a list is missing."""
    first, rest = iterations[0], iterations[1:]
    slot, values = first.slot, compiled(first.values)
    to = compiled(first.to) if first.to else None
    inner = _turns(rest) if rest else None

    def turns(frame: Frame) -> Iterator[bool]:
        run = frame[0]
        items = counted(run, values(frame), to(frame)) if to else iterable(run, values(frame))
        if items is None:
            yield False
            return
        for item in items:
            run.spend()
            frame[slot] = item
            if inner is None:
                yield True
            else:
                yield from inner(frame)

    return turns


def iterable(run: Run, value: Any) -> Sequence[Any] | None:
    """What a loop goes through: the items of a list, the values of a range of whole numbers or dates."""
    if value.__class__ is list:
        return list(value)
    if isinstance(value, Range):
        if not (value.low_included and value.high_included):
            return _open_range(run, value)
        return counted(run, value.low, value.high)
    if value is None:
        run.note("there is no list to go through")
        return None
    return [value]


def _open_range(run: Run, range_: Range) -> Sequence[Any] | None:
    if not (range_.bounded_below and range_.bounded_above):
        return None
    values = counted(run, range_.low, range_.high)
    return None if values is None else [value for value in values if compare.in_range(value, range_)]


def counted(run: Run, start: Any, end: Any) -> list[Any] | None:
    """The whole numbers or dates from start to end, upwards or downwards; None for other ends."""
    if isinstance(start, Date) and isinstance(end, Date):
        return [date_from_number(number) for number in _steps(run, start.number, end.number)]
    if isinstance(start, Decimal) and isinstance(end, Decimal) and start == int(start) and end == int(end):
        return [Decimal(number) for number in _steps(run, int(start), int(end))]
    run.note(f"a loop cannot count from {brief(start)} to {brief(end)}")
    return None


def _steps(run: Run, start: int, end: int) -> range:
    step = 1 if start <= end else -1
    run.claim(abs(end - start) + 1)
    run.spend(abs(end - start) + 1)
    return range(start, end + step, step)


@compiles(syntax.FunctionLiteral)
def _function_literal(node: syntax.FunctionLiteral) -> Compiled:
    return _function(node, None)


def _function(node: syntax.FunctionLiteral, own_slot: int | None) -> Compiled:
    """The closure that makes the function; with a slot of its own it can call itself."""
    body, slots = compiled(node.body), node.slots
    parameters = tuple(map(Parameter, node.names, node.types))

    def make(frame: Frame) -> Function:
        captured = frame.copy()

        def call(run: Run, arguments: Sequence[Any]) -> Any:
            inner = captured.copy()
            inner[0] = run
            for slot, argument in zip(slots, arguments, strict=True):
                inner[slot] = argument
            return body(inner)

        function = Function(parameters, call, identity=node)
        if own_slot is not None:
            captured[own_slot] = function
        return function

    return make


@compiles(syntax.ContextLiteral)
def _context_literal(node: syntax.ContextLiteral) -> Compiled:
    entries = [
        (name, slot, _function(value, slot) if isinstance(value, syntax.FunctionLiteral) else compiled(value))
        for name, slot, value in zip(node.names, node.slots, node.values, strict=True)
    ]

    def context(frame: Frame) -> dict[str, Any]:
        result = {}
        for name, slot, value in entries:
            frame[slot] = result[name] = value(frame)
        weighed(frame[0], result)
        return result

    return context

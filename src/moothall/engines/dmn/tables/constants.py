"""Which constants a test compares its value with; between them its verdict cannot change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..builtins.registry import BuiltIn
from ..feel import syntax
from ..feel.expressions import compile_tests
from ..feel.syntax import Node
from ..limits import Run
from ..problems import RuleError, Undefined
from ..values.arithmetic import calculate, negated


class NotPlain(Exception):
    """The test does more than compare its value with constants."""


def constants_of(node: Node | None, value_slot: int) -> Iterator[Any]:
    """The constants that a test of the value in the slot compares it with. Raises NotPlain."""
    match node:
        case None | syntax.Anything():
            return
        case syntax.Tests(tests=tests):
            for test in tests:
                yield from constants_of(test, value_slot)
        case syntax.ListLiteral(items=items):
            for item in items:
                yield from constants_of(item, value_slot)
        case syntax.HalfLine(end=end):
            yield constant(end)
        case syntax.Interval(low=low, high=high):
            yield constant(low)
            yield constant(high)
        case syntax.Comparison() | syntax.Conjunction() | syntax.Disjunction() | syntax.Between():
            yield from _of_condition(node, value_slot)
        case syntax.Membership(value=value, tests=tests):
            _require_value(value, value_slot)
            yield from constants_of(tests, value_slot)
        case syntax.Call(callee=syntax.Constant(name="not"), arguments=(argument,)):
            yield from constants_of(argument, value_slot)
        case _:
            yield constant(node)


def _of_condition(node: Node, slot: int) -> Iterator[Any]:
    if isinstance(node, (syntax.Conjunction, syntax.Disjunction)):
        yield from constants_of(node.left, slot)
        yield from constants_of(node.right, slot)
    elif isinstance(node, syntax.Between):
        _require_value(node.value, slot)
        yield constant(node.low)
        yield constant(node.high)
    elif isinstance(node, syntax.Comparison):
        one_is_value = _is_value(node.left, slot)
        _require_value(node.left if one_is_value else node.right, slot)
        yield constant(node.right if one_is_value else node.left)


def _is_value(node: Node, slot: int) -> bool:
    return isinstance(node, syntax.Variable) and node.slot == slot


def _require_value(node: Node, slot: int) -> None:
    if not _is_value(node, slot):
        raise NotPlain


def constant(node: Node | None) -> Any:
    """The value of an expression without names, worked out now. Raises NotPlain for any other."""
    match node:
        case syntax.Literal(value=value):
            return value
        case syntax.Negation(operand=operand):
            return negated(constant(operand))
        case syntax.Arithmetic(symbol=symbol, left=left, right=right):
            return calculate(symbol, constant(left), constant(right))
        case syntax.ListLiteral(items=items):
            return [constant(item) for item in items]
        case syntax.Call(callee=syntax.Constant(value=BuiltIn(pure=True) as function), arguments=arguments):
            try:
                return function.call(Run(), [constant(argument) for argument in arguments])
            except Undefined:
                return None
    raise NotPlain


def literal_texts(cell: str) -> tuple[str, ...]:
    """The texts of a cell that lists nothing but texts; empty for any other."""
    try:
        tests = compile_tests(cell, ["?"]).tree
    except RuleError:
        return ()
    if not isinstance(tests, syntax.Tests) or tests.negated:
        return ()
    values = [test.value for test in tests.tests if isinstance(test, syntax.Literal)]
    return tuple(values) if len(values) == len(tests.tests) and all(map(_is_text, values)) else ()


def _is_text(value: Any) -> bool:
    return isinstance(value, str)

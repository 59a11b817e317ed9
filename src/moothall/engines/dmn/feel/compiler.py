"""Syntax tree to Python closures, made once.

A frame is a list: slot 0 holds the run, the others the values of names. Every node becomes a function from a
frame to a value; nothing an author wrote becomes Python source or reaches a Python attribute.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..limits import Run
from ..problems import LimitReached, Problem
from ..values import compare
from ..values.arithmetic import OPERATORS, negated
from ..values.fitting import belongs
from ..values.properties import ABSENT, property_of
from ..values.ranges import Range, at_least, at_most
from ..values.text import brief
from ..values.weight import charge, weighed
from . import syntax
from .calls import invoke, invoke_named
from .syntax import Node

Frame = list[Any]
Compiled = Callable[[Frame], Any]

COMPARISONS: dict[str, Callable[[Any, Any], bool | None]] = {
    "=": compare.equal,
    "!=": lambda left, right: compare.negation(compare.equal(left, right)),
    "<": compare.less,
    "<=": compare.at_most,
    ">": compare.more,
    ">=": compare.at_least,
}
HALF_LINES: dict[str, Callable[[Any], Range]] = {
    "<": lambda end: at_most(end, included=False),
    "<=": lambda end: at_most(end, included=True),
    ">": lambda end: at_least(end, included=False),
    ">=": lambda end: at_least(end, included=True),
    "=": lambda end: Range(end, end),
}
HOLDERS = (list, dict)
_COMPILERS: dict[type, Callable[[Any], Compiled]] = {}


def compiled(node: Node) -> Compiled:
    """The closure of a tree."""
    return _COMPILERS[node.__class__](node)


def compiles(kind: type) -> Callable[[Callable[[Any], Compiled]], Callable[[Any], Compiled]]:
    """Mark the function that compiles one kind of node."""

    def register(function: Callable[[Any], Compiled]) -> Callable[[Any], Compiled]:
        _COMPILERS[kind] = function
        return function

    return register


@compiles(syntax.Literal)
def _literal(node: syntax.Literal) -> Compiled:
    value = node.value
    return lambda frame: value


@compiles(syntax.Constant)
def _constant(node: syntax.Constant) -> Compiled:
    value = node.value
    return lambda frame: value


@compiles(syntax.Variable)
def _variable(node: syntax.Variable) -> Compiled:
    slot = node.slot
    return lambda frame: frame[slot]


@compiles(syntax.Unknown)
def _unknown(node: syntax.Unknown) -> Compiled:
    def unknown(frame: Frame) -> None:
        frame[0].note(f"nothing has the name {node.name}")

    return unknown


@compiles(syntax.Anything)
def _anything(node: syntax.Anything) -> Compiled:
    return lambda frame: True


@compiles(syntax.ExternalFunction)
def _external(node: syntax.ExternalFunction) -> Compiled:
    def external(frame: Frame) -> None:
        frame[0].note(f"functions written in another language ({node.kind}) are not carried out")

    return external


@compiles(syntax.ItemName)
def _item_name(node: syntax.ItemName) -> Compiled:
    name, slots, outside = node.name, node.item_slots, compiled(node.outside)

    def item_name(frame: Frame) -> Any:
        for slot in slots:
            item = frame[slot]
            if item.__class__ is dict and name in item:
                return item[name]
        return outside(frame)

    return item_name


@compiles(syntax.Path)
def _path(node: syntax.Path) -> Compiled:
    base, name = compiled(node.base), node.name
    return lambda frame: part(frame[0], base(frame), name)


def part(run: Run, value: Any, name: str) -> Any:
    """`value.name`; for a list, that of every item."""
    if value.__class__ is dict:
        if name in value:
            return value[name]
    elif value.__class__ is list:
        run.spend(len(value))
        return [part(run, item, name) for item in value]
    elif value is not None:
        found = property_of(value, name)
        if found is not ABSENT:
            return found
    run.note(f"{brief(value)} has nothing called {name}")
    return None


@compiles(syntax.Negation)
def _negation(node: syntax.Negation) -> Compiled:
    operand = compiled(node.operand)
    return lambda frame: negated(operand(frame))


@compiles(syntax.Arithmetic)
def _arithmetic(node: syntax.Arithmetic) -> Compiled:
    left, right, table = compiled(node.left), compiled(node.right), OPERATORS[node.symbol]

    def arithmetic(frame: Frame) -> Any:
        one, other = left(frame), right(frame)
        operation = table.get((one.__class__, other.__class__))
        result = operation(one, other) if operation else None
        if result is None:
            frame[0].note(f"{brief(one)} {node.symbol} {brief(other)} has no result")
        elif result.__class__ is str:
            frame[0].claim(len(result))
        return result

    return arithmetic


@compiles(syntax.Comparison)
def _comparison(node: syntax.Comparison) -> Compiled:
    left, right, test = compiled(node.left), compiled(node.right), COMPARISONS[node.symbol]

    def comparison(frame: Frame) -> bool | None:
        one, other = left(frame), right(frame)
        if one.__class__ in HOLDERS:
            charge(frame[0], one, 8)
        return test(one, other)

    return comparison


@compiles(syntax.Conjunction)
def _conjunction(node: syntax.Conjunction) -> Compiled:
    left, right = compiled(node.left), compiled(node.right)

    def conjunction(frame: Frame) -> bool | None:
        one = left(frame)
        return False if one is False else compare.conjunction(one, right(frame))

    return conjunction


@compiles(syntax.Disjunction)
def _disjunction(node: syntax.Disjunction) -> Compiled:
    left, right = compiled(node.left), compiled(node.right)

    def disjunction(frame: Frame) -> bool | None:
        one = left(frame)
        if one is True:
            return True
        other = right(frame)
        if other is True:
            return True
        return False if one is False and other is False else None

    return disjunction


@compiles(syntax.Between)
def _between(node: syntax.Between) -> Compiled:
    value, low, high = compiled(node.value), compiled(node.low), compiled(node.high)
    return lambda frame: compare.within(value(frame), low(frame), high(frame))


@compiles(syntax.Interval)
def _interval(node: syntax.Interval) -> Compiled:
    low, high = compiled(node.low), compiled(node.high)

    def interval(frame: Frame) -> Range | None:
        start, end = low(frame), high(frame)
        if compare.at_most(start, end):
            return Range(start, end, node.low_included, node.high_included)
        frame[0].note(f"no range runs from {brief(start)} to {brief(end)}")
        return None

    return interval


@compiles(syntax.HalfLine)
def _half_line(node: syntax.HalfLine) -> Compiled:
    end, make = compiled(node.end), HALF_LINES.get(node.symbol)

    def half_line(frame: Frame) -> Range | None:
        value = end(frame)
        return make(value) if make and value is not None else None

    return half_line


@compiles(syntax.InstanceOf)
def _instance_of(node: syntax.InstanceOf) -> Compiled:
    value, type_ = compiled(node.value), node.type
    return lambda frame: belongs(value(frame), type_)


@compiles(syntax.Choice)
def _choice(node: syntax.Choice) -> Compiled:
    condition, chosen, otherwise = compiled(node.condition), compiled(node.chosen), compiled(node.otherwise)
    return lambda frame: chosen(frame) if condition(frame) is True else otherwise(frame)


@compiles(syntax.Call)
def _call(node: syntax.Call) -> Compiled:
    callee, arguments = compiled(node.callee), [compiled(argument) for argument in node.arguments]
    return lambda frame: invoke(frame[0], callee(frame), [argument(frame) for argument in arguments])


@compiles(syntax.NamedCall)
def _named_call(node: syntax.NamedCall) -> Compiled:
    callee, arguments = compiled(node.callee), [compiled(argument) for argument in node.arguments]

    def named_call(frame: Frame) -> Any:
        return invoke_named(frame[0], callee(frame), node.names, [argument(frame) for argument in arguments])

    return named_call


@compiles(syntax.ListLiteral)
def _list_literal(node: syntax.ListLiteral) -> Compiled:
    items = [compiled(item) for item in node.items]
    return lambda frame: weighed(frame[0], [item(frame) for item in items])


def guarded(function: Compiled, frame: Frame) -> Any:
    """Evaluate, turning Python's own recursion limit into LimitReached."""
    try:
        return function(frame)
    except RecursionError:
        raise LimitReached(Problem("The rule was stopped: it is nested too deeply.")) from None

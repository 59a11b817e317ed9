"""The FEEL syntax tree: what an expression says, with every name already resolved.

Each node keeps `at`, the offset in the text where it begins, so that problems can point there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..values.types import Type


@dataclass(frozen=True, slots=True)
class Node:
    """Part of an expression."""

    at: int


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A value written out."""

    value: Any


@dataclass(frozen=True, slots=True)
class Variable(Node):
    """A name of the scope, kept in a slot of the frame."""

    name: str
    slot: int


@dataclass(frozen=True, slots=True)
class Constant(Node):
    """A name that stands for a fixed value, such as a built-in function."""

    name: str
    value: Any


@dataclass(frozen=True, slots=True)
class Unknown(Node):
    """A name that nothing in scope has."""

    name: str


@dataclass(frozen=True, slots=True)
class ItemName(Node):
    """A name inside a filter: an entry of the item if it has one, otherwise what the name means outside."""

    name: str
    item_slots: tuple[int, ...]
    outside: Node


@dataclass(frozen=True, slots=True)
class Path(Node):
    """`base.name`: an entry of a context, a property, or that of every item of a list."""

    base: Node
    name: str


@dataclass(frozen=True, slots=True)
class Filter(Node):
    """`base[predicate]`: the items for which the predicate holds, or the item at a position."""

    base: Node
    predicate: Node
    slot: int


@dataclass(frozen=True, slots=True)
class Call(Node):
    """`callee(argument, …)`."""

    callee: Node
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class NamedCall(Node):
    """`callee(name: argument, …)`."""

    callee: Node
    names: tuple[str, ...]
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Negation(Node):
    """`-operand`."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """`left symbol right`, where symbol is one of + - * / **."""

    symbol: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Comparison(Node):
    """`left symbol right`, where symbol is one of = != < <= > >=."""

    symbol: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Conjunction(Node):
    """`left and right`."""

    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Disjunction(Node):
    """`left or right`."""

    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Between(Node):
    """`value between low and high`."""

    value: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class Membership(Node):
    """`value in test` or `value in (test, …)`."""

    value: Node
    tests: Tests


@dataclass(frozen=True, slots=True)
class Tests(Node):
    """Unary tests: whether the value in `slot` passes one of them, or, if negated, none."""

    tests: tuple[Node, ...]
    slot: int
    negated: bool = False
    uses_value: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True)
class Anything(Node):
    """The unary test `-`, which everything passes."""


@dataclass(frozen=True, slots=True)
class Interval(Node):
    """`[low..high]` and its half-open forms."""

    low: Node
    high: Node
    low_included: bool
    high_included: bool


@dataclass(frozen=True, slots=True)
class HalfLine(Node):
    """`< end`, `<= end`, `> end`, `>= end`, `= end` or `!= end` without a left side."""

    symbol: str
    end: Node


@dataclass(frozen=True, slots=True)
class InstanceOf(Node):
    """`value instance of type`."""

    value: Node
    type: Type


@dataclass(frozen=True, slots=True)
class Choice(Node):
    """`if condition then chosen else otherwise`."""

    condition: Node
    chosen: Node
    otherwise: Node


@dataclass(frozen=True, slots=True)
class Iteration(Node):
    """One `name in values` of a loop; with `to`, it counts from `values` to it."""

    slot: int
    values: Node
    to: Node | None = None


@dataclass(frozen=True, slots=True)
class Loop(Node):
    """`for … return body`; `partial_slot` holds the results so far."""

    iterations: tuple[Iteration, ...]
    body: Node
    partial_slot: int


@dataclass(frozen=True, slots=True)
class Quantified(Node):
    """`some … satisfies body` or `every … satisfies body`."""

    every: bool
    iterations: tuple[Iteration, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class FunctionLiteral(Node):
    """`function(name: type, …) body`; `slots` are those of the parameters."""

    names: tuple[str, ...]
    types: tuple[Type, ...]
    slots: tuple[int, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class ExternalFunction(Node):
    """`function(…) external …`: read so that it can be refused clearly."""

    kind: str


@dataclass(frozen=True, slots=True)
class ListLiteral(Node):
    """`[item, …]`."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class ContextLiteral(Node):
    """`{name: value, …}`; each value sees the entries before it through their slots."""

    names: tuple[str, ...]
    slots: tuple[int, ...]
    values: tuple[Node, ...]


def walk(node: Node) -> Iterator[Node]:
    """The node and everything within it."""
    waiting: list[Any] = [node]
    while waiting:
        current = waiting.pop()
        if isinstance(current, Node):
            yield current
            waiting.extend(getattr(current, field) for field in current.__dataclass_fields__)
        elif isinstance(current, tuple):
            waiting.extend(current)

"""A table as one generated Python function, for plain answers: int, Decimal, str, bool and date.

The source is made of fixed pieces, positions and whole numbers. What an author wrote (names, texts, results)
is handed over as values and never becomes source. Any answer that is not plain sends the whole case to the
slower evaluation, which gives the same results.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from ..running.hit_policies import SINGLE
from ..values.numbers import CONTEXT
from ..values.plain import to_python
from ..values.temporal import Date
from .axes import Axis
from .constants import NotPlain
from .grid import Grid
from .tree import Leaf, Node, TooLarge, tree_of

Decide = Callable[[Mapping[str, Any]], Any]
Lines = list[str]


def fast_decider(grid: Grid, slow: Decide) -> Decide:
    """A function from answers by name to the table's result. Raises NotPlain where there is none."""
    try:
        writer = _Writer(grid, slow, tree_of(grid))
    except TooLarge:
        raise NotPlain from None
    namespace = dict(writer.values)
    exec(compile(writer.source, "<decision table>", "exec"), namespace)  # noqa: S102 - nothing an author wrote
    return namespace["decide"]  # type: ignore[no-any-return]


def copied(value: Any) -> Any:
    """A result that the caller may change."""
    if isinstance(value, dict):
        return {name: copied(part) for name, part in value.items()}
    return [copied(part) for part in value] if isinstance(value, list) else value


def _rounded(value: Any) -> Decimal:
    """A Decimal as every rule sees it. Raises TypeError for anything else."""
    if value.__class__ is not Decimal:
        raise TypeError
    return CONTEXT.plus(value)


def _unlisted(value: Any) -> int:
    """Nothing, for a text that no rule mentions. Raises TypeError for anything else."""
    if value.__class__ is not str:
        raise TypeError
    return 0


class _Writer:
    """Writes the source of one function and gathers the values it uses."""

    def __init__(self, grid: Grid, slow: Decide, tree: Node) -> None:
        self.grid = grid
        self.values: dict[str, Any] = {
            "slow": slow, "copied": copied, "date": date, "rounded": _rounded, "unlisted": _unlisted,
        }  # fmt: skip
        self.results: dict[int, str] = {}
        table = grid.table.table
        self.simple = len(table.outputs) == 1 and table.hit_policy in SINGLE
        body = self._node(tree, "  ")
        self.source = "\n".join(
            ["def decide(given):", " try:", *body,
             " except (KeyError, TypeError, ArithmeticError):", "  return slow(given)"]
        )  # fmt: skip

    def _node(self, node: Node, indent: str) -> Lines:
        if isinstance(node, Leaf):
            return [indent + self._returned(node.mask)]
        number = node.input
        self.values[f"name{number}"] = self.grid.inputs[number].name
        axis = self.grid.inputs[number].axis
        write = {Decimal: self._number, str: self._text, bool: self._truth, Date: self._date}.get(axis.kind)
        if write is None:
            raise NotPlain
        lines = [f"{indent}value = given[name{number}]"]
        return lines + write(number, axis, node.children, indent)

    def _returned(self, mask: int) -> str:
        if not self.grid.is_constant(mask):
            return "return slow(given)"
        if mask not in self.results:
            self.results[mask] = f"result{len(self.results)}"
            self.values[self.results[mask]] = self.grid.outcome(mask)
        name = self.results[mask]
        return f"return {name}" if self.simple else f"return copied({name})"

    def _number(self, number: int, axis: Axis, children: Sequence[Node], indent: str) -> Lines:
        otherwise = "return slow(given)" if axis.whole else "value = rounded(value)"
        check = f"{indent}if value.__class__ is not int: {otherwise}"
        return [check, *self._search(number, _steps(axis, children), indent)]

    def _date(self, number: int, axis: Axis, children: Sequence[Node], indent: str) -> Lines:
        check = f"{indent}if value.__class__ is not date: return slow(given)"
        return [check, *self._search(number, _steps(axis, children), indent)]

    def _search(self, number: int, steps: Sequence[_Step], indent: str) -> Lines:
        """Find the part of the axis that the value lies in by halving."""
        if len(steps) == 1:
            return self._node(steps[0].child, indent)
        middle = len(steps) // 2
        step = steps[middle]
        sign = "<" if step.starts_at_point else "<="
        point = self._point(number, step.position, step.point)
        return [
            f"{indent}if value {sign} {point}:",
            *self._search(number, steps[:middle], indent + " "),
            f"{indent}else:",
            *self._search(number, steps[middle:], indent + " "),
        ]

    def _point(self, number: int, position: int, point: Any) -> str:
        plain = to_python(point)
        if isinstance(plain, int):
            return f"({plain})"
        if isinstance(plain, Date):
            raise NotPlain
        name = f"point{number}_{position}"
        self.values[name] = plain
        return name

    def _text(self, number: int, axis: Axis, children: Sequence[Node], indent: str) -> Lines:
        known = {
            region.example: child
            for region, child in zip(axis.regions, children, strict=True)
            if region.single
        }
        others = [child for region, child in zip(axis.regions, children, strict=True) if not region.single]
        if any(other is not others[0] for other in others):
            raise NotPlain
        distinct = list({id(child): child for child in known.values() if child is not others[0]}.values())
        places = {id(child): place for place, child in enumerate(distinct)}
        table = {text: places.get(id(child), len(distinct)) for text, child in known.items()}
        name = self._stored(f"find{number}", table)
        return [
            f"{indent}place = {name}(value)",
            f"{indent}if place is None: place = {len(distinct)} + unlisted(value)",
            *self._places([*distinct, others[0]], 0, indent),
        ]

    def _stored(self, stem: str, table: dict[str, int]) -> str:
        """A name for the lookup of a table of texts; equal tables share one."""
        names = (name for name in self.values if name.startswith(stem + "_"))
        for name in names:
            if self.values[name].__self__ == table:
                return name
        name = f"{stem}_{len(self.values)}"
        self.values[name] = table.get
        return name

    def _places(self, children: Sequence[Node], first: int, indent: str) -> Lines:
        if len(children) == 1:
            return self._node(children[0], indent)
        middle = len(children) // 2
        return [
            f"{indent}if place < {first + middle}:",
            *self._places(children[:middle], first, indent + " "),
            f"{indent}else:",
            *self._places(children[middle:], first + middle, indent + " "),
        ]

    def _truth(self, number: int, axis: Axis, children: Sequence[Node], indent: str) -> Lines:
        false, true = children
        return [
            f"{indent}if value is True:",
            *self._node(true, indent + " "),
            f"{indent}if value is False:",
            *self._node(false, indent + " "),
            f"{indent}return slow(given)",
        ]


class _Step:
    """A stretch of an axis with one child; it begins at a point, or just after it."""

    __slots__ = ("child", "point", "position", "starts_at_point")

    def __init__(self, child: Node, point: Any, position: int, *, starts_at_point: bool) -> None:
        self.child, self.point, self.position = child, point, position
        self.starts_at_point = starts_at_point


def _steps(axis: Axis, children: Sequence[Node]) -> list[_Step]:
    """The stretches of an axis, neighbours with the same child joined."""
    return [next(group) for _, group in groupby(_pieces(axis, children), key=lambda step: id(step.child))]


def _pieces(axis: Axis, children: Sequence[Node]) -> Iterator[_Step]:
    for place, region in enumerate(axis.index):
        if region < 0:
            continue
        position = (place - 1) // 2
        point = axis.points[position] if place else None
        yield _Step(children[region], point, position, starts_at_point=place % 2 == 1)

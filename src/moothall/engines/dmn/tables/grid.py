"""A decision table as a grid: for every input its regions, and for every region the rules it leaves possible.

The verdict of a region is that of the table's own compiled tests on an example of the region, so the grid
answers exactly as the table does. Rules are bits of a number: bit i stands for the rule with index i.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, reduce
from operator import and_
from typing import Any

from ..feel.calls import conformed
from ..feel.expressions import Expression
from ..feel.syntax import Node
from ..limits import Run
from ..running.hit_policies import FIRST
from ..running.tables import CompiledTable
from ..values.durations import DaysTimeDuration, YearsMonthsDuration
from ..values.temporal import Date
from ..values.types import (
    ANY,
    BOOLEAN,
    DATE,
    DAYS_TIME,
    NUMBER,
    STRING,
    YEARS_MONTHS,
    DefinedType,
    Type,
    resolved,
)
from .axes import Axis, axis_of
from .constants import NotPlain, constant, constants_of

CLASS_OF_TYPE: dict[Type, type] = {
    NUMBER: Decimal,
    STRING: str,
    BOOLEAN: bool,
    DATE: Date,
    DAYS_TIME: DaysTimeDuration,
    YEARS_MONTHS: YearsMonthsDuration,
}


WHOLE = "floor(?) = ?"  # the allowed values of a type of whole numbers


@dataclass(frozen=True, slots=True)
class GridInput:
    """One input: its name, its axis, and per region the rules that remain possible.

    `null_mask` is that of no value; the bit after the last rule says that the value is allowed at all.
    `unfit` are the regions whose values the input's declared type does not have: given one, it is null.
    """

    name: str
    axis: Axis
    masks: tuple[int, ...]
    null_mask: int
    question: str = ""
    unfit: frozenset[int] = frozenset()

    def mask_of(self, value: Any) -> int:
        """The rules that a value of this input leaves possible."""
        region = -1 if value is None else self.axis.region_of(value)
        return self.null_mask if region < 0 else self.masks[region]

    def allowed_regions(self, veto: int) -> list[int]:
        """The regions whose values the input may have."""
        return [number for number, mask in enumerate(self.masks) if mask & veto and number not in self.unfit]


@dataclass
class Grid:
    """A table as a grid.

    `fixed` are the rules whose results do not depend on anything, the veto bit standing for the default;
    outcomes made of those alone are remembered. `type` is that of the decision the table makes.
    """

    table: CompiledTable
    inputs: tuple[GridInput, ...]
    frame_size: int
    fixed: int
    type: Type = ANY
    outcomes: dict[int, Any] = field(default_factory=dict)
    named: dict[int, tuple[str, Any] | None] = field(default_factory=dict)

    @property
    def rule_count(self) -> int:
        return len(self.table.rules)

    @cached_property
    def veto(self) -> int:
        """The bit that every allowed value keeps."""
        return 1 << self.rule_count

    @property
    def everything(self) -> int:
        return (1 << (self.rule_count + 1)) - 1

    @property
    def constant(self) -> bool:
        """Whether no result depends on the inputs."""
        return self.fixed == self.everything

    def is_constant(self, mask: int) -> bool:
        """Whether the result is the same whenever exactly these rules apply."""
        rules = mask & ~self.veto
        if not mask & self.veto:
            return True
        if not rules:
            return bool(self.fixed & self.veto)
        needed = rules & -rules if self.table.table.hit_policy == FIRST else rules
        return needed & self.fixed == needed

    def hits(self, mask: int) -> list[int]:
        """The rules in a mask, by index."""
        return [index for index in range(self.rule_count) if mask >> index & 1]

    def outcome(self, mask: int) -> Any:
        """What the table gives when exactly these rules apply. Only where `is_constant`."""
        if mask not in self.outcomes:
            self.outcomes[mask] = self._worked_out(mask)
        return self.outcomes[mask]

    def named_outcome(self, mask: int) -> tuple[str, Any] | None:
        """The outcome with a text that tells it from others; None where it is not constant."""
        if mask not in self.named:
            value = self.outcome(mask) if self.is_constant(mask) else None
            self.named[mask] = (repr(value), value) if self.is_constant(mask) else None
        return self.named[mask]

    def decisive(self, shares: dict[int, float], column: int) -> dict[int, float]:
        """Shares of masks, without rules that cannot decide any more, whatever the inputs from `column` on
        are: in a table that takes the first rule that applies, those after one that applies for certain."""
        sure, veto = self.sure[column], self.veto
        if not sure:
            return shares
        left: dict[int, float] = {}
        for mask, share in shares.items():
            certain = mask & sure
            if certain:
                mask &= veto | ((certain & -certain) * 2 - 1)
            left[mask] = left.get(mask, 0.0) + share
        return left

    @cached_property
    def sure(self) -> tuple[int, ...]:
        """For each column the rules that take every value of it and of those after it; none, unless the table
        takes the first rule that applies."""
        sure = [self.everything & ~self.veto if self.table.table.hit_policy == FIRST else 0]
        for one in reversed(self.inputs):
            sure.append(reduce(and_, one.masks, sure[-1] & one.null_mask))
        return tuple(reversed(sure))

    def _worked_out(self, mask: int) -> Any:
        if not mask & self.veto:
            return None
        frame: list[Any] = [None] * self.frame_size
        frame[0] = Run()
        return conformed(frame[0], self.table.result(frame, self.hits(mask)), self.type, self.table.name)


def grid_of(
    table: CompiledTable, names: Sequence[str], types: Sequence[Type], frame_size: int, result: Type
) -> Grid:
    """The grid of a table whose inputs are the values of those names and declared types.

    Raises NotPlain when a test does more than compare its input with constants.
    """
    inputs = tuple(
        _grid_input(table, column, name, type_, frame_size)
        for column, (name, type_) in enumerate(zip(names, types, strict=True))
    )
    return Grid(table, inputs, frame_size, _fixed(table), result)


def _grid_input(table: CompiledTable, column: int, name: str, type_: Type, frame_size: int) -> GridInput:
    compiled = table.inputs[column]
    question = table.table.inputs[column].question
    constants = [value for row in table.trees for value in constants_of(row[column], compiled.slot)]
    constants += _allowed_constants(type_)
    if compiled.allowed_tree is not None:
        constants += constants_of(compiled.allowed_tree, compiled.slot)
    axis = axis_of(constants, _class_of(type_) or _class_of(compiled.type), whole=_is_whole(type_))
    judge = _Judge(table, column, type_, frame_size)
    masks = tuple(judge.mask(region.example) for region in axis.regions)
    unfit = frozenset(
        number for number, region in enumerate(axis.regions) if judge.fitting(region.example) is None
    )
    return GridInput(name, axis, masks, judge.mask(None), question, unfit)


class _Judge:
    """Asks the tests of one column about values."""

    def __init__(self, table: CompiledTable, column: int, type_: Type, frame_size: int) -> None:
        self.input = table.inputs[column]
        self.type = type_
        self.veto = 1 << len(table.rules)
        self.frame: list[Any] = [None] * frame_size
        self.frame[0] = Run()
        by_test: dict[Any, int] = {}
        for index, rule in enumerate(table.rules):
            test = rule.tests[column]
            by_test[test] = by_test.get(test, 0) | 1 << index
        self.by_test = by_test

    def fitting(self, given: Any) -> Any:
        """The value as the input's declared types have it; None when they do not."""
        run = self.frame[0]
        return conformed(run, conformed(run, given, self.type, ""), self.input.type, "")

    def mask(self, given: Any) -> int:
        """The rules whose test the value passes, and the veto bit when the value is allowed."""
        frame = self.frame
        frame[self.input.slot] = value = self.fitting(given)
        allowed = self.input.allowed is None or value is None or self.input.allowed(frame) is True
        mask = self.veto if allowed else 0
        for test, rules in self.by_test.items():
            if test(frame) is True:
                mask |= rules
        return mask


def _allowed_constants(type_: Type) -> list[Any]:
    found: list[Any] = []
    while isinstance(type_, DefinedType):
        if type_.allows is not None and type_.allowed_text.strip() != WHOLE:
            if not isinstance(type_.allowed_tree, Expression):
                raise NotPlain
            found += constants_of(type_.allowed_tree.tree, type_.allowed_tree.slots[0])
        type_ = type_.base
    return found


def _is_whole(type_: Type) -> bool:
    """Whether the type says that only whole numbers can occur."""
    while isinstance(type_, DefinedType):
        if type_.allowed_text.strip() == WHOLE:
            return True
        type_ = type_.base
    return False


def _class_of(type_: Type) -> type | None:
    base = resolved(type_)
    if base is ANY:
        return None
    if base not in CLASS_OF_TYPE:
        raise NotPlain
    return CLASS_OF_TYPE[base]


def _fixed(table: CompiledTable) -> int:
    """The rules whose results are constants, and the veto bit when the default is one."""
    rows = [*table.result_trees, table.default_trees]
    return sum(1 << number for number, trees in enumerate(rows) if all(map(_is_fixed, trees)))


def _is_fixed(tree: Node | None) -> bool:
    try:
        return tree is None or constant(tree) is not NotPlain
    except NotPlain:
        return False

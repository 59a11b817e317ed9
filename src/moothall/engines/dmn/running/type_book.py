"""Item definitions as types, with the values they allow (DMN 1.5, 7.3.3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ..feel.expressions import compile_tests, surroundings
from ..limits import STANDARD_LIMITS, Limits
from ..model.boxed import Cell
from ..model.elements import ItemDefinition
from ..problems import NOWHERE, Place, Problem, RuleError, closest
from ..values.types import (
    ANY,
    SIMPLE_TYPES,
    ContextType,
    DefinedType,
    FunctionType,
    ListType,
    Type,
    simple_type,
)
from .constraints import Constraint, restrict, restrict_parts


class TypeBook:
    """The types of a model: its own item definitions and those of the models it imports."""

    def __init__(
        self,
        definitions: Iterable[ItemDefinition] = (),
        imported: Iterable[tuple[str, TypeBook]] = (),
        *,
        limits: Limits = STANDARD_LIMITS,
    ) -> None:
        self.limits = limits
        self.problems: list[Problem] = []
        self.unknown: set[str] = set()
        self.by_name: dict[str, Type] = {}
        for prefix, book in imported:
            for name, type_ in book.by_name.items():
                self.by_name.setdefault(f"{prefix}.{name}" if prefix else name, type_)
        known = list(definitions)
        for definition in known:
            self.by_name[definition.name] = DefinedType(definition.name)
        for definition in known:
            self._complete(self.by_name[definition.name], definition)

    def type_of(self, reference: str, place: Place = NOWHERE) -> Type:
        """The type a reference names, Any for none. An unknown name is kept as a problem, once."""
        name = reference.strip()
        if not name:
            return ANY
        found = self.by_name.get(name) or simple_type(name) or self.by_name.get(name.rpartition(":")[2])
        if found is None and name not in self.unknown:
            self.unknown.add(name)
            names = [*SIMPLE_TYPES, *self.by_name]
            self.problems.append(
                Problem(
                    "There is no type of this name.", place, name, "a type of FEEL or of the model",
                    closest(name, names),
                )
            )  # fmt: skip
        return found or ANY

    def part_names(self) -> set[str]:
        """The names of all parts of types, so that paths to them can be read whatever they contain."""
        return {name for type_ in self.by_name.values() for name in _field_names(type_, 0)}

    def _complete(self, type_: Type, definition: ItemDefinition) -> None:
        assert isinstance(type_, DefinedType)
        item = self._item_type(definition)
        allowed = self._constraint(definition.allowed)
        if definition.is_collection and allowed:
            inner = DefinedType(definition.name, item)
            restrict(inner, allowed, projected=True)
            type_.base = ListType(inner)
        else:
            type_.base = ListType(item) if definition.is_collection else item
            if allowed:
                restrict(type_, allowed, projected=True)
        constraint = self._constraint(definition.constraint)
        if constraint:
            restrict(type_, constraint, projected=False)

    def _item_type(self, definition: ItemDefinition) -> Type:
        if definition.function_parameters is not None:
            parameters = (
                self.type_of(one.type_ref, definition.place) for one in definition.function_parameters
            )
            return FunctionType(tuple(parameters), self.type_of(definition.function_result, definition.place))
        if definition.components:
            return self._context_type(definition)
        return self.type_of(definition.type_ref, definition.place)

    def _context_type(self, definition: ItemDefinition) -> Type:
        """The type of a context; a part whose values depend on those beside it restricts the whole."""
        names = tuple(part.name for part in definition.components)
        whole = DefinedType(definition.name)
        parts = tuple((part.name, self._component(part, names, whole)) for part in definition.components)
        whole.base = ContextType(parts)
        return whole if whole.allows else whole.base

    def _component(self, part: ItemDefinition, names: tuple[str, ...], whole: DefinedType) -> Type:
        kept: list[Cell | None] = []
        for cell in (part.allowed, part.constraint):
            constraint = self._constraint(cell, names)
            dependent = constraint is not None and constraint.depends_on_siblings
            kept.append(None if dependent else cell)
            if constraint and dependent:
                restrict_parts(whole, part.name, constraint)
        type_ = DefinedType(part.name)
        self._complete(type_, replace(part, allowed=kept[0], constraint=kept[1]))
        return type_ if type_.allows else type_.base

    def _constraint(self, cell: Cell | None, siblings: tuple[str, ...] = ()) -> Constraint | None:
        """The tests of a cell; None without any, or when they cannot be read, which is kept as a problem."""
        if cell is None or not cell.text.strip():
            return None
        around = surroundings(self.by_name)
        try:
            tests = compile_tests(
                cell.text, ["?", *siblings], around=around, place=cell.place, limits=self.limits
            )
        except RuleError as error:
            self._note(*error.problems)
            return None
        self._note(*tests.problems)
        return Constraint(cell.text, tests, siblings, self.limits)

    def _note(self, *problems: Problem) -> None:
        self.problems.extend(problem for problem in problems if problem not in self.problems)


def _field_names(type_: Type, depth: int) -> Iterable[str]:
    if depth > 20:
        return
    if isinstance(type_, DefinedType):
        yield from _field_names(type_.base, depth + 1)
    elif isinstance(type_, ListType):
        yield from _field_names(type_.item, depth + 1)
    elif isinstance(type_, ContextType):
        for name, part in type_.fields:
            yield name
            yield from _field_names(part, depth + 1)

"""Item definitions as types, with the values they allow (DMN 1.5, 7.3.3)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ..feel.expressions import compile_tests, surroundings
from ..limits import STANDARD_LIMITS, Limits, Run
from ..model.elements import Cell, ItemDefinition
from ..problems import Problem, RuleError, closest
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


class TypeBook:
    """The types of a model: its own item definitions and those of the models it imports."""

    def __init__(
        self,
        definitions: Iterable[ItemDefinition] = (),
        imported: Mapping[str, TypeBook] | None = None,
        *,
        limits: Limits = STANDARD_LIMITS,
    ) -> None:
        self.limits = limits
        self.problems: list[Problem] = []
        self.by_name: dict[str, Type] = {}
        for prefix, book in (imported or {}).items():
            dotted = f"{prefix}." if prefix else ""
            self.by_name.update({dotted + name: type_ for name, type_ in book.by_name.items()})
        known = list(definitions)
        for definition in known:
            self.by_name[definition.name] = DefinedType(definition.name)
        for definition in known:
            self._complete(self.by_name[definition.name], definition)

    def type_of(self, reference: str, definition: ItemDefinition | None = None) -> Type:
        """The type a reference names, Any for none. An unknown name is kept as a problem."""
        name = reference.strip()
        if not name:
            return ANY
        found = self.by_name.get(name) or simple_type(name) or self.by_name.get(name.rpartition(":")[2])
        if found is None:
            place = definition.place if definition else Problem("").place
            names = [*SIMPLE_TYPES, *self.by_name]
            self.problems.append(
                Problem("There is no type of this name.", place, name, suggestion=closest(name, names))
            )
        return found or ANY

    def part_names(self) -> set[str]:
        """The names of all parts of types, so that paths to them can be read whatever they contain."""
        return {name for type_ in self.by_name.values() for name in _field_names(type_, 0)}

    def _complete(self, type_: Type, definition: ItemDefinition) -> None:
        assert isinstance(type_, DefinedType)
        item = self._item_type(definition)
        if definition.allowed is not None and definition.is_collection:
            item = DefinedType(
                definition.name, item, self._allows(definition.allowed), definition.allowed.text
            )
        type_.base = ListType(item) if definition.is_collection else item
        if definition.allowed is not None and not definition.is_collection:
            type_.allows, type_.allowed_text = self._allows(definition.allowed), definition.allowed.text
        if definition.constraint is not None:
            type_.allows = _both(type_.allows, self._allows(definition.constraint))
            type_.allowed_text = type_.allowed_text or definition.constraint.text

    def _item_type(self, definition: ItemDefinition) -> Type:
        if definition.function_parameters is not None:
            parameters = (self.type_of(one.type_ref, definition) for one in definition.function_parameters)
            return FunctionType(tuple(parameters), self.type_of(definition.function_result, definition))
        if definition.components:
            return ContextType(tuple((part.name, self._component(part)) for part in definition.components))
        return self.type_of(definition.type_ref, definition)

    def _component(self, part: ItemDefinition) -> Type:
        type_ = DefinedType(part.name)
        self._complete(type_, part)
        return type_ if type_.allows is not None else type_.base

    def _allows(self, cell: Cell) -> Callable[[Any], bool]:
        try:
            tests = compile_tests(
                cell.text, ["?"], around=surroundings(self.by_name), place=cell.place, limits=self.limits
            )
        except RuleError as error:
            self.problems.extend(error.problems)
            return lambda value: True
        self.problems.extend(tests.problems)
        return lambda value: tests.evaluate(Run(self.limits), [value]) is True


def _both(one: Callable[[Any], bool] | None, other: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return other if one is None else lambda value: one(value) and other(value)


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

"""Item definitions as types, with the values they allow (DMN 1.5, 7.3.3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..feel.expressions import compile_tests, surroundings
from ..limits import STANDARD_LIMITS, Limits, Run
from ..model.elements import Cell, ItemDefinition
from ..problems import NOWHERE, Problem, RuleError, closest
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
            place = definition.place if definition else NOWHERE
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
        if definition.is_collection:
            inner = DefinedType(definition.name, item)
            self._restrict(inner, definition.allowed)
            type_.base = ListType(inner if definition.allowed else item)
        else:
            type_.base = item
            self._restrict(type_, definition.allowed)
        self._restrict(type_, definition.constraint)

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

    def _restrict(self, type_: DefinedType, cell: Cell | None) -> None:
        """Let the type allow only values that pass the tests of the cell, besides those it has already."""
        if cell is None or not cell.text.strip():
            return
        try:
            tests = compile_tests(
                cell.text, ["?"], around=surroundings(self.by_name), place=cell.place, limits=self.limits
            )
        except RuleError as error:
            self.problems.extend(error.problems)
            return
        self.problems.extend(tests.problems)
        earlier, limits = type_.allows, self.limits

        def allows(value: Any) -> bool:
            return tests.evaluate(Run(limits), [value]) is True and (earlier is None or earlier(value))

        type_.allowed_tree = None if earlier else tests
        type_.allows, type_.allowed_text = allows, cell.text


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

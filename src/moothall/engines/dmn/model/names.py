"""The names that occur inside the values of a model, which paths and filters may ask for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .boxed import BoxedRelation, ContextEntry, DecisionTable
from .elements import Element, ItemDefinition, Model


def names_inside(model: Model) -> set[str]:
    """The names of elements, context entries, columns and parts of types."""
    return set(_names((model.types, model.inputs, model.decisions, model.knowledge, model.services)))


def _names(whole: tuple[Any, ...]) -> Iterator[str]:
    waiting: list[Any] = [whole]
    while waiting:
        current = waiting.pop()
        if isinstance(current, tuple):
            waiting.extend(current)
        elif hasattr(current, "__dataclass_fields__"):
            yield from _own_names(current)
            waiting.extend(getattr(current, field) for field in current.__dataclass_fields__)


def _own_names(current: Any) -> Iterator[str]:
    match current:
        case Element(name=name, variable=variable):
            yield variable.name if variable else name
        case ItemDefinition(name=name):
            yield name
        case ContextEntry(variable=variable) if variable:
            yield variable.name
        case BoxedRelation(columns=columns):
            yield from (column.name for column in columns)
        case DecisionTable(outputs=outputs):
            yield from (clause.name for clause in outputs)

"""The FEEL types (DMN 1.5, 10.3.2.1, figure 10-26) and the item definitions built from them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class SimpleType:
    """A type without parts, such as number."""

    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class ListType:
    """A list whose items all have one type."""

    item: Type

    def __str__(self) -> str:
        return f"list<{self.item}>"


@dataclass(frozen=True, slots=True)
class RangeType:
    """A range whose ends have one type."""

    item: Type

    def __str__(self) -> str:
        return f"range<{self.item}>"


@dataclass(frozen=True, slots=True)
class ContextType:
    """A context with at least these entries."""

    fields: tuple[tuple[str, Type], ...] = ()

    def __str__(self) -> str:
        fields = ", ".join(f"{name}: {type_}" for name, type_ in self.fields)
        return f"context<{fields}>" if fields else "context"


@dataclass(frozen=True, slots=True)
class FunctionType:
    """A function from argument types to a result type."""

    parameters: tuple[Type, ...]
    result: Type

    def __str__(self) -> str:
        return f"function<{', '.join(map(str, self.parameters))}> -> {self.result}"


@dataclass(slots=True, eq=False)
class DefinedType:
    """An item definition: a name for a type, perhaps with the values it allows.

    `base` is set after all definitions are known, because they may name one another; `allows` is given one
    value and says whether it is among the allowed ones; `allowed_text` is how the author wrote them, and
    `allowed_tree` its syntax tree.
    """

    name: str
    base: Type = field(default_factory=lambda: SIMPLE_TYPES["Any"])
    allows: Callable[[Any], bool] | None = None
    allowed_text: str = ""
    allowed_tree: object = None

    def __str__(self) -> str:
        return self.name


Type = SimpleType | ListType | RangeType | ContextType | FunctionType | DefinedType

ANY = SimpleType("Any")
NULL = SimpleType("Null")
NUMBER = SimpleType("number")
STRING = SimpleType("string")
BOOLEAN = SimpleType("boolean")
DATE = SimpleType("date")
TIME = SimpleType("time")
DATE_TIME = SimpleType("date and time")
DAYS_TIME = SimpleType("days and time duration")
YEARS_MONTHS = SimpleType("years and months duration")

SIMPLE_TYPES: dict[str, Type] = {
    type_.name: type_
    for type_ in (ANY, NULL, NUMBER, STRING, BOOLEAN, DATE, TIME, DATE_TIME, DAYS_TIME, YEARS_MONTHS)
}
# Other spellings: earlier DMN versions, the TCK, and the unparameterised forms.
OTHER_SPELLINGS: dict[str, Type] = {
    "any": ANY,
    "dateTime": DATE_TIME,
    "dayTimeDuration": DAYS_TIME,
    "yearMonthDuration": YEARS_MONTHS,
    "context": ContextType(),
    "list": ListType(ANY),
    "range": RangeType(ANY),
}


def simple_type(name: str) -> Type | None:
    """The built-in type of that name, a prefix such as `feel:` left aside; None when there is none."""
    bare = name.rpartition(":")[2].strip()
    return SIMPLE_TYPES.get(bare) or OTHER_SPELLINGS.get(bare)


def resolved(type_: Type) -> Type:
    """The type behind the names of item definitions."""
    seen = 0
    while isinstance(type_, DefinedType) and seen < 50:
        type_, seen = type_.base, seen + 1
    return ANY if isinstance(type_, DefinedType) else type_


def result_type(type_: Type) -> Type:
    """What a function gives whose declared type is either a function type or that of its result."""
    base = resolved(type_)
    return base.result if isinstance(base, FunctionType) else type_

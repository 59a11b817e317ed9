"""Records: the frozen values that queries hand out instead of rows."""

from dataclasses import fields
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

R = TypeVar("R", bound="DataclassInstance")


def record(kind: type[R], row: object, **derived: object) -> R:
    """A record of ``kind`` with what ``row`` has under the same names, and what is ``derived`` otherwise."""
    names = (field.name for field in fields(kind) if field.init and field.name not in derived)
    return kind(**{name: getattr(row, name) for name in names}, **derived)

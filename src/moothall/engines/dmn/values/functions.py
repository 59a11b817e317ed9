"""Functions as FEEL values: something with parameters that can be called."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..limits import Run
from .types import ANY, FunctionType, Type


@dataclass(frozen=True, slots=True)
class Parameter:
    """A name and the type an argument must fit."""

    name: str
    type: Type = ANY


class BuiltInFunction:
    """A function of the standard, as a value."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Function:
    """A function an author wrote, a business knowledge model, or a decision service.

    `body` is given the run and the arguments, already fitted to the parameters, in order.
    """

    parameters: tuple[Parameter, ...]
    body: Callable[[Run, Sequence[Any]], Any] = field(compare=False)
    result: Type = ANY
    name: str = ""
    identity: object = None

    @property
    def type(self) -> FunctionType:
        return FunctionType(tuple(parameter.type for parameter in self.parameters), self.result)

    def __str__(self) -> str:
        return f"function({', '.join(parameter.name for parameter in self.parameters)})"

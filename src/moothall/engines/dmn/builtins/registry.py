"""How a built-in function is declared: its FEEL signature as text, and the Python function that computes it.

A signature such as `substring(string: string, start position: number, length?: number)` names the parameters
and their types. `?` after a name: may be left out or null. `??` after a type: null is an answer, not an
error. `...` after a name: takes any number of values, or one list of them.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from ..limits import Run
from ..problems import Undefined
from ..values.fitting import MISFIT, fitted
from ..values.functions import BuiltInFunction
from ..values.types import ANY, BOOLEAN, NUMBER, STRING, ContextType, ListType, Type, simple_type
from ..values.weight import charge

Computation = Callable[..., Any]
Declared = TypeVar("Declared", bound=Computation)

_SIGNATURE = re.compile(r"([a-z ]+)\((.*)\)")
_PARAMETER = re.compile(r"([\w ]+?)(\?|\.\.\.|\+)?: ([\w ]+?|list<\w+>)(\?\?)?")
_LISTS: dict[str, Type] = {
    "list<number>": ListType(NUMBER),
    "list<boolean>": ListType(BOOLEAN),
    "list<string>": ListType(STRING),
    "list<context>": ListType(ContextType()),
}


class WrongArgument(Undefined):
    """An argument is not of the kind that this way to call takes; another way may take it."""


@dataclass(frozen=True, slots=True)
class Formal:
    """A parameter of a built-in function."""

    name: str
    type: Type
    optional: bool = False
    many: bool = False
    gathers: bool = False
    nullable: bool = False

    def fit(self, argument: Any, function: str) -> Any:
        """The argument as this parameter takes it. Raises Undefined when it does not."""
        if argument is None:
            if self.optional or self.nullable:
                return None
            raise WrongArgument(f"{self.name} is missing")
        value = fitted(argument, ANY if self.gathers else self.type)
        if value is MISFIT or (value is None and not self.nullable):
            raise WrongArgument(f"{self.name} must be {self.type}")
        return value


@dataclass(frozen=True, slots=True)
class Overload:
    """One way to call a built-in function."""

    formals: tuple[Formal, ...]
    compute: Computation
    wants_run: bool

    @property
    def fewest(self) -> int:
        return sum(not formal.optional for formal in self.formals)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(formal.name for formal in self.formals)

    @property
    def takes_many(self) -> bool:
        return bool(self.formals) and self.formals[-1].many

    def arranged(self, arguments: Sequence[Any], names: Sequence[str] | None) -> list[Any] | None:
        """The arguments in the order of the parameters; None when they are too few, too many or misnamed."""
        if names is not None:
            return self._by_name(dict(zip(names, arguments, strict=True)), len(names))
        wanted = len(self.formals)
        gathers = bool(wanted) and self.formals[-1].gathers and len(arguments) == wanted
        if gathers or (self.takes_many and len(arguments) > wanted):
            return [*arguments[: wanted - 1], list(arguments[wanted - 1 :])]
        if not self.fewest <= len(arguments) <= wanted:
            return None
        return [*arguments, *[None] * (wanted - len(arguments))]

    def _by_name(self, given: dict[str, Any], count: int) -> list[Any] | None:
        known = {formal.name for formal in self.formals}
        needed = {formal.name for formal in self.formals if not (formal.optional or formal.nullable)}
        if len(given) != count or not needed <= set(given) <= known:
            return None
        return [[given[formal.name]] if formal.gathers else given.get(formal.name) for formal in self.formals]

    def run_with(self, run: Run, arguments: list[Any], function: str) -> Any:
        """Fit the arguments and compute. Raises Undefined."""
        fit = [
            formal.fit(argument, function) for formal, argument in zip(self.formals, arguments, strict=True)
        ]
        for value in fit:
            if value.__class__ is str:
                run.spend(len(value) // 16)
            else:
                charge(run, value, 16)
        return self.compute(run, *fit) if self.wants_run else self.compute(*fit)


@dataclass(slots=True, eq=False)
class BuiltIn(BuiltInFunction):
    """A built-in function: a name and the ways to call it."""

    name: str
    overloads: list[Overload] = field(default_factory=list)
    pure: bool = True

    def call(self, run: Run, arguments: Sequence[Any], names: Sequence[str] | None = None) -> Any:
        """The result for the arguments. Raises Undefined when no way to call takes them."""
        reason: Undefined | None = None
        for overload in self._nearest_first(names):
            arranged = overload.arranged(arguments, names)
            if arranged is None:
                continue
            try:
                return overload.run_with(run, arranged, self.name)
            except WrongArgument as undefined:
                reason = reason or undefined
            except Undefined as undefined:
                reason = undefined
        raise reason or Undefined(f"call it as {self.signatures()}")

    def _nearest_first(self, names: Sequence[str] | None) -> list[Overload]:
        """The ways to call; where names are given, those that have them in the same order come first.

        `before(range: …, point: …)` and `before(point: …, range: …)` are two functions of the standard.
        """
        if names is None:
            return self.overloads
        wanted = tuple(names)
        return sorted(self.overloads, key=lambda overload: overload.names != wanted)

    def accepts(self, count: int, names: Sequence[str] | None = None) -> bool:
        """Whether some way to call takes so many arguments, or arguments of these names."""
        arguments = [None] * count
        return any(overload.arranged(arguments, names) is not None for overload in self.overloads)

    def signatures(self) -> str:
        """The ways to call, for a message."""
        return " or ".join(f"{self.name}({', '.join(overload.names)})" for overload in self.overloads)

    def __str__(self) -> str:
        return f"function {self.name}"


BUILT_INS: dict[str, BuiltIn] = {}


def feel(signature: str, *, pure: bool = True) -> Callable[[Declared], Declared]:
    """Declare the FEEL signature of a Python function and make it known."""
    matched = _SIGNATURE.fullmatch(signature)
    assert matched is not None, signature
    name, formals = matched[1], tuple(map(_formal, filter(None, matched[2].split(", "))))

    def declare(compute: Declared) -> Declared:
        built_in = BUILT_INS.setdefault(name, BuiltIn(name, pure=pure))
        wants_run = next(iter(inspect.signature(compute).parameters), "") == "run"
        built_in.overloads.append(Overload(formals, compute, wants_run))
        return compute

    return declare


def _formal(text: str) -> Formal:
    matched = _PARAMETER.fullmatch(text)
    assert matched is not None, text
    name, mark, type_name, nullable = matched.groups()
    type_ = _LISTS.get(type_name) or simple_type(type_name) or ANY
    return Formal(name, type_, mark == "?", mark in ("...", "+"), mark == "+", bool(nullable))

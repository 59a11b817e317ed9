"""Calling functions from FEEL: those an author wrote, and the built-in ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..builtins.registry import BuiltIn
from ..limits import Run
from ..problems import Undefined
from ..values.fitting import MISFIT, fitted
from ..values.functions import Function
from ..values.text import brief
from ..values.types import ANY
from ..values.weight import charge, weighed


def invoke(run: Run, callee: Any, arguments: Sequence[Any]) -> Any:
    """The result of calling with arguments in order; None, and a note, when that is undefined."""
    if isinstance(callee, BuiltIn):
        return _invoke_built_in(run, callee, arguments, None)
    if not isinstance(callee, Function):
        run.note(f"{brief(callee)} is not a function, so it cannot be called")
        return None
    if len(arguments) != len(callee.parameters):
        run.note(
            f"{callee.name or 'the function'} takes {len(callee.parameters)} arguments, not {len(arguments)}"
        )
        return None
    return _invoke_function(run, callee, arguments)


def invoke_named(run: Run, callee: Any, names: Sequence[str], arguments: Sequence[Any]) -> Any:
    """The result of calling with arguments by name; None, and a note, when that is undefined."""
    if isinstance(callee, BuiltIn):
        return _invoke_built_in(run, callee, arguments, names)
    if not isinstance(callee, Function):
        return invoke(run, callee, arguments)
    given = dict(zip(names, arguments, strict=True))
    wanted = [parameter.name for parameter in callee.parameters]
    if len(given) != len(names) or set(given) != set(wanted):
        run.note(f"{callee.name or 'the function'} takes arguments named {', '.join(wanted)}")
        return None
    return _invoke_function(run, callee, [given[name] for name in wanted])


def _invoke_function(run: Run, callee: Function, arguments: Sequence[Any]) -> Any:
    fit = [
        fitted(argument, parameter.type)
        for argument, parameter in zip(arguments, callee.parameters, strict=True)
    ]
    for argument, parameter in zip(fit, callee.parameters, strict=True):
        if argument is MISFIT:
            run.note(
                f"the argument {parameter.name} of {callee.name or 'the function'} must be {parameter.type}"
            )
            return None
    run.enter()
    try:
        return conformed(run, callee.body(run, fit), callee.result, callee.name or "the function")
    finally:
        run.leave()


def _invoke_built_in(run: Run, callee: BuiltIn, arguments: Sequence[Any], names: Sequence[str] | None) -> Any:
    run.spend()
    try:
        return weighed(run, callee.call(run, arguments, names))
    except Undefined as reason:
        run.note(f"{callee.name}: {reason}")
        return None


def conformed(run: Run, value: Any, type_: Any, name: str) -> Any:
    """The value fitted to a declared type; None, and a note, when it does not fit."""
    if type_ is ANY:
        return value
    charge(run, value, 16)
    result = fitted(value, type_)
    if result is MISFIT:
        run.note(f"{name} must be {type_}, not {brief(value)}")
        return None
    return result

"""FEEL expressions and unary tests, compiled once and evaluated often."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..builtins import BUILT_INS
from ..limits import STANDARD_LIMITS, Limits, Run
from ..problems import NOWHERE, LimitReached, Place, Problem, RuleError
from ..values.types import Type
from . import compile_bodies  # noqa: F401 - registers the closures of the larger expressions
from .compiler import Compiled, compiled, guarded
from .parser import Parser
from .scope import Frames, Names, Scope, Surroundings
from .syntax import Node

BUILT_IN_SURROUNDINGS = Surroundings(constants=BUILT_INS, constant_names=Names(BUILT_INS))


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled expression.

    `slots` are those of the names it was compiled with, in the order given; `size` is that of its frame;
    `problems` are those that do not stop evaluation, such as unknown names, which are null.
    """

    text: str
    tree: Node
    slots: tuple[int, ...]
    size: int
    run_in: Compiled
    problems: tuple[Problem, ...]

    def evaluate(self, run: Run, values: Sequence[Any] = ()) -> Any:
        """The value for the values of the names, in order. Raises LimitReached."""
        frame: list[Any] = [None] * self.size
        frame[0] = run
        for slot, value in zip(self.slots, values, strict=True):
            frame[slot] = value
        return guarded(self.run_in, frame)


def surroundings(
    types: Mapping[str, Type], parts: Iterable[str] = (), elsewhere: Iterable[str] = ()
) -> Surroundings:
    """The built-in functions together with a model's types, the names inside its values, and its elements."""
    return replace(BUILT_IN_SURROUNDINGS, types=types, parts=Names(parts), elsewhere=frozenset(elsewhere))


def compile_expression(
    text: str,
    names: Sequence[str] = (),
    *,
    around: Surroundings = BUILT_IN_SURROUNDINGS,
    place: Place = NOWHERE,
    limits: Limits = STANDARD_LIMITS,
) -> Expression:
    """Compile a FEEL expression that may use the names.

    Raises RuleSyntaxError when it cannot be read and LimitReached when it is too long or too deep.
    """
    return _made(text, names, around, place, limits, lambda parser, slots: parser.whole_expression())


def compile_tests(
    text: str,
    names: Sequence[str] = (),
    *,
    around: Surroundings = BUILT_IN_SURROUNDINGS,
    place: Place = NOWHERE,
    limits: Limits = STANDARD_LIMITS,
) -> Expression:
    """Compile unary tests; the first of the names is the value tested, also known as `?`.

    Raises as `compile_expression` does.
    """
    return _made(text, names, around, place, limits, lambda parser, slots: parser.whole_tests(slots[0]))


def _made(
    text: str,
    names: Sequence[str],
    around: Surroundings,
    place: Place,
    limits: Limits,
    read: Callable[[Parser, tuple[int, ...]], Node],
) -> Expression:
    frames = Frames()
    scope = Scope(frames)
    slots = tuple(scope.declare(name) for name in names)
    try:
        parser = Parser(text, scope, around, place=place, limits=limits)
        tree = read(parser, slots)
        run_in = compiled(tree)
    except RecursionError:
        raise LimitReached(Problem("The rule is nested too deeply.", place, text)) from None
    return Expression(text, tree, slots, frames.next_slot, run_in, tuple(parser.problems))


def evaluate(text: str, values: Mapping[str, Any] | None = None, *, limits: Limits = STANDARD_LIMITS) -> Any:
    """The FEEL value of an expression, with FEEL values for its names. Raises RuleError."""
    given = values or {}
    expression = compile_expression(text, list(given), limits=limits)
    return expression.evaluate(Run(limits), list(given.values()))


def check(expression: Expression) -> Expression:
    """The expression itself. Raises RuleError when it has problems, such as names nothing has."""
    if expression.problems:
        raise RuleError(*expression.problems)
    return expression

"""The inputs of some rules, as questions to a person."""

from dataclasses import dataclass
from typing import Any

from moothall.engines.dmn import Model, RuleError, RuleSet, evaluate
from moothall.engines.dmn.notation.model_words import kind_of
from moothall.engines.dmn.notation.words import ANY_TYPE, Kind

FREE = "free"


@dataclass(frozen=True, slots=True)
class Asked:
    """An input: its name, how to ask for it, what it holds, and the texts it may be.

    ``holds`` is a word of the notation (``whole number``, ``yes or no`` …), or ``free`` for anything that is
    typed as an expression.
    """

    name: str
    question: str
    holds: str
    values: tuple[str, ...] = ()


PLAIN = ("text", "number", "money", "whole number", "yes or no", "date")


def asked_of(rules: RuleSet) -> tuple[Asked, ...]:
    """The inputs of the rules, in the order in which they are written."""
    model = rules.model
    return tuple(_asked(model, at) for at in range(len(model.inputs)))


def _asked(model: Model, at: int) -> Asked:
    element = model.inputs[at]
    kind = _kind(model, element.variable.type_ref if element.variable else "")
    holds = kind.word if kind.word in PLAIN else FREE
    return Asked(element.name, element.description or element.name, holds, kind.values)


def _kind(model: Model, type_ref: str) -> Kind:
    try:
        return kind_of(type_ref or ANY_TYPE, {one.name: one for one in model.types})
    except RuleError:
        return Kind()


def value_typed(text: str) -> Any:
    """The value of a text typed for a free input: an expression such as ``[1, 2]``, or else the text itself.

    Raises ``ValueError`` when it is begun as an expression and cannot be read.
    """
    if not text.startswith(("[", "{", '"', "@")):
        return text
    try:
        return evaluate(text)
    except RuleError as error:
        raise ValueError(" ".join(problem.message for problem in error.problems)) from None

"""What a rule says about the answers so far, as the answer that a step derives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from moothall.engines.dmn import Outlook
from moothall.foundations.rules import rule_cache
from moothall.foundations.rules.rule_cache import RuleVersion
from moothall.foundations.rules.rules.inputs import as_inputs, plain

NOTHING = Outlook((), ())
LIKELY = 0.5
"""A result is called likely when it comes out in more than this part of all cases."""


class NoResult(ValueError):
    """A rule gives no result, because something in it does not fit."""


@dataclass(frozen=True, slots=True)
class Given:
    """The answers to a rule's inputs by name. ``missing`` are inputs that may still be answered; all others
    are taken as nothing. ``is_waiting``: whether any of them is being asked. ``looks_ahead``: whether to say
    what is likely, and stop asking, before all are answered."""

    known: Mapping[str, Any]
    missing: frozenset[str] = frozenset()
    is_waiting: bool = False
    looks_ahead: bool = False


def decided(version: RuleVersion, decision: str, given: Given) -> dict[str, Any]:
    """The derived answer: its ``value`` (and the parts of a context by name), whether it is ``settled``, and
    while it is not, what is ``likely``. Raises what ``RuleSet.decide`` does, and :class:`NoResult`."""
    inputs = as_inputs(version.rules, given.known)
    view = rule_cache.ahead(version, decision, inputs) if given.missing and given.looks_ahead else NOTHING
    if view.settled:
        return settled(view.likeliest)
    if not given.is_waiting:
        return settled(_value(version, decision, inputs))
    likely = plain(view.likeliest) if view.results and view.results[0].share > LIKELY else None
    return {"value": None, "settled": False, "likely": likely}


def settled(value: Any) -> dict[str, Any]:
    """The derived answer of a decision that is made."""
    found = plain(value)
    parts = found if isinstance(found, dict) else {}
    return {**parts, "value": found, "settled": True, "likely": None}


def next_input(version: RuleVersion, decision: str, given: Given, among: Sequence[str]) -> str | None:
    """Which of the inputs ``among`` to ask for next: the one that settles most; ``None`` when no answer to
    any of them can change the result. Raises what ``RuleSet.decide`` does."""
    view = rule_cache.ahead(version, decision, as_inputs(version.rules, given.known))
    if view.settled:
        return None
    return next((question.name for question in view.questions if question.name in among), None)


def _value(version: RuleVersion, decision: str, inputs: Mapping[str, Any]) -> Any:
    outcome = version.rules.decide(decision, inputs)
    if outcome.value is None and outcome.notes:
        raise NoResult(f"“{decision}” gives no result.")
    return outcome.value

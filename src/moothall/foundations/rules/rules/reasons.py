"""Why a rule decided as it did, as a resident reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from moothall.design import words as said
from moothall.foundations.rules.engine import About, Explanation, RuleError, explain
from moothall.foundations.rules.engine.changes import Alternative
from moothall.foundations.rules.rules.inputs import as_inputs, plain
from moothall.foundations.rules.rules.naming import Labels, in_words, is_money
from moothall.foundations.rules.shelf import RuleVersion

BEGINNINGS = frozenset(
    [
        "You",
        "Your",
        "The",
        "A",
        "An",
        "It",
        "Its",
        "We",
        "Our",
        "They",
        "Their",
        "There",
        "This",
        "These",
        "Those",
        "People",
        "Somebody",
        "Nobody",
        "No",
        "Each",
        "Every",
        "More",
        "All",
    ]
)
"""First words of a sentence that stay small letters within another one."""


@dataclass(frozen=True, slots=True)
class Reasons:
    """The authors' reasons for a result, which single answers would change it, and the rule's own facts."""

    because: tuple[str, ...]
    changes: tuple[Alternative, ...]
    labels: Labels
    about: About

    @property
    def origin(self) -> tuple[str, ...]:
        """The law or policy, the version and its dates, as sentences."""
        return tuple(_origin(self.about))


def reasons(
    version: RuleVersion, decision: str, given: Mapping[str, Any], *, labels: Labels, value: Any
) -> Reasons | None:
    """Why ``decision`` came out as ``value`` for the answers ``given``; ``None`` when nothing can be said.

    When the result was settled before every question was asked, only reasons that lead to it are given.
    """
    try:
        inputs = as_inputs(version.rules, given)
        show = partial(_show, labels, version)
        found = explain(version.rules, decision, inputs, show=show, among=tuple(labels.paths))
    except (RuleError, TypeError, ValueError):
        return None
    if plain(found.result) != value:
        found = Explanation(value, (), (), found.about, found.outcome)
    because = (found.because or found.reasons[1:]) if found.reasons else ()
    return Reasons(because, found.alternatives, labels, found.about)


def change_words(change: Alternative, labels: Labels, result: str) -> str:
    """One answer that would change the result: "If … were …, it would be …"."""
    about = {"input": labels.name(change.input), "words": change.words, "result": result}
    return _("If “%(input)s” were %(words)s, it would be: %(result)s.") % about


def joined(result: str, because: tuple[str, ...]) -> tuple[str, ...]:
    """A result and the reasons for it as sentences: "You pay £9 because you get support."

    A reason that cannot be told to stand within a sentence stays one of its own.
    """
    first = _within(because[0]) if because else ""
    if not first:
        return (f"{result}.", *because)
    return (_("%(result)s because %(reason)s") % {"result": result, "reason": first}, *because[1:])


def _within(sentence: str) -> str:
    word, _space, rest = sentence.partition(" ")
    is_english = (get_language() or "en").startswith("en")
    return f"{word[0].lower()}{word[1:]} {rest}" if is_english and rest and word in BEGINNINGS else ""


def _show(labels: Labels, version: RuleVersion, name: str, value: Any) -> str:
    if name in version.rules.inputs:
        return labels.value(name, value)
    return in_words(value, money=is_money(version.rules.model, name))


def _origin(about: About) -> list[str]:
    lines = []
    if about.citation:
        lines.append(_("This follows %(citation)s.") % {"citation": about.citation})
    if about.version:
        lines.append(_("It is version %(version)s of the rule.") % {"version": about.version})
    if about.valid_from and about.valid_to:
        days = {"first": _day(about.valid_from), "last": _day(about.valid_to)}
        lines.append(_("It applies from %(first)s to %(last)s.") % days)
    elif about.valid_from:
        lines.append(_("It applies from %(first)s.") % {"first": _day(about.valid_from)})
    return lines


def _day(text: str) -> str:
    try:
        return said.plain_date(date.fromisoformat(text))
    except ValueError:
        return text

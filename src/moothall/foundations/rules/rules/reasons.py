"""Why a rule decided as it did, as a resident reads it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from moothall.design import words as said
from moothall.engines.dmn import About, Explanation, RuleError, explain
from moothall.engines.dmn.changes import Alternative
from moothall.foundations.rules.rule_cache import RuleVersion
from moothall.foundations.rules.rules.figures import quoted
from moothall.foundations.rules.rules.inputs import as_inputs, plain
from moothall.foundations.rules.rules.naming import Labels, in_words, is_money

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
    version: RuleVersion,
    decision: str,
    given: Mapping[str, Any],
    *,
    labels: Labels,
    value: Any,
    suggests: Mapping[str, Sequence[str]],
) -> Reasons | None:
    """Why ``decision`` came out as ``value`` for the answers ``given``; ``None`` when nothing can be said.

    ``suggests`` are the answers of which to say what they would change, by input, most telling first.
    ``given`` may lack inputs when the result was settled before every question was asked.
    """
    try:
        inputs = as_inputs(version.rules, given)
        show = partial(_show, labels, version)
        found = explain(version.rules, decision, inputs, show=show, among=list(suggests))
    except (RuleError, TypeError, ValueError):
        return None
    is_same = plain(found.result) == value
    told = _because(version, decision, given, found, labels, is_same)
    because = tuple(quoted(line, version.figures) for line in told)
    changes = [one for one in found.alternatives if is_same and plain(one.example) in suggests[one.input]]
    return Reasons(because, tuple(changes), labels, found.about)


def _because(
    version: RuleVersion,
    decision: str,
    given: Mapping[str, Any],
    found: Explanation,
    labels: Labels,
    is_same: bool,
) -> tuple[str, ...]:
    """The authors' reasons. Where questions were left out, only those that hold without their answers; if
    there are none, the answers that settle it."""
    if is_same and found.because:
        return found.because
    graph = version.rules.graph
    needed = set(graph.inputs_of(graph.key_named(decision)).values())
    inputs = [name for name in version.rules.inputs if name in needed]
    if all(name in given for name in inputs):
        return found.reasons[1:] if is_same else ()
    told = [
        _("“%(input)s” is %(words)s") % {"input": labels.name(name), "words": labels.value(name, given[name])}
        for name in inputs
        if name in given
    ]
    return (
        (_("Because %(answers)s, whatever else you answer.") % {"answers": said.listed(told)},)
        if told
        else ()
    )


def change_words(change: Alternative, labels: Labels, result: str) -> str:
    """One answer that would change the result: "If … were …, it would be …"."""
    clause = labels.clause(change.input, change.example, change.words)
    return _("If %(clause)s, %(consequence)s.") % {
        "clause": clause,
        "consequence": labels.consequence(result),
    }


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

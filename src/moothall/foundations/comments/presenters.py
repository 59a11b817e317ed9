"""Comments as pages draw them: safe HTML, the words of rules and decisions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils.functional import Promise
from django.utils.html import urlize
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from moothall.foundations.comments import rules
from moothall.foundations.comments.queries.counting import Figures
from moothall.foundations.comments.queries.reading import CommentShown
from moothall.foundations.comments.queries.standing import Standing

REASONS: Mapping[str, Promise] = {
    "danger": _("Somebody is in danger"),
    "illegal": _("It is against the law"),
    "personal": _("It says something personal about somebody"),
    "abuse": _("It is hateful or abusive"),
    "spam": _("It is advertising or spam"),
    "off_topic": _("It does not belong here"),
}
"""Why somebody reports something, which is also the rule that it breaks."""
OUTCOMES: Mapping[str, Promise] = {
    rules.KEEP: _("Keep or show it"),
    rules.HIDE: _("Hide it"),
    rules.EDIT: _("Ask the author to change it"),
    rules.WARN: _("Warn the author"),
}
"""What moderators do, on a choice."""
DECIDED: Mapping[str, Promise] = {
    rules.KEEP: _("It is shown: it keeps to the rules."),
    rules.HIDE: _("It was hidden."),
    rules.EDIT: _("The author was asked to change it."),
    rules.WARN: _("The author was warned."),
}
"""What was decided, in words."""
STATES: Mapping[str, Promise] = {
    "waiting": _("Waiting until moderators have looked at it"),
    "withdrawn": _("Its author took this comment back."),
    "removed": _("This comment was removed with everything else of its author."),
}
FIGURES: Sequence[tuple[str, Promise]] = (
    ("flags", _("Reports")),
    ("decisions", _("Decisions")),
    ("hidden", _("Hidden")),
    ("appeals", _("Appeals decided")),
    ("reversed", _("Decisions taken back on appeal")),
)
YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Line:
    """A comment as a page draws it: ``html`` is what it says, ``instead`` what stands in its place."""

    comment: CommentShown
    html: Markup
    instead: str
    replies: tuple["Line", ...] = ()


@dataclass(frozen=True, slots=True)
class Board:
    """The comments on a matter, as its page draws them."""

    matter: UUID
    organisation: UUID
    thread: str
    standing: Standing
    pinned: tuple[Line, ...]
    lines: tuple[Line, ...]
    newest_first: bool
    next_cursor: str
    is_later: bool
    may_report: bool


def lines(found: Iterable[CommentShown], replies: Iterable[CommentShown] = ()) -> tuple[Line, ...]:
    """Comments as lines, each with those of ``replies`` that answer it."""
    below: dict[UUID | None, list[CommentShown]] = {}
    for one in replies:
        below.setdefault(one.parent, []).append(one)
    return tuple(line(one, below.get(one.id, ())) for one in found)


def line(one: CommentShown, replies: Iterable[CommentShown] = ()) -> Line:
    """One comment as a line."""
    return Line(one, html_of(one.body), instead_of(one), tuple(line(reply) for reply in replies))


def html_of(text: str) -> Markup:
    """What somebody wrote as HTML: links to web pages and email, everything else as text."""
    linked = urlize(text, nofollow=True, autoescape=True)
    return Markup(linked.replace("<a href", '<a class="govuk-link" href'))  # noqa: S704 (escaped)


def instead_of(one: CommentShown) -> str:
    """What stands where a comment is not shown."""
    if one.state == "hidden":
        return str(_("A comment was hidden by moderators: %(rule)s")) % {"rule": rule_in_words(one.rule)}
    return str(STATES.get(one.state, ""))


def rule_in_words(rule: str) -> str:
    """The rule that was broken."""
    return str(REASONS.get(rule, rule))


def figures_in_words(found: Figures) -> list[tuple[str, str]]:
    """The figures with their names; fewer than eight is all that is said of a small one."""
    fewer = str(_("fewer than %(number)s")) % {"number": rules.FEWEST}
    numbers = [(str(words), getattr(found, name)) for name, words in FIGURES]
    shown = [(words, fewer if number is None else str(number)) for words, number in numbers]
    hours = found.median_hours
    typical = fewer if hours is None else str(_("%(hours)s hours")) % {"hours": round(hours, 1)}
    return [*shown, (str(_("Half of the reports were decided within")), typical)]

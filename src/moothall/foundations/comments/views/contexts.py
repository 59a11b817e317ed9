"""What the pages of comments show: frozen records whose fields are the names in their templates."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from markupsafe import Markup

from moothall.design.forms import Form
from moothall.foundations.comments.presenters import Line
from moothall.foundations.comments.queries.reading import CommentShown, Earlier
from moothall.foundations.comments.queries.reviewing import (
    AppealShown,
    DecisionShown,
    MatterFlagged,
    Waiting,
)
from moothall.foundations.comments.queries.standing import Standing
from moothall.kernel.queries.organisations import OrganisationShown

Words = Mapping[str, Promise]


@dataclass(frozen=True, slots=True)
class Write:
    """A form to comment, or to answer ``parent``."""

    form: Form
    standing: Standing
    key: str
    parent: Line | None


@dataclass(frozen=True, slots=True)
class Edit:
    """A form to change a comment, and what it said before."""

    form: Form
    comment: CommentShown
    earlier: tuple[Earlier, ...]
    key: str


@dataclass(frozen=True, slots=True)
class Withdraw:
    """A comment that its author may take back."""

    line: Line
    key: str


@dataclass(frozen=True, slots=True)
class One:
    """One comment with its answers, or with the one that was asked for; ``thread`` leads to all comments."""

    line: Line
    standing: Standing
    is_answer: bool
    may_report: bool
    thread: str
    next_href: str
    first_href: str


@dataclass(frozen=True, slots=True)
class Report:
    """A form to report a comment, or what is at ``thread`` as a whole."""

    form: Form
    line: Line | None
    thread: str
    key: str


@dataclass(frozen=True, slots=True)
class About:
    """What an organisation asks of those who comment, and what came of it in numbers."""

    organisation: OrganisationShown
    house_rules: tuple[str, ...]
    figures: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Mine:
    """What somebody wrote, and what was decided about it."""

    lines: tuple[Line, ...]
    decisions: tuple[DecisionShown, ...]
    decided: Words
    next_href: str
    first_href: str


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision in words, and a form to appeal."""

    decision: DecisionShown
    decided: Promise
    rule: str
    form: Form
    key: str
    line: Line | None


@dataclass(frozen=True, slots=True)
class Queue:
    """What moderators have to look at, and a form to decide about several."""

    urgent: tuple[Waiting, ...]
    items: tuple[Waiting, ...]
    matters: tuple[MatterFlagged, ...]
    appeals: tuple[AppealShown, ...]
    kind: str
    kinds: tuple[str, ...]
    form: Form
    key: str
    reasons: Words
    next_href: str
    first_href: str


@dataclass(frozen=True, slots=True)
class Review:
    """One comment as moderators see it."""

    item: Waiting
    line: Line
    parent: Line | None
    earlier: tuple[Earlier, ...]
    history: tuple[DecisionShown, ...]
    thread: str
    form: Form
    key: str
    reasons: Words
    decided: Words


@dataclass(frozen=True, slots=True)
class ReportedMatter:
    """A public matter that was reported as a whole."""

    item: MatterFlagged
    thread: str
    form: Form
    key: str
    reasons: Words


@dataclass(frozen=True, slots=True)
class Appeals:
    """The appeals that nobody has answered."""

    appeals: tuple[AppealShown, ...]
    decided: Words
    next_href: str
    first_href: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One appeal, and a form to decide about it."""

    appeal: AppealShown
    html: Markup
    form: Form
    key: str
    reasons: Words
    decided: Words

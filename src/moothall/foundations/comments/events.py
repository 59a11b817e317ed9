"""What happens to comments: in ids and codes, and never who wrote one."""

from dataclasses import dataclass
from uuid import UUID

from moothall.kernel.event import Event


@dataclass(frozen=True, kw_only=True)
class CommentWritten(Event):
    """Somebody, or an organisation (``is_official``), commented on a matter or answered a comment
    (``parent``)."""

    audience = "public"
    about = "comment"
    comment: UUID
    parent: UUID | None
    is_official: bool


@dataclass(frozen=True, kw_only=True)
class CommentEdited(Event):
    """An author changed a comment."""

    audience = "public"
    is_silent = True
    comment: UUID


@dataclass(frozen=True, kw_only=True)
class CommentWithdrawn(Event):
    """An author took a comment back."""

    audience = "public"
    is_silent = True
    comment: UUID


@dataclass(frozen=True, kw_only=True)
class CommentShown(Event):
    """Moderators let everybody see a comment: for the first time, or again."""

    audience = "public"
    is_silent = True
    comment: UUID


@dataclass(frozen=True, kw_only=True)
class CommentHidden(Event):
    """Moderators hid a comment that broke a ``rule``."""

    audience = "public"
    comment: UUID
    rule: str


@dataclass(frozen=True, kw_only=True)
class Flagged(Event):
    """Somebody reported a comment, or a matter, for a ``reason``."""

    audience = "organisation"
    is_silent = True
    flag: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class Decided(Event):
    """Moderators decided about a comment or a matter."""

    audience = "organisation"
    is_silent = True
    decision: UUID
    outcome: str


@dataclass(frozen=True, kw_only=True)
class Appealed(Event):
    """An author appealed against a decision."""

    audience = "organisation"
    is_silent = True
    appeal: UUID


@dataclass(frozen=True, kw_only=True)
class DecisionTold(Event):
    """Somebody was told of a decision and its reasons: the author, or one ``as_reporter``."""

    is_silent = True
    decision: UUID
    as_reporter: bool

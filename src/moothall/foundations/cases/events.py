"""What happens to cases."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from moothall.kernel.event import Event


@dataclass(frozen=True, kw_only=True)
class CaseOpened(Event):
    """A case was opened; it is due on a day."""

    type: str
    team: UUID | None
    due_date: date


@dataclass(frozen=True, kw_only=True)
class StatusChanged(Event):
    """A case moved on to another status."""

    type: str
    status: str
    before: str


@dataclass(frozen=True, kw_only=True)
class CaseAllocated(Event):
    """A case was taken, given to a colleague or team, or put back into its queue (``to`` nobody)."""

    audience = "organisation"

    to: UUID | None
    team: UUID | None


@dataclass(frozen=True, kw_only=True)
class LinkAsked(Event):
    """Somebody who knows how a case's person is reached asked for the link to it again."""

    is_silent = True


@dataclass(frozen=True, kw_only=True)
class NoteAdded(Event):
    """Somebody wrote a note for their colleagues."""

    audience = "organisation"

    note: UUID


@dataclass(frozen=True, kw_only=True)
class CaseMessageWritten(Event):
    """The person or staff wrote to each other."""

    message: UUID
    side: str


@dataclass(frozen=True, kw_only=True)
class ClockPaused(Event):
    """The clock of a case was stopped for a reason."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class ClockResumed(Event):
    """The clock of a case runs again; it is now due on a day."""

    due_date: date


@dataclass(frozen=True, kw_only=True)
class CaseClosed(Event):
    """A case came to its end; its record is kept until a day. ``working_days`` is how long it took."""

    type: str
    status: str
    working_days: int
    in_time: bool
    retention_date: date


@dataclass(frozen=True, kw_only=True)
class CaseReopened(Event):
    """A closed case was taken up again."""

    type: str
    status: str

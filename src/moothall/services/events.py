"""What can happen to a service."""

from dataclasses import dataclass
from uuid import UUID

from moothall.kernel.event import Event


@dataclass(frozen=True, kw_only=True)
class PackPublished(Event):
    """A version of a service pack went live."""

    is_silent = True
    pack: UUID
    name: str
    version: int


@dataclass(frozen=True, kw_only=True)
class ReviewAsked(Event):
    """A draft of a service waits for somebody else to look at it."""

    is_silent = True
    audience = "organisation"

    draft: UUID
    pack: str


@dataclass(frozen=True, kw_only=True)
class DraftDecided(Event):
    """A draft of a service was approved, sent back, scheduled or published, or could not go live
    (``outcome``)."""

    is_silent = True
    audience = "organisation"

    draft: UUID
    pack: str
    outcome: str

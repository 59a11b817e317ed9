"""What happens in the directory."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from moothall.kernel.event import Audience, Event


@dataclass(frozen=True, kw_only=True)
class ServicesImported(Event):
    """A batch of entries was taken in from a feed."""

    is_silent = True
    audience: ClassVar[Audience] = "organisation"

    added: int
    changed: int


@dataclass(frozen=True, kw_only=True)
class EntryAssured(Event):
    """An organisation has said that its entry is right."""

    is_silent = True
    audience: ClassVar[Audience] = "organisation"

    service: UUID


@dataclass(frozen=True, kw_only=True)
class EntryChanged(Event):
    """An organisation has changed its entry."""

    is_silent = True
    audience: ClassVar[Audience] = "organisation"

    service: UUID

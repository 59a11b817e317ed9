"""What happens in the directory."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from moothall.kernel.event import Audience, Event


@dataclass(frozen=True, kw_only=True)
class ServicesImported(Event):
    """A batch of entries was taken in from a feed."""

    audience: ClassVar[Audience] = "organisation"

    added: int
    changed: int


@dataclass(frozen=True, kw_only=True)
class EntryAssured(Event):
    """An organisation has said that its entry is right."""

    audience: ClassVar[Audience] = "organisation"

    service: UUID


@dataclass(frozen=True, kw_only=True)
class EntryChanged(Event):
    """An organisation has changed its entry."""

    audience: ClassVar[Audience] = "organisation"

    service: UUID

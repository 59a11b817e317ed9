"""What happens in the directory."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from moothall.kernel.event import Audience, Event


@dataclass(frozen=True, kw_only=True)
class ServicesImported(Event):
    """A batch of entries was taken in from a feed; ``services`` are all that say something else now."""

    is_silent = True
    audience: ClassVar[Audience] = "organisation"
    schema_version: ClassVar[int] = 2

    added: int
    changed: int
    services: tuple[UUID, ...]

    @classmethod
    def upgraded(cls, payload: Mapping[str, Any], version: int) -> Mapping[str, Any]:
        """The first version counted them only."""
        return {**payload, "services": []}


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

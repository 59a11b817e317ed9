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

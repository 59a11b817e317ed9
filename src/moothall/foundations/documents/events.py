"""What happens to documents."""

from dataclasses import dataclass
from uuid import UUID

from moothall.kernel.event import Event


@dataclass(frozen=True, kw_only=True)
class DocumentAdded(Event):
    """A file was added to a matter; ``by_staff`` says by whom."""

    document: UUID
    kind: str
    octets: int
    by_staff: bool


@dataclass(frozen=True, kw_only=True)
class DocumentPublished(Event):
    """A file was added to a matter for everybody who sees it; it never says by whom."""

    audience = "public"
    document: UUID
    kind: str
    octets: int

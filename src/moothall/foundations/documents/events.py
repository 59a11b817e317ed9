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

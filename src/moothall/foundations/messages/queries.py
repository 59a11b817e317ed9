"""Messages that were written."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from moothall.foundations.messages.models import Message
from moothall.kernel import allow, vault
from moothall.kernel.act import Act
from moothall.kernel.gate import query


@dataclass(frozen=True, slots=True)
class MessageShown:
    """A message as its reader sees it; without words when its person was erased."""

    id: UUID
    channel: str
    state: str
    at: datetime
    subject: str
    body: str


@query(allow=allow.resident | allow.staff("cases.read"), reads="matter")
def messages_of(act: Act, *, matter: UUID, limit: int = 100) -> list[MessageShown]:
    """The messages of a matter, oldest first."""
    rows = list(Message.objects.filter(matter_id=matter).order_by("written_at")[:limit])
    contents = vault.unseal_many([(row.person_id, row.sealed) for row in rows])
    return [
        MessageShown(
            row.id,
            row.channel,
            row.get_state_display(),
            row.sent_at or row.written_at,
            (content or {}).get("subject", ""),
            (content or {}).get("body", ""),
        )
        for row, content in zip(rows, contents, strict=True)
    ]

"""The keys of an organisation's programs."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.gate import query
from moothall.kernel.models import ApiKey


@dataclass(frozen=True, slots=True)
class KeyShown:
    """A key as whoever manages it sees it; the secret itself is kept nowhere."""

    id: UUID
    name: str
    permissions: tuple[str, ...]
    made_by: UUID | None
    created_at: datetime
    last_used_at: datetime | None
    until_at: datetime | None


@query(allow=allow.staff("people.manage"))
def api_keys(act: Act, *, before: UUID | None = None, limit: int = 50) -> list[KeyShown]:
    """The keys of the act's organisation that were not revoked, newest first, a page at a time (``before``:
    the last one of the page before)."""
    rows = ApiKey.objects.filter(organisation_id=act.own_organisation, revoked_at=None)
    if before is not None:
        rows = rows.filter(id__lt=before)
    return [
        KeyShown(
            row.id, row.name, tuple(row.permissions), row.made_by_id, row.created_at, row.last_used_at,
            row.until_at,
        )
        for row in rows.order_by("-id")[:limit]
    ]  # fmt: skip

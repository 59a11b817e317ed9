"""Who looked: the readings of a person's cases by staff, as the person may know them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from moothall.foundations.cases.models import Case
from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.gate import query
from moothall.kernel.models import AuditEntry, Organisation


@dataclass(frozen=True, slots=True)
class Look:
    """That staff read a case, or a payment or booking in none: which organisation, team and roles, why, when.
    Never the reader's name."""

    id: UUID
    at: datetime
    organisation: str
    team: str
    roles: tuple[str, ...]
    purpose: str
    case: UUID | None
    reference: str


@query(allow=allow.resident)
def looks(act: Act, *, case: UUID | None = None, before: UUID | None = None, limit: int = 50) -> list[Look]:
    """Readings of the cases of the person the act is for (or of one of them), newest first, a page at a time
    (``before``: the last one of the page before)."""
    entries = AuditEntry.objects.filter(subject_id=act.subject, is_reading=True)
    if case is not None:
        entries = entries.filter(matter_id=case)
    if before is not None:
        entries = entries.filter(id__lt=before)
    rows = list(entries.order_by("-at", "-id")[: min(limit, 100)])
    organisations = Organisation.objects.in_bulk({row.organisation_id for row in rows})
    references = dict(
        Case.objects.filter(pk__in={row.matter_id for row in rows}).values_list("pk", "reference")
    )
    readers = _readers([row.id for row in rows])
    return [_look(row, organisations, references, readers) for row in rows]


def _look(
    row: AuditEntry,
    organisations: dict[UUID, Organisation],
    references: dict[UUID, str],
    readers: dict[UUID, tuple[str, tuple[str, ...]]],
) -> Look:
    team, roles = readers.get(row.id, ("", ()))
    organisation = organisations.get(row.organisation_id) if row.organisation_id else None
    name = organisation.name if organisation else ""
    reference = references.get(row.matter_id, "") if row.matter_id else ""
    return Look(row.id, row.at, name, team, roles, row.purpose, row.matter_id, reference)


def _readers(entries: list[UUID]) -> dict[UUID, tuple[str, tuple[str, ...]]]:
    if not entries:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT entry_id, team, roles FROM moothall.readers_of(%s::uuid[])", (entries,))
        return {entry: (team or "", tuple(roles)) for entry, team, roles in cursor.fetchall()}

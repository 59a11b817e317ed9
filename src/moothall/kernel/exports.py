"""What the kernel keeps about somebody, in words for them."""

from collections.abc import Iterable
from inspect import cleandoc
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _

from moothall.kernel.act import Act
from moothall.kernel.event import known
from moothall.kernel.exporting import EXPORTS, Item
from moothall.kernel.models import AuditEntry, Mandate, Organisation, StoredEvent


@EXPORTS.under("kernel_mandate")
def mandates(act: Act, person: UUID, limit: int) -> Iterable[Item]:
    """Whom somebody lets act for them, and for whom they may act."""
    rows = Mandate.objects.filter(Q(principal_id=person) | Q(agent_id=person))
    for row in rows.order_by("-since_at")[:limit]:
        side = _("You let them act for you") if row.principal_id == person else _("They let you act for them")
        ended = row.revoked_at or row.until_at
        yield Item(row.since_at, {"mandate": side, "for": row.services, "basis": row.basis, "until": ended})


@EXPORTS.under("kernel_auditentry")
def entries(act: Act, person: UUID, limit: int) -> Iterable[Item]:
    """Who read or did something about somebody: for which organisation and why, never the name."""
    rows = list(AuditEntry.objects.filter(subject_id=person).order_by("-at")[:limit])
    names = Organisation.objects.in_bulk({row.organisation_id for row in rows if row.organisation_id})
    programs = _programs([row.id for row in rows if row.program_id])
    for row in rows:
        whose = names.get(row.organisation_id) if row.organisation_id else None
        did = "read" if row.is_reading else "did"
        content = {did: row.operation, "purpose": row.purpose, "as": row.actor_role}
        if row.id in programs:
            content["program"] = programs[row.id]
        yield Item(row.at, content, organisation=whose.name if whose else "")


def _programs(entries: list[UUID]) -> dict[UUID, str]:
    """What each program is called that made one of the audit's ``entries``."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT entry_id, title FROM moothall.programs_of(%s)", (entries,))
        return dict(cursor.fetchall())


@EXPORTS.under("kernel_event")
def events(act: Act, person: UUID, limit: int) -> Iterable[Item]:
    """What happened, in the words that describe each event."""
    for row in StoredEvent.objects.filter(person_id=person).order_by("-at", "-id")[:limit]:
        event = known().get(row.name)
        words = cleandoc(event.__doc__ or "").split("\n\n")[0] if event else row.name
        yield Item(row.at, {"what": words.replace("\n", " ")})

"""Connections as those see them who look after them, and (for Moothall itself alone) what opens them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from moothall.kernel import allow, paging, vault
from moothall.kernel.act import Act
from moothall.kernel.adapters import KINDS, Chosen
from moothall.kernel.gate import query
from moothall.kernel.models import Connection
from moothall.kernel.paging import Page
from moothall.kernel.records import record
from moothall.kernel.refusal import NotFound
from moothall.kernel.settings import asked_of

MANAGE = allow.staff("connections.manage")


@dataclass(frozen=True, slots=True)
class ConnectionShown:
    """A connection without what opens it. ``outcome`` is empty when the last test went well."""

    id: UUID
    kind: str
    adapter: str
    name: str
    is_for_place: bool
    made_at: datetime
    made_by_id: UUID | None
    changed_at: datetime
    tested_at: datetime | None
    outcome: str
    ended_at: datetime | None


@query(allow=MANAGE)
def connections(act: Act, *, cursor: str = "", limit: int = 50) -> Page[ConnectionShown]:
    """The connections of the act's organisation, those that ended too, newest first, a page at a time."""
    rows = Connection.objects.filter(organisation_id=act.own_organisation)
    return paging.page(
        rows, lambda found: [record(ConnectionShown, row) for row in found], by=("-id",), cursor=cursor,
        limit=limit,
    )  # fmt: skip


@query(allow=MANAGE)
def connection(act: Act, *, id: UUID) -> ConnectionShown | None:
    """One of them."""
    row = Connection.objects.filter(pk=id, organisation_id=act.own_organisation).first()
    return record(ConnectionShown, row) if row else None


@query(allow=MANAGE)
def open_part(act: Act, *, id: UUID) -> dict[str, Any]:
    """What is kept for one of them and is no secret."""
    row = Connection.objects.filter(pk=id, organisation_id=act.own_organisation).first()
    if row is None:
        raise NotFound(_("We could not find that connection."))
    asks = KINDS[row.kind].adapters[row.adapter].asks
    open_ones = {name for name, asked in asked_of(asks).items() if not asked.is_secret}
    return {name: value for name, value in opened(row).items() if name in open_ones}


@query(allow=allow.system)
def connection_known(act: Act, *, connection: UUID) -> Chosen | None:
    """Which adapter a connection is for, and whose it is; also of one that has ended."""
    row = Connection.objects.filter(pk=connection).first()
    return Chosen(row.kind, row.adapter, row.id, row.organisation_id) if row else None


@query(allow=allow.system)
def live(act: Act) -> tuple[Chosen, ...]:
    """Every connection of the place that has not ended: to test them all."""
    rows = Connection.objects.filter(ended_at=None).order_by("kind", "id")
    return tuple(Chosen(row.kind, row.adapter, row.id, row.organisation_id) for row in rows)


@query(allow=allow.system)
def credentials(act: Act, *, connection: UUID) -> dict[str, Any]:
    """What opens a connection. Raises ``Unreadable`` when its organisation's key was destroyed."""
    return opened(Connection.objects.get(pk=connection))


def opened(row: Connection) -> dict[str, Any]:
    """The credentials of a row, decrypted."""
    return vault.decrypt(row.organisation_id, row.credentials)

"""The programs of an organisation."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from moothall.kernel import allow, paging
from moothall.kernel.act import Act
from moothall.kernel.gate import query
from moothall.kernel.models import Program
from moothall.kernel.paging import Page
from moothall.kernel.queries import people
from moothall.kernel.records import record
from moothall.kernel.refusal import NotFound

MANAGE = allow.staff("people.manage")


@dataclass(frozen=True, slots=True)
class ProgramShown:
    """A program as whoever manages it sees it; its key is kept nowhere, but for the ``prefix``."""

    id: UUID
    title: str
    scopes: tuple[str, ...]
    prefix: str
    calls_a_minute: int
    made_by: str
    made_at: datetime
    rotated_at: datetime | None
    last_used_at: datetime | None
    ends_at: datetime | None
    has_ended: bool


@query(allow=MANAGE)
def programs(act: Act, *, cursor: str = "", limit: int = 50) -> Page[ProgramShown]:
    """The programs of the act's organisation that were not revoked, newest first, a page at a time."""
    return paging.page(
        Program.objects.filter(organisation_id=act.own_organisation, revoked_at=None),
        lambda found: _shown(act, found),
        by=("-id",),
        cursor=cursor,
        limit=limit,
    )


@query(allow=MANAGE)
def program(act: Act, *, id: UUID) -> ProgramShown:
    """One of them. Raises ``NotFound``."""
    rows = Program.objects.filter(organisation_id=act.own_organisation, revoked_at=None, pk=id)
    found = next(_shown(act, list(rows)), None)
    if found is None:
        raise NotFound(_("There is no such program, or it was revoked."))
    return found


def _shown(act: Act, rows: list[Program]) -> Iterator[ProgramShown]:
    makers = people.people(act, ids={row.made_by_id for row in rows if row.made_by_id})
    for row in rows:
        maker = makers.get(row.made_by_id) if row.made_by_id else None
        yield record(
            ProgramShown,
            row,
            scopes=tuple(row.scopes),
            made_by=maker.name if maker else "",
            has_ended=row.ends_at is not None and row.ends_at <= act.at,
        )

"""Organisations and teams."""

from dataclasses import dataclass
from uuid import UUID

from django.core.cache import caches

from moothall.kernel import allow, paging
from moothall.kernel.act import Act
from moothall.kernel.gate import query
from moothall.kernel.memory import remembered
from moothall.kernel.models import Organisation, Team
from moothall.kernel.paging import Page
from moothall.kernel.records import record

SECONDS = 60
"""How long a process may go on with the teams it has read."""


@dataclass(frozen=True, slots=True)
class OrganisationShown:
    """An organisation of the place, and how to get in touch with it; ``kind`` such as ``council``."""

    id: UUID
    slug: str
    name: str
    kind: str
    description: str
    website: str
    email: str
    telephone: str


@dataclass(frozen=True, slots=True)
class TeamShown:
    """A part of an organisation that shares a queue."""

    id: UUID
    slug: str
    name: str


@query(allow=allow.anyone, api="v1")
def organisation(act: Act, *, id: UUID | None = None, slug: str | None = None) -> OrganisationShown | None:
    """An organisation by id or slug."""
    rows = Organisation.objects.all()
    row = rows.filter(pk=id).first() if id is not None else rows.filter(slug=slug).first()
    return record(OrganisationShown, row) if row else None


@query(allow=allow.anyone, api="v1")
def organisations(act: Act, *, cursor: str = "", limit: int = 50) -> Page[OrganisationShown]:
    """Organisations of the place by name, a page at a time."""
    return paging.page(
        Organisation.objects.filter(closed_at=None),
        lambda found: (record(OrganisationShown, row) for row in found),
        by=("name", "id"),
        cursor=cursor,
        limit=limit,
    )


@query(allow=allow.anyone, api="v1")
def teams(act: Act, *, organisation: UUID) -> tuple[TeamShown, ...]:
    """The teams of an organisation by name; remembered for a minute per process."""
    return read_teams(organisation)


def read_teams(organisation: UUID) -> tuple[TeamShown, ...]:
    """The same, inside another query or operation."""
    return remembered(_teams_key(organisation), lambda: _teams(organisation), seconds=SECONDS)


def _teams(organisation: UUID) -> tuple[TeamShown, ...]:
    rows = Team.objects.filter(organisation_id=organisation).order_by("name")
    return tuple(record(TeamShown, row) for row in rows)


def forget_teams(organisation: UUID) -> None:
    """Have this process read an organisation's teams again, after one was added."""
    caches["memory"].delete(_teams_key(organisation))


def _teams_key(organisation: UUID) -> str:
    return f"teams-{organisation}"

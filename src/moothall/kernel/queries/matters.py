"""Matters, as far as the act may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from moothall.kernel import allow, paging
from moothall.kernel.act import Act
from moothall.kernel.fetching import fetch
from moothall.kernel.gate import query
from moothall.kernel.models import Grant, Matter
from moothall.kernel.paging import Page
from moothall.kernel.records import record
from moothall.kernel.refusal import NotFound


@dataclass(frozen=True, slots=True)
class MatterShown:
    """A matter: of which ``kind``, whose, about whom if about anybody, and its moments."""

    id: UUID
    reference: str
    kind: str
    title: str
    organisation_id: UUID
    person_id: UUID | None
    pack_id: UUID | None
    team_id: UUID | None
    parent_id: UUID | None
    visibility: str
    opened_at: datetime
    published_at: datetime | None
    hidden_at: datetime | None
    closed_at: datetime | None
    erased_at: datetime | None


@dataclass(frozen=True, slots=True)
class Sharing:
    """That a matter is or was open to an organisation (``organisation`` is its name), what for and why."""

    id: UUID
    organisation_id: UUID
    organisation: str
    basis: str
    purposes: Sequence[str]
    reason: str
    since_at: datetime
    until_at: datetime
    revoked_at: datetime | None


@query(allow=allow.resident | allow.staff("matters.read") | allow.system, reads="id", api="v1")
def matter(act: Act, *, id: UUID) -> MatterShown | None:
    """The matter, if the act may see it."""
    row = Matter.objects.filter(pk=id).first()
    return record(MatterShown, row) if row else None


@query(allow=allow.anyone)
def matter_by_reference(act: Act, *, reference: str) -> MatterShown:
    """The matter with this reference that is about nobody, if the act may see it. Raises ``NotFound``."""
    row = Matter.objects.filter(person=None, reference=reference.upper()).first()
    if row is None:
        raise NotFound(_("We could not find that."))
    return record(MatterShown, row)


@query(allow=allow.system)
def matters(act: Act, *, ids: Sequence[UUID]) -> tuple[MatterShown, ...]:
    """Several matters."""
    rows = Matter.objects.filter(pk__in=ids) if ids else ()
    return tuple(record(MatterShown, row) for row in rows)


@query(allow=allow.staff("matters.counts"))
def opened_since(act: Act, *, kind: str, since: datetime) -> int:
    """How many matters of a kind the act's organisation has had since a moment, whoseever work they are."""
    return fetch(int, "SELECT moothall.opened_since(%s, %s)", kind, since)[0]


@query(allow=allow.resident | allow.staff("matters.read") | allow.system, reads="matter", api="v1")
def sharings(act: Act, *, matter: UUID, cursor: str = "", limit: int = 50) -> Page[Sharing]:
    """The organisations a matter is or was shared with, newest first, a page at a time."""
    return paging.page(
        Grant.objects.filter(matter_id=matter).select_related("organisation"),
        lambda found: (record(Sharing, row, organisation=row.organisation.name) for row in found),
        by=("-since_at", "-id"),
        cursor=cursor,
        limit=limit,
    )


@query(allow=allow.staff("people.manage"))
def matter_called(act: Act, *, reference: str) -> UUID | None:
    """The id of a matter of the act's organisation that it sees, by its reference."""
    ours = Matter.objects.filter(organisation_id=act.own_organisation, reference=reference.strip().upper())
    return ours.values_list("id", flat=True).first()

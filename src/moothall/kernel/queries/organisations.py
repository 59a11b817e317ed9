"""Organisations and teams."""

from uuid import UUID

from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.gate import query
from moothall.kernel.models import Membership, Organisation, Team


@query(allow=allow.anyone)
def organisation(act: Act, *, id: UUID | None = None, slug: str | None = None) -> Organisation | None:
    """An organisation by id or slug."""
    rows = Organisation.objects.all()
    return rows.filter(pk=id).first() if id is not None else rows.filter(slug=slug).first()


@query(allow=allow.anyone)
def organisations(act: Act, *, after: str = "", limit: int = 50) -> list[Organisation]:
    """Organisations of the place by name, a page at a time (``after``: the last name of the page before)."""
    return list(Organisation.objects.filter(closed_at=None, name__gt=after).order_by("name")[:limit])


@query(allow=allow.anyone)
def teams(act: Act, *, organisation: UUID) -> list[Team]:
    """The teams of an organisation by name."""
    return list(Team.objects.filter(organisation_id=organisation).order_by("name"))


@query(allow=allow.staff("cases.read"))
def colleagues(act: Act, *, limit: int = 500) -> list[Membership]:
    """The live members of the act's organisation."""
    return list(
        Membership.objects.filter(organisation_id=act.own_organisation, until_at=None)
        .select_related("team", "person")
        .order_by("since_at")[:limit]
    )

"""Organisations and teams."""

from uuid import UUID

from django.core.cache import caches
from django.db.models import QuerySet

from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.gate import query
from moothall.kernel.models import Membership, Organisation, Team
from moothall.kernel.roles import may_give

SECONDS = 60
"""How long a process may go on with the teams it has read."""


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
    """The teams of an organisation by name; remembered for a minute per process."""
    return read_teams(organisation)


def read_teams(organisation: UUID) -> list[Team]:
    """The same, inside another query or operation."""
    found: list[Team] | None = caches["memory"].get(_teams_key(organisation))
    if found is None:
        found = list(Team.objects.filter(organisation_id=organisation).order_by("name"))
        caches["memory"].set(_teams_key(organisation), found, SECONDS)
    return found


def forget_teams(organisation: UUID) -> None:
    """Have this process read an organisation's teams again, after one was added."""
    caches["memory"].delete(_teams_key(organisation))


def _teams_key(organisation: UUID) -> str:
    return f"teams-{organisation}"


def holders_of(organisation: UUID, role: str) -> QuerySet[Membership]:
    """The live memberships of an organisation with ``role``, as far as the act sees them."""
    return Membership.objects.filter(organisation_id=organisation, until_at=None, roles__contains=[role])


@query(allow=allow.staff("people.manage"))
def givable_roles(act: Act) -> set[str]:
    """The roles that the act may give in its organisation."""
    return roles_to_give(act, act.own_organisation)


def roles_to_give(act: Act, organisation: UUID) -> set[str]:
    """The same, inside another query or operation; nothing in another organisation but for operators."""
    return may_give(act.permissions, has_manager=holders_of(organisation, "manager").exists())


@query(allow=allow.staff("cases.read"))
def colleagues(act: Act, *, limit: int = 500) -> list[Membership]:
    """The live members of the act's organisation."""
    return list(
        Membership.objects.filter(organisation_id=act.own_organisation, until_at=None)
        .select_related("team", "person")
        .order_by("since_at")[:limit]
    )

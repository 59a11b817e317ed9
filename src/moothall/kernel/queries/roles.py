"""Which roles there are, and who has which over what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.act import Role as ActRole
from moothall.kernel.extent import WHOLE, Scope
from moothall.kernel.gate import query
from moothall.kernel.models import Assignment, Matter, Role
from moothall.kernel.queries import people
from moothall.kernel.roles import titles

MAY_GIVE = "SELECT moothall.may_give(%s, %s, %s, %s, %s, %s)"
MANAGE = allow.staff("people.manage") | allow.system


@dataclass(frozen=True, slots=True)
class RoleShown:
    """A role: one of the place's usual ones, or the organisation's own, with the names of who has it."""

    id: UUID
    code: str
    title: str
    permissions: tuple[str, ...]
    is_own: bool
    holders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """A role that a member has: ``scope`` says over what sort of thing, ``over`` names it."""

    id: UUID
    membership: UUID
    role: UUID
    title: str
    scope: str
    over: str
    since_at: datetime


class Reach(NamedTuple):
    """The teams whose work somebody does, and whether that of the whole organisation."""

    teams: tuple[UUID, ...] = ()
    is_whole: bool = False


@query(allow=MANAGE)
def roles(act: Act) -> tuple[RoleShown, ...]:
    """The roles there are for the act's organisation, the usual ones first, each with who has it."""
    given = Assignment.objects.filter(organisation_id=act.own_organisation, until_at=None)
    holders: dict[UUID, dict[UUID, None]] = {}
    for role, person in given.order_by("since_at").values_list("role_id", "person_id"):
        holders.setdefault(role, {})[person] = None
    shown = people.people(act, ids={person for each in holders.values() for person in each})
    return tuple(
        _shown(row, tuple(shown[one].name for one in holders.get(row.id, ()) if one in shown))
        for row in _live(act)
    )


@query(allow=MANAGE)
def givable_roles(act: Act) -> tuple[RoleShown, ...]:
    """The roles that the act may give in its organisation, for all of it."""
    return tuple(_shown(row) for row in _live(act) if may_give(act, act.own_organisation, row, WHOLE))


@query(allow=MANAGE)
def assignments(act: Act, *, memberships: Iterable[UUID]) -> dict[UUID, tuple[Given, ...]]:
    """The roles that members have, by membership, in the order they were given."""
    rows = Assignment.objects.filter(membership_id__in=list(memberships), until_at=None)
    rows = rows.select_related("role", "team").order_by("since_at", "id")
    references = dict(
        Matter.objects.filter(pk__in=[row.matter_id for row in rows if row.matter_id]).values_list(
            "id", "reference"
        )
    )
    found: dict[UUID, tuple[Given, ...]] = {}
    for row in rows:
        over = row.team.name if row.team else row.service or references.get(row.matter_id or row.id, "")
        given = Given(
            row.id, row.membership_id, row.role_id, title_of(row.role), row.scope, over, row.since_at
        )
        found[row.membership_id] = (*found.get(row.membership_id, ()), given)
    return found


@query(allow=allow.somebody)
def usual_roles(act: Act) -> dict[str, UUID]:
    """The usual roles of the place by their codes."""
    return dict(Role.objects.filter(organisation=None).values_list("code", "id"))


def role_called(organisation: UUID, code: str) -> Role | None:
    """The role of a code, an organisation's own or a usual one, inside another query or operation."""
    rows = Role.objects.filter(Q(organisation_id=organisation) | Q(organisation=None))
    return rows.filter(code=code, ended_at=None).order_by("organisation_id").first()


def may_give(act: Act, organisation: UUID, role: Role, scope: Scope) -> bool:
    """Whether the act may give a role over this in an organisation, inside another query or operation: the
    database decides, and a program gives no more than its key lets it."""
    is_program = act.person is None and act.role is not ActRole.SYSTEM
    if is_program and not all(act.may(code, over=WHOLE) for code in role.permissions):
        return False
    over = (scope.team, scope.service, scope.matter)
    with connection.cursor() as cursor:
        cursor.execute(MAY_GIVE, [organisation, role.id, scope.kind, *over])
        (answer,) = cursor.fetchone()
    return bool(answer)


def holders_of(organisation: UUID, permission: str) -> QuerySet[Assignment]:
    """The live assignments in an organisation that give ``permission`` for all of it."""
    return Assignment.objects.filter(
        organisation_id=organisation, until_at=None, scope=Assignment.Scope.ORGANISATION,
        membership__until_at=None, role__ended_at=None, role__permissions__contains=[permission],
    )  # fmt: skip


def reaches(organisation: UUID, permission: str) -> dict[UUID, Reach]:
    """Whose work each member of an organisation does with ``permission``, by person: of teams, or of all."""
    rows = Assignment.objects.filter(
        organisation_id=organisation, until_at=None, membership__until_at=None, role__ended_at=None,
        role__permissions__contains=[permission],
    ).order_by("since_at", "id")  # fmt: skip
    found: dict[UUID, Reach] = {}
    for row in rows.select_related("role"):
        before = found.get(row.person_id, Reach())
        is_whole = row.scope == Assignment.Scope.ORGANISATION and "matters.oversee" in row.role.permissions
        teams = (*before.teams, row.team_id) if row.team_id is not None else before.teams
        found[row.person_id] = Reach(tuple(dict.fromkeys(teams)), before.is_whole or is_whole)
    return found


def titles_of(organisation: UUID, codes: Iterable[str]) -> tuple[str, ...]:
    """What roles of these codes are called, inside another query."""
    own = Role.objects.filter(organisation_id=organisation, code__in=list(codes))
    known = {code: str(title) for code, title in titles().items()}
    known |= dict(own.values_list("code", "title"))
    return tuple(known.get(code, code) for code in codes)


def title_of(role: Role) -> str:
    """What a role is called: a usual one in the reader's language."""
    return role.title if role.organisation_id else str(titles().get(role.code, role.title))


def _live(act: Act) -> list[Role]:
    """Those of the manifests in their order, then the organisation's own by title."""
    rows = Role.objects.filter(Q(organisation_id=act.own_organisation) | Q(organisation=None), ended_at=None)
    order = list(titles())
    return sorted(
        (row for row in rows if row.organisation_id or row.code in order),
        key=lambda row: (row.organisation_id is not None, 0 if row.organisation_id else order.index(row.code),
                         row.title.casefold()),
    )  # fmt: skip


def _shown(row: Role, holders: tuple[str, ...] = ()) -> RoleShown:
    return RoleShown(
        row.id, row.code, title_of(row), tuple(row.permissions), row.organisation_id is not None, holders
    )

"""Organisations, their teams, and who belongs to them."""

from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from moothall.kernel import allow, clock
from moothall.kernel.act import Act
from moothall.kernel.extent import WHOLE, Scope
from moothall.kernel.gate import operation
from moothall.kernel.models import Assignment, Membership, Organisation, Role, Team
from moothall.kernel.operations import roles as role_operations
from moothall.kernel.queries import organisations
from moothall.kernel.queries import roles as role_queries
from moothall.kernel.refusal import NotFound, Refused


@operation(allow=allow.system | allow.operator)
def add_organisation(
    act: Act,
    *,
    slug: str,
    name: str,
    kind: str,
    description: str = "",
    website: str = "",
    email: str = "",
    telephone: str = "",
    organisation: UUID | None = None,
) -> UUID:
    """Add an organisation, or bring the one with this ``slug`` up to date. Returns its id (``organisation``
    chooses it for a new one)."""
    known = Organisation.objects.filter(slug=slug).first()
    row = known or Organisation(id=organisation or clock.uuid7(act.at), slug=slug, created_at=act.at)
    row.name, row.kind, row.description = name, kind, description
    row.website, row.email, row.telephone = website, email, telephone
    row.save(force_insert=known is None)
    return row.id


@operation(allow=allow.system | allow.staff("people.manage"), api="v1")
def add_team(act: Act, *, organisation: UUID, slug: str, name: str) -> UUID:
    """Add a team, or rename the one with this ``slug``. Returns its id."""
    known = Team.objects.filter(organisation_id=organisation, slug=slug).first()
    row = known or Team(organisation_id=organisation, slug=slug)
    row.name = name
    row.save(force_insert=known is None)
    organisations.forget_teams(organisation)
    return row.id


@operation(allow=allow.system | allow.staff("people.manage"))
def add_member(
    act: Act, *, organisation: UUID, person: UUID, roles: list[str], team: UUID | None = None
) -> UUID:
    """Make ``person`` a member of ``organisation`` with ``roles`` (codes), or give a present member these
    instead of their others: over the work of ``team`` where a role is about work, else for all of it.

    Returns the membership's id. Refused for a role nobody has heard of or that is not the act's to give, and
    nobody is made a colleague whom the organisation does not know.
    """
    wanted = check_roles(act, roles, organisation=organisation, team=team)
    known = Membership.objects.filter(organisation_id=organisation, person_id=person, until_at=None).first()
    row = known or Membership(organisation_id=organisation, person_id=person, since_at=act.at)
    if known is None:
        row.save(force_insert=True)
    given = {role_operations.assign(act, row, role, over(role, team)) for role in wanted}
    for one in Assignment.objects.filter(membership=row, until_at=None).exclude(pk__in=given):
        role_operations.end_assignment(act, assignment=one.id)
    return row.id


def over(role: Role, team: UUID | None) -> Scope:
    """What a role is given over to somebody of ``team``: its work, if the role is about work at all."""
    return Scope(team=team) if team is not None and "matters.reach" in role.permissions else WHOLE


def check_roles(act: Act, roles: list[str], *, organisation: UUID, team: UUID | None = None) -> list[Role]:
    """The roles of these codes. Raises ``Refused`` for none, or one nobody has heard of, and ``NotAllowed``
    for one that is not the act's to give in ``organisation``."""
    found = {code: role_queries.role_called(organisation, code) for code in roles}
    unknown = [code for code, role in found.items() if role is None]
    if unknown or not roles:
        words = f"There is no role called {', '.join(sorted(unknown))}." if roles else "Choose a role."
        raise Refused(words, fields={"roles": "Choose a role"})
    wanted = [role for role in found.values() if role is not None]
    for role in wanted:
        role_operations.check_giving(act, organisation, role, over(role, team))
    return wanted


@operation(allow=allow.system | allow.staff("people.manage"), api="v1")
def end_membership(act: Act, *, membership: UUID) -> None:
    """End a membership now, with all its roles: the person's next request no longer acts for the
    organisation.

    Refused for the last who gives roles or runs the place, who could not be replaced, and for roles that
    reach over the whole place, which only its operators end. Ending it twice changes nothing.
    """
    row = Membership.objects.filter(pk=membership).first()
    if row is None:
        raise NotFound(_("We could not find that membership."))
    if row.until_at is None:
        live = Assignment.objects.filter(membership=row, until_at=None).select_related("role")
        for one in live:
            role_operations.check_ending(act, one, but=Q(membership=row))
        live.update(until_at=act.at)
        Membership.objects.filter(pk=membership, until_at=None).update(until_at=act.at)

"""Organisations, their teams, and who belongs to them."""

from uuid import UUID

from django.utils.translation import gettext as _

from moothall.kernel import allow, clock
from moothall.kernel.act import Act, Role
from moothall.kernel.gate import operation
from moothall.kernel.models import Membership, Organisation, Team
from moothall.kernel.queries import organisations
from moothall.kernel.refusal import NotAllowed, NotFound, Refused
from moothall.kernel.roles import place_wide, usual


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
    """Make ``person`` a member of ``organisation`` in ``roles``, or change the roles of a present member.

    Returns the membership's id. Refused for a role nobody has heard of; roles that reach over the whole place
    are given by its operators alone, and nobody is made a colleague whom the organisation does not know.
    """
    check_roles(act, roles, organisation=organisation)
    known = Membership.objects.filter(organisation_id=organisation, person_id=person, until_at=None).first()
    row = known or Membership(organisation_id=organisation, person_id=person, since_at=act.at)
    row.roles, row.team_id = roles, team
    row.save(force_insert=known is None, update_fields=None if known is None else ["roles", "team"])
    return row.id


def check_roles(act: Act, roles: list[str], *, organisation: UUID) -> None:
    """Raise ``Refused`` for no role, or one nobody has heard of, and ``NotAllowed`` for one that is not the
    act's to give in ``organisation``."""
    unknown = set(roles) - usual().keys()
    if unknown or not roles:
        words = f"There is no role called {', '.join(sorted(unknown))}." if roles else "Choose a role."
        raise Refused(words, fields={"roles": "Choose a role"})
    if act.role is not Role.SYSTEM and set(roles) - organisations.roles_to_give(act, organisation):
        raise NotAllowed(
            _("One of these roles is not yours to give. Ask a manager, or whoever runs the place.")
        )


@operation(allow=allow.system | allow.staff("people.manage"), api="v1")
def end_membership(act: Act, *, membership: UUID) -> None:
    """End a membership now: the person's next request no longer acts for the organisation.

    Refused for the last manager or operator, who could not be replaced, and for roles that reach over the
    whole place, which only its operators end. Ending it twice changes nothing.
    """
    row = Membership.objects.filter(pk=membership).first()
    if row is None:
        raise NotFound(_("We could not find that membership."))
    if row.until_at is None:
        _check_ending(act, row)
        Membership.objects.filter(pk=membership, until_at=None).update(until_at=act.at)


def _check_ending(act: Act, row: Membership) -> None:
    if set(row.roles) & place_wide() and act.role not in {Role.SYSTEM, Role.OPERATOR}:
        raise NotAllowed(_("Only those who run the place end this role."))
    for role in set(row.roles) & {"manager", "operator"}:
        others = organisations.holders_of(row.organisation_id, role).exclude(pk=row.pk)
        if not others.exists():
            raise Refused(_("Nobody else here could do their work. Give somebody else this role first."))

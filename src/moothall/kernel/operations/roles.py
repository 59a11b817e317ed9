"""An organisation's own roles, and giving roles to its members over all or a part of its work."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext as _

from moothall.kernel import allow, capability, clock
from moothall.kernel.act import Act
from moothall.kernel.act import Role as ActRole
from moothall.kernel.events import RoleEnded, RoleGiven
from moothall.kernel.extent import WHOLE, Scope, gives_over_parts
from moothall.kernel.gate import operation, publish
from moothall.kernel.models import Assignment, Membership, Role
from moothall.kernel.queries import roles as queries
from moothall.kernel.refusal import Conflict, NotAllowed, NotFound, Refused

GIVE = "roles.give"


@operation(allow=allow.system | allow.staff(GIVE))
def make_role(act: Act, *, organisation: UUID, title: str, permissions: list[str]) -> UUID:
    """Make a role of an organisation's own. Returns its id.

    Refused without a title or a permission, for a title it has already, and for what reaches over the place.
    """
    codes = _checked(act, title, permissions)
    code = slugify(title)[:40] or "role"
    if Role.objects.filter(Q(organisation_id=organisation) | Q(organisation=None), code=code).exists():
        words = _("You have a role of this name already")
        raise Conflict(words, fields={"title": words})
    row = Role(
        id=clock.uuid7(act.at),
        organisation_id=organisation,
        code=code,
        title=title.strip(),
        permissions=codes,
    )
    Role.objects.bulk_create([row])
    return row.id


@operation(allow=allow.staff(GIVE))
def change_role(act: Act, *, role: UUID, title: str, permissions: list[str]) -> None:
    """Change the title and permissions of a role of the organisation's own: those who have it can do what it
    says from their next request on."""
    codes = _checked(act, title, permissions)
    row = _own(act, role)
    if GIVE in row.permissions and GIVE not in codes:
        _check_others(act.own_organisation, Q(role=row))
    Role.objects.filter(pk=role).update(title=title.strip(), permissions=codes)


@operation(allow=allow.staff(GIVE))
def end_role(act: Act, *, role: UUID) -> None:
    """End a role of the organisation's own, for everybody who has it. Ending it twice changes nothing."""
    row = _own(act, role)
    if row.ended_at is None:
        for one in Assignment.objects.filter(role=row, until_at=None):
            end_assignment(act, assignment=one.id)
        Role.objects.filter(pk=role, ended_at=None).update(ended_at=act.at)


@operation(allow=allow.system | allow.staff("people.manage"))
def give_role(
    act: Act, *, membership: UUID, role: UUID, team: UUID | None = None, service: str = "",
    matter: UUID | None = None,
) -> UUID:  # fmt: skip
    """Give a member a role over the work of ``team``, ``service`` or ``matter``, or of the whole
    organisation. Returns the assignment's id; giving what is held already changes nothing.

    Refused for a role, a team or a matter of others, and for a role that is not the act's to give.
    """
    member = Membership.objects.filter(pk=membership, until_at=None).first()
    if member is None:
        raise NotFound(_("We could not find that membership."))
    wanted = Role.objects.filter(pk=role, ended_at=None).first()
    if wanted is None:
        raise NotFound(_("We could not find that role."))
    return assign(act, member, wanted, Scope(team, service, matter))


def assign(act: Act, member: Membership, role: Role, scope: Scope) -> UUID:
    """The same, inside another operation."""
    check_giving(act, member.organisation_id, role, scope)
    over = {"team_id": scope.team, "service": scope.service, "matter_id": scope.matter}
    live = Assignment.objects.filter(membership=member, role=role, until_at=None, **over).first()
    if live is not None:
        return live.id
    row = Assignment(
        id=clock.uuid7(act.at), membership=member, organisation_id=member.organisation_id,
        person_id=member.person_id, role=role, scope=scope.kind, since_at=act.at, **over,
    )  # fmt: skip
    Assignment.objects.bulk_create([row])
    _publish(act, row, RoleGiven(assignment=row.id, role=role.id, scope=row.scope))
    return row.id


@operation(allow=allow.system | allow.staff("people.manage"))
def end_assignment(act: Act, *, assignment: UUID) -> None:
    """Take a role from a member again, at once. Refused for the last who gives roles or runs the place, whom
    nobody could replace, and for what is not the act's to give. Ending it twice changes nothing."""
    row = Assignment.objects.select_related("role").filter(pk=assignment).first()
    if row is None:
        raise NotFound(_("We could not find that role."))
    if row.until_at is None:
        check_ending(act, row)
        Assignment.objects.filter(pk=assignment, until_at=None).update(until_at=act.at)
        _publish(act, row, RoleEnded(assignment=row.id, role=row.role_id))


def check_giving(act: Act, organisation: UUID, role: Role, scope: Scope) -> None:
    """Raise ``NotAllowed`` for a role that is not the act's to give over this, and ``Refused`` for one that
    would give nothing over a part of the work."""
    if not queries.may_give(act, organisation, role, scope):
        raise NotAllowed(_("This role is not yours to give there. Ask a manager, or whoever runs the place."))
    if scope != WHOLE and not gives_over_parts(role.permissions):
        words = _("This role gives nothing over a part of the work. Give it over all of it.")
        raise Refused(words, fields={"scope": words})


def check_ending(act: Act, row: Assignment, *, but: Q | None = None) -> None:
    """Raise ``NotAllowed`` for a role that reaches over the place, and ``Refused`` for the last one of its
    kind ``but`` those that end with it."""
    wide = {code for code, one in capability.permissions().items() if one.is_place_wide}
    if set(row.role.permissions) & wide and act.role not in {ActRole.SYSTEM, ActRole.OPERATOR}:
        raise NotAllowed(_("Only those who run the place end this role."))
    if row.scope == Assignment.Scope.ORGANISATION:
        codes = {GIVE, "place.operate"} & set(row.role.permissions)
        _check_others(row.organisation_id, but or Q(pk=row.pk), codes)


def _check_others(organisation: UUID, but: Q, codes: Iterable[str] = (GIVE,)) -> None:
    for code in sorted(codes):
        holders = queries.holders_of(organisation, code).select_for_update(of=("self",))
        if not list(holders.exclude(but)):
            raise Refused(_("Nobody else here could do their work. Give somebody else this role first."))


def _checked(act: Act, title: str, permissions: list[str]) -> list[str]:
    known = capability.permissions()
    if not title.strip():
        raise Refused(_("Enter a name for the role"), fields={"title": _("Enter a name for the role")})
    if not permissions or set(permissions) - known.keys():
        words = _("Choose what the role lets people do")
        raise Refused(words, fields={"permissions": words})
    codes = sorted(capability.with_carried(permissions))
    if any(known[code].is_place_wide for code in codes):
        raise NotAllowed(_("Only those who run the place give what reaches over all of it."))
    return codes


def _own(act: Act, role: UUID) -> Role:
    row = Role.objects.filter(pk=role, organisation_id=act.own_organisation).first()
    if row is None:
        raise NotFound(_("We could not find that role."))
    return row


def _publish(act: Act, row: Assignment, event: RoleGiven | RoleEnded) -> None:
    publish(event, act, person=row.person_id, organisation=row.organisation_id)

"""Who works for an organisation, and who has been asked to."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from moothall.foundations.members import rules
from moothall.foundations.members.models import Invitation
from moothall.kernel import allow, paging
from moothall.kernel.act import Act
from moothall.kernel.gate import query
from moothall.kernel.models import Membership
from moothall.kernel.paging import Page
from moothall.kernel.queries import people
from moothall.kernel.queries import roles as role_queries
from moothall.kernel.queries.roles import Given
from moothall.kernel.refusal import NotFound


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who works for the organisation; ``id`` is the membership's."""

    id: UUID
    person: UUID
    name: str
    roles: tuple[Given, ...]
    since_at: datetime


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation as whoever manages people sees it."""

    id: UUID
    person: UUID
    name: str
    email: str
    roles: tuple[str, ...]
    role_titles: tuple[str, ...]
    team: str
    organisation: str
    sent_at: datetime
    until_at: datetime
    standing: rules.InvitationStatus
    may_send_again: bool


@query(allow=allow.staff("people.manage"), api="v1")
def member(act: Act, *, id: UUID) -> Member:
    """A live member of the act's organisation, by membership. Raises ``NotFound``."""
    ours = Membership.objects.filter(organisation_id=act.own_organisation, until_at=None, pk=id)
    found = _members(act, list(ours))
    if not found:
        raise NotFound(_("We could not find that membership."))
    return found[0]


@query(allow=allow.staff("people.manage"), api="v1")
def members(act: Act, *, cursor: str = "", limit: int = 50) -> Page[Member]:
    """The live members of the act's organisation in the order they joined, a page at a time."""
    return paging.page(
        Membership.objects.filter(organisation_id=act.own_organisation, until_at=None),
        lambda found: _members(act, found),
        by=("id",),
        cursor=cursor,
        limit=limit,
    )


def _members(act: Act, found: list[Membership]) -> list[Member]:
    shown = people.people(act, ids=[row.person_id for row in found])
    given = role_queries.assignments(act, memberships=[row.id for row in found])
    return [
        Member(row.id, row.person_id, shown[row.person_id].name if row.person_id in shown else "",
               given.get(row.id, ()), row.since_at)
        for row in found
    ]  # fmt: skip


@query(allow=allow.staff("people.manage"), api="v1")
def invitations(act: Act, *, cursor: str = "", limit: int = 50) -> Page[Invited]:
    """Invitations of the act's organisation that were not accepted, newest first, a page at a time."""
    return paging.page(
        Invitation.objects.filter(organisation_id=act.own_organisation, accepted_at=None).select_related(
            "team", "organisation"
        ),
        lambda found: _shown(act, found),
        by=("-id",),
        cursor=cursor,
        limit=limit,
    )


@query(allow=allow.system)
def invitation(act: Act, *, id: UUID) -> Invited | None:
    """The invitation with this id."""
    rows = Invitation.objects.select_related("team", "organisation").filter(pk=id)
    return next(iter(_shown(act, list(rows))), None)


@query(allow=allow.system)
def invitation_by_link(act: Act, *, secret: str) -> Invited | None:
    """The invitation whose link has this secret, while it works."""
    rows = Invitation.objects.select_related("team", "organisation").filter(digest=rules.digest_of(secret))
    found = next(iter(_shown(act, list(rows))), None)
    return found if found is not None and found.standing is rules.InvitationStatus.WAITING else None


def _shown(act: Act, rows: list[Invitation]) -> list[Invited]:
    known = people.people(act, ids=[row.person_id for row in rows])
    return [_one(act, row, known.get(row.person_id)) for row in rows]


def _one(act: Act, row: Invitation, person: people.PersonShown | None) -> Invited:
    return Invited(
        id=row.id,
        person=row.person_id,
        name=person.name if person else "",
        email=(person.email if person else None) or "",
        roles=tuple(row.roles),
        role_titles=role_queries.titles_of(row.organisation_id, row.roles),
        team=row.team.name if row.team else "",
        organisation=row.organisation.name,
        sent_at=row.sent_at,
        until_at=row.until_at,
        standing=rules.standing(
            now=act.at, until_at=row.until_at, withdrawn_at=row.withdrawn_at, accepted_at=row.accepted_at
        ),
        may_send_again=rules.may_send_again(now=act.at, sent_at=row.sent_at, sendings=row.sendings),
    )

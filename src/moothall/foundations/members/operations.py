"""Inviting people to work for an organisation, and their accepting."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from moothall.foundations.members import rules
from moothall.foundations.members.events import InvitationWithdrawn, MemberInvited, MemberJoined
from moothall.foundations.members.models import Invitation
from moothall.kernel import allow, clock
from moothall.kernel.act import Act
from moothall.kernel.gate import operation, publish
from moothall.kernel.models import Team
from moothall.kernel.operations import organisations, people
from moothall.kernel.refusal import NotFound, Refused

MANAGE = allow.staff("people.manage") | allow.system
OPEN = {"withdrawn_at": None, "accepted_at": None}


@operation(allow=MANAGE, api="v1")
def invite_member(
    act: Act,
    *,
    organisation: UUID,
    email: str,
    name: str,
    roles: list[str],
    team: UUID | None = None,
    language: str = "en",
) -> UUID:
    """Invite somebody by email to work for ``organisation`` in ``roles``; they get one message with a link.

    Returns the invitation's id. Inviting somebody again whose invitation still waits changes its roles and
    team and sends nothing; one that has run out is sent anew. Refused for an address or a role that is none,
    for a team of others, and when too many were invited within an hour.
    """
    _check(act, organisation, email, roles, team)
    mark = rules.mark_of(email, organisation=str(organisation), key=settings.MOOTHALL_SEARCH_KEY)
    known = Invitation.objects.filter(organisation_id=organisation, mark=mark, **OPEN).first()
    if known is not None:
        Invitation.objects.filter(pk=known.id).update(roles=roles, team_id=team)
        if known.until_at <= act.at:
            _send(act, known, sendings=1)
        return known.id
    _check_pace(act, organisation)
    personal = {"email": email.strip(), "name": name.strip()}
    person = people.register_person(act, personal=personal, language=language, registered_by=organisation)
    row = Invitation(
        id=clock.uuid7(act.at), organisation_id=organisation, person_id=person, mark=mark, roles=roles,
        team_id=team, invited_by_id=act.person, invited_at=act.at, sent_at=act.at,
        until_at=act.at + rules.WORKS_FOR,
    )  # fmt: skip
    Invitation.objects.bulk_create([row])
    publish(MemberInvited(invitation=row.id), act, person=person, organisation=organisation)
    return row.id


@operation(allow=MANAGE, api="v1")
def send_invitation_again(act: Act, *, invitation: UUID) -> None:
    """Send an invitation once more, with a new link that works for seven days; the old link stops working.

    Refused within ten minutes of the last time, and after the fifth.
    """
    row = _open(invitation)
    if not rules.may_send_again(now=act.at, sent_at=row.sent_at, sendings=row.sendings):
        raise Refused(_("We sent this a moment ago, or five times already. Check the address."))
    _check_pace(act, row.organisation_id)
    _send(act, row, sendings=row.sendings + 1)


@operation(allow=MANAGE, api="v1")
def withdraw_invitation(act: Act, *, invitation: UUID) -> None:
    """Take an invitation back: its link stops working at once. Taking it back twice changes nothing."""
    row = Invitation.objects.filter(pk=invitation).first()
    if row is None:
        raise NotFound(_("We could not find that invitation."))
    if Invitation.objects.filter(pk=invitation, **OPEN).update(withdrawn_at=act.at, digest=None):
        _publish(act, row, InvitationWithdrawn(invitation=invitation))


@operation(allow=allow.system)
def make_invitation_link(act: Act, *, invitation: UUID) -> str | None:
    """A new secret for the link of an invitation, whose digest alone is kept; ``None`` if it no longer
    waits."""
    secret = clock.token()
    waiting = Invitation.objects.filter(pk=invitation, until_at__gt=act.at, **OPEN)
    return secret if waiting.update(digest=rules.digest_of(secret)) else None


@operation(allow=allow.system)
def accept_invitation(act: Act, *, secret: str, member: UUID) -> UUID:
    """Make ``member`` a member of the organisation that invited by the link with this ``secret``, which then
    stops working. Returns the organisation's id.

    Whoever accepts with an account they had already leaves the guest that was written down for them, who is
    erased.
    """
    row = Invitation.objects.select_for_update().filter(digest=rules.digest_of(secret), **OPEN).first()
    if row is None or row.until_at <= act.at:
        raise NotFound(_("This invitation no longer works. Ask whoever invited you for a new one."))
    organisations.add_member(
        act, organisation=row.organisation_id, person=member, roles=row.roles, team=row.team_id
    )
    Invitation.objects.filter(pk=row.id).update(accepted_at=act.at, member_id=member, digest=None)
    if member == row.person_id:
        people.confirm_account(act, person=member)
    else:
        people.erase_person(act, person=row.person_id)
    publish(
        MemberJoined(invitation=row.id, member=member), act, person=member, organisation=row.organisation_id
    )
    return row.organisation_id


@operation(allow=allow.system)
def forget_invitations(act: Act, *, most: int = 100) -> int:
    """Forget up to ``most`` invitations that came to nothing thirty days ago, and whom they were for. Returns
    how many."""
    late = Invitation.objects.filter(accepted_at=None, until_at__lt=act.at - rules.KEPT_FOR)
    rows = list(late.order_by("until_at")[:most])
    Invitation.objects.filter(pk__in=[row.id for row in rows]).delete()
    for row in rows:
        people.erase_person(act, person=row.person_id)
    return len(rows)


def _open(invitation: UUID) -> Invitation:
    row = Invitation.objects.select_for_update().filter(pk=invitation, **OPEN).first()
    if row is None:
        raise NotFound(_("We could not find that invitation, or it was accepted or withdrawn."))
    return row


def _send(act: Act, row: Invitation, *, sendings: int) -> None:
    Invitation.objects.filter(pk=row.id).update(
        sent_at=act.at, sendings=sendings, until_at=act.at + rules.WORKS_FOR, digest=None
    )
    _publish(act, row, MemberInvited(invitation=row.id))


def _publish(act: Act, row: Invitation, event: MemberInvited | InvitationWithdrawn) -> None:
    publish(event, act, person=row.person_id, organisation=row.organisation_id)


def _check(act: Act, organisation: UUID, email: str, roles: list[str], team: UUID | None) -> None:
    if team is not None and not Team.objects.filter(pk=team, organisation_id=organisation).exists():
        raise Refused(_("Choose one of your teams."), fields={"team": _("Choose one of your teams")})
    organisations.check_roles(act, roles, organisation=organisation, team=team)
    try:
        validate_email(email.strip())
    except ValidationError as wrong:
        words = _("Enter an email address such as name@example.com")
        raise Refused(words, fields={"email": words}) from wrong


def _check_pace(act: Act, organisation: UUID) -> None:
    lately = Invitation.objects.filter(organisation_id=organisation, sent_at__gt=act.at - timedelta(hours=1))
    if lately.count() >= rules.MOST_IN_AN_HOUR:
        raise Refused(_("You have invited many people within an hour. Wait a little, then go on."))

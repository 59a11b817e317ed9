"""Opening matters, sharing them with other organisations, sealing them."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from moothall.kernel import allow, clock, vault
from moothall.kernel.act import Act, Purpose
from moothall.kernel.events import (
    MatterErased,
    MatterSealed,
    MatterShared,
    MatterUnsealed,
    ReasonGiven,
    SharingEnded,
)
from moothall.kernel.gate import operation, publish
from moothall.kernel.models import Grant, Matter, Reason, SealMember
from moothall.kernel.models.matters import HOURS
from moothall.kernel.refusal import NotFound, Refused

SHORTEST_REASON, LONGEST_REASON = 10, 300
"""Characters in a reason for reading a matter that is another team's work."""
UNSEALING_REASONS = ("mistake", "danger-over", "wider-work")
"""Why a seal is opened: it was set by mistake, what it guarded against is over, more colleagues must help."""


@operation(allow=allow.resident | allow.staff("cases.work") | allow.system)
def open_matter(
    act: Act, *, kind: str, organisation: UUID, person: UUID | None, pack: UUID | None = None
) -> UUID:
    """Begin a thread for ``person`` with ``organisation``; ``kind`` names the service, ``pack`` the version
    it came from. Returns the matter's id.

    It publishes nothing itself: the capability that opens it says what happened.
    """
    matter = Matter(
        id=clock.uuid7(act.at),
        kind=kind,
        organisation_id=organisation,
        person_id=person,
        pack_id=pack,
        opened_at=act.at,
    )
    Matter.objects.bulk_create([matter])
    return matter.id


@operation(allow=allow.resident | allow.staff("cases.work") | allow.system)
def share_matter(
    act: Act,
    *,
    matter: UUID,
    organisation: UUID,
    basis: str,
    purpose: str,
    until_at: datetime,
    reason: str = "",
) -> UUID:
    """Let ``organisation`` see ``matter``, on a ``basis`` (referral, agreement or consent) and for a
    ``purpose`` (:class:`Purpose`), until a moment; ``reason`` says more to the person.

    Returns the grant's id. Refused for a matter that is not the act's to share.
    """
    if basis not in Grant.Basis.values:
        raise Refused("Sharing needs a referral, an agreement or consent.")
    if purpose not in set(Purpose):
        words = f"Say what it is shared for: {', '.join(Purpose)}."
        raise Refused(words, fields={"purpose": words})
    row = Matter.objects.filter(pk=matter).first()
    if row is None:
        raise NotFound("We could not find that case.")
    grant = Grant(
        matter_id=matter,
        organisation_id=organisation,
        granted_by_id=act.organisation,
        person_id=row.person_id,
        basis=basis,
        purpose=purpose,
        reason=reason,
        since_at=act.at,
        until_at=until_at,
    )
    Grant.objects.bulk_create([grant])
    publish(
        MatterShared(grant=grant.id, shared_with=organisation, basis=basis, purpose=purpose),
        act,
        matter=matter,
        person=row.person_id,
        organisation=row.organisation_id,
    )
    return grant.id


@operation(allow=allow.resident | allow.staff("cases.work") | allow.system)
def end_sharing(act: Act, *, grant: UUID) -> None:
    """Close a matter again to an organisation it was shared with. Ending it twice changes nothing."""
    row = Grant.objects.select_related("matter").filter(pk=grant).first()
    if row is None:
        raise NotFound("We could not find that sharing.")
    if Grant.objects.filter(pk=grant, revoked_at=None).update(revoked_at=act.at):
        publish(
            SharingEnded(grant=grant, shared_with=row.organisation_id),
            act,
            matter=row.matter_id,
            person=row.person_id,
            organisation=row.matter.organisation_id,
        )


@operation(allow=allow.staff("cases.reason"))
def give_reason(act: Act, *, matter: UUID, person: UUID, reason: str) -> UUID:
    """Open ``matter``, which is about ``person`` and another team's work, to the actor for eight hours.

    ``reason`` is kept for the person, who can read it. Returns its id. Refused without one, and for a
    matter that is not the organisation's or is sealed.
    """
    said = reason.strip()
    if len(said) < SHORTEST_REASON or len(said) > LONGEST_REASON:
        words = _("Write why you need to open this, in a sentence")
        raise Refused(words, fields={"reason": words})
    row = Reason(
        id=clock.uuid7(act.at), matter_id=matter, organisation_id=act.own_organisation, reader_id=act.actor,
        person_id=person, since_at=act.at, until_at=act.at + timedelta(hours=HOURS),
    )  # fmt: skip
    Reason.objects.bulk_create([row])
    # Only now does the actor see the person, for whom it is encrypted.
    try:
        Reason.objects.filter(pk=row.id).update(sealed=vault.seal(person, {"reason": said}))
    except vault.Unreadable as erased:
        raise Refused(_("This person's details were erased, so there is nothing to open.")) from erased
    publish(ReasonGiven(reason=row.id), act, matter=matter, person=person)
    return row.id


@operation(allow=allow.staff("cases.seal"))
def seal_matter(act: Act, *, matter: UUID, people: list[UUID]) -> None:
    """Close ``matter`` to everybody but ``people`` (the one who seals it is always among them)."""
    row = Matter.objects.filter(pk=matter, organisation_id=act.own_organisation).first()
    if row is None:
        raise NotFound("We could not find that case.")
    named = {*people, *([act.person] if act.person else [])}
    SealMember.objects.bulk_create(
        [SealMember(matter_id=matter, person_id=person, named_at=act.at) for person in sorted(named)],
        ignore_conflicts=True,
    )
    Matter.objects.filter(pk=matter).update(sealed_at=act.at)
    publish(MatterSealed(), act, matter=matter, person=row.person_id, organisation=row.organisation_id)


@operation(allow=allow.staff("cases.seal"))
def unseal_matter(act: Act, *, matter: UUID, reason: str) -> None:
    """Open the seal of ``matter``: everybody who may see the organisation's matters sees it again, and nobody
    stays named. Only somebody named on the seal can. Opening it twice changes nothing.

    ``reason`` is one of ``UNSEALING_REASONS``; it is kept with the fact.
    """
    if reason not in UNSEALING_REASONS:
        raise Refused("Choose why the seal is opened.", fields={"reason": "Choose why the seal is opened"})
    row = Matter.objects.filter(pk=matter, organisation_id=act.own_organisation).first()
    if row is None:
        raise NotFound("We could not find that case.")
    if Matter.objects.filter(pk=matter).exclude(sealed_at=None).update(sealed_at=None):
        happened = MatterUnsealed(reason=reason)
        publish(happened, act, matter=matter, person=row.person_id, organisation=row.organisation_id)


@operation(allow=allow.system)
def erase_matter(act: Act, *, matter: UUID) -> None:
    """Say that the time ``matter`` was kept for is over, so that every capability destroys what it keeps of
    its content."""
    row = Matter.objects.filter(pk=matter).first()
    if row is None:
        raise NotFound("We could not find that case.")
    Matter.objects.filter(pk=matter, erased_at=None).update(erased_at=act.at)
    publish(MatterErased(), act, matter=matter, person=row.person_id, organisation=row.organisation_id)

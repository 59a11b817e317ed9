"""Opening matters, sharing them with other organisations, restricting and ending them."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from moothall.kernel import allow, clock, vault
from moothall.kernel.act import Act, Role
from moothall.kernel.event import Event
from moothall.kernel.events import (
    MatterErased,
    MatterHidden,
    MatterPublished,
    MatterRestricted,
    MatterShared,
    ReasonGiven,
    RestrictionLifted,
)
from moothall.kernel.gate import operation, publish
from moothall.kernel.models import DataKey, Matter, Participant, Reason
from moothall.kernel.models.matters import HOURS
from moothall.kernel.operations import grants
from moothall.kernel.refusal import NotFound, Refused

Visibility = Matter.Visibility

SHORTEST_REASON, LONGEST_REASON = 10, 300
"""Characters in a reason for reading a matter that is another team's work."""
HIDING_REASONS = ("personal", "harmful", "unlawful", "misplaced")
"""Why something public is hidden: it said something of a person, hurt somebody, may not be shown, belonged
elsewhere."""
LIFTING_REASONS = ("mistake", "danger-over", "wider-work")
"""Why a restriction is lifted: a mistake, what it guarded against is over, more colleagues must help."""


@operation(allow=allow.resident | allow.staff("matters.work") | allow.system)
def open_matter(
    act: Act, *, kind: str, organisation: UUID, person: UUID | None, pack: UUID | None = None,
    parent: UUID | None = None, title: str = "",
) -> UUID:  # fmt: skip
    """Begin a thread with ``organisation``, about ``person`` or about nobody; ``kind`` names the service or
    type, ``pack`` the version it came from, ``parent`` the matter it belongs to. Returns its id.

    It publishes nothing itself: the capability that opens it says what happened. Refused for a parent that
    the act does not see.
    """
    row = Matter(
        id=clock.uuid7(act.at), kind=kind, organisation_id=organisation, person_id=person, pack_id=pack,
        parent_id=parent, title=title, opened_at=act.at, moved_in=act.id,
    )  # fmt: skip
    _begin(row)
    return row.pk


@operation(allow=allow.public | allow.resident | allow.staff("matters.work") | allow.system)
def bring_matter(
    act: Act, *, kind: str, organisation: UUID, title: str, is_public: bool, parent: UUID | None = None,
    is_published: bool = True,
) -> UUID:  # fmt: skip
    """Bring ``organisation`` something that is about nobody. A public one is seen by everybody at once, or
    once somebody of the organisation publishes it. Returns the matter's id.

    Who brings it under their name is its reporter, which only they and those whose work it is can see.
    What else happened, the capability that brings it says.
    """
    visibility = Visibility.PUBLIC if is_public else Visibility.ORGANISATION
    row = Matter(
        id=clock.uuid7(act.at), kind=kind, organisation_id=organisation, parent_id=parent, title=title,
        visibility=visibility, opened_at=act.at, published_at=act.at if is_public and is_published else None,
        moved_in=act.id,
    )  # fmt: skip
    _begin(row)
    if act.person is not None and act.role is Role.RESIDENT:
        reporter = Participant(
            matter_id=row.pk, person_id=act.person, role=Participant.Role.REPORTER, since_at=act.at
        )
        Participant.objects.bulk_create([reporter])
    if row.published_at is not None:
        _publish(act, row, MatterPublished())
    return row.pk


@operation(allow=allow.resident | allow.staff("matters.work") | allow.system, api="v1")
def share_matter(
    act: Act,
    *,
    matter: UUID,
    organisation: UUID,
    basis: str,
    purposes: list[str],
    until_at: datetime,
    reason: str = "",
    basis_id: UUID | None = None,
) -> UUID:
    """Let ``organisation`` see ``matter``, on a ``basis`` (referral, agreement, consent, emergency; its own
    record is ``basis_id``) and for ``purposes`` (:class:`Purpose`), until a moment; ``reason`` says more to
    the person.

    Returns the grant's id. Refused for a matter that is not the act's to share.
    """
    row = _seen(matter)
    grant = grants.kept(
        act, matter_id=matter, organisation_id=organisation, granted_by_id=act.organisation,
        person_id=row.person_id, basis=basis, basis_id=basis_id, purposes=purposes, reason=reason,
        until_at=until_at,
    )  # fmt: skip
    publish(
        MatterShared(grant=grant.id, shared_with=organisation, basis=basis, purposes=tuple(grant.purposes)),
        act,
        matter=matter,
        person=row.person_id,
        organisation=row.organisation_id,
    )
    return grant.id


@operation(allow=allow.staff("matters.reason"))
def give_reason(act: Act, *, matter: UUID, person: UUID | None, reason: str) -> UUID:
    """Open ``matter``, which is about ``person`` (or nobody) and another team's work, to the actor for
    eight hours.

    ``reason`` is kept for the person, who can read it. Returns its id. Refused without one, and for a
    matter that is not the organisation's or is restricted.
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
    # Only now does the actor see the matter and the person, for whom it is encrypted.
    if person is None:
        vault.hold(matter, DataKey.Kind.MATTER)
    try:
        Reason.objects.filter(pk=row.id).update(encrypted=vault.encrypt(person or matter, {"reason": said}))
    except vault.Unreadable as erased:
        raise Refused(_("This person's details were erased, so there is nothing to open.")) from erased
    publish(ReasonGiven(reason=row.id), act, matter=matter, person=person)
    return row.id


@operation(allow=allow.staff("matters.restrict"))
def restrict_matter(act: Act, *, matter: UUID, people: list[UUID]) -> None:
    """Close ``matter`` to everybody but ``people`` (the one who restricts it is always among them). Nobody
    else stays on it. Refused for a public one."""
    row = _own(act, matter)
    if row.visibility == Visibility.PUBLIC:
        raise Refused(_("Everybody can see this. Hide it instead."))
    named = {*people, *([act.person] if act.person else [])}
    Participant.objects.bulk_create(
        [Participant(matter_id=matter, person_id=person, since_at=act.at) for person in sorted(named)],
        ignore_conflicts=True,
    )
    Matter.objects.filter(pk=matter).update(visibility=Visibility.PEOPLE)
    _end(act, Participant.objects.filter(matter_id=matter).exclude(person_id__in=named))
    _publish(act, row, MatterRestricted())


@operation(allow=allow.staff("matters.restrict"))
def lift_restriction(act: Act, *, matter: UUID, reason: str) -> None:
    """Open ``matter`` again to everybody who may see the organisation's matters; nobody stays named. Only
    somebody named can. Doing it twice changes nothing.

    ``reason`` is one of ``LIFTING_REASONS``; it is kept with the event.
    """
    if reason not in LIFTING_REASONS:
        words = _("Choose why it is opened again")
        raise Refused(words, fields={"reason": words})
    row = _own(act, matter)
    restricted = Matter.objects.filter(pk=matter, visibility=Visibility.PEOPLE)
    if restricted.update(visibility=Visibility.ORGANISATION):
        _end(act, Participant.objects.filter(matter_id=matter, role=Participant.Role.MEMBER))
        _publish(act, row, RestrictionLifted(reason=reason))


@operation(allow=allow.staff("matters.work") | allow.system)
def publish_matter(act: Act, *, matter: UUID) -> None:
    """Let everybody see a public ``matter``, for the first time or again. Doing it twice changes nothing."""
    row = _own_public(act, matter)
    if row.published_at is None or row.hidden_at is not None:
        Matter.objects.filter(pk=matter).update(
            published_at=row.published_at or act.at, hidden_at=None, hidden_for=""
        )
        _publish(act, row, MatterPublished())


@operation(allow=allow.staff("matters.work") | allow.system)
def hide_matter(act: Act, *, matter: UUID, reason: str) -> None:
    """Hide a public ``matter`` from everybody who is not on it; its page says for which of the
    ``HIDING_REASONS``. Doing it twice changes nothing."""
    if reason not in HIDING_REASONS:
        words = _("Choose why it is hidden")
        raise Refused(words, fields={"reason": words})
    row = _own_public(act, matter)
    if Matter.objects.filter(pk=matter, hidden_at=None).update(hidden_at=act.at, hidden_for=reason):
        _publish(act, row, MatterHidden(reason=reason))


@operation(allow=allow.resident | allow.staff("matters.work") | allow.system)
def close_matter(act: Act, *, matter: UUID) -> None:
    """Say that ``matter`` has come to its end. The capability that ends it says what happened."""
    Matter.objects.filter(pk=matter, closed_at=None).update(closed_at=act.at)


@operation(allow=allow.resident | allow.staff("matters.work") | allow.system)
def reopen_matter(act: Act, *, matter: UUID) -> None:
    """Say that ``matter`` goes on after all."""
    Matter.objects.filter(pk=matter).update(closed_at=None)


@operation(allow=allow.system)
def erase_matter(act: Act, *, matter: UUID) -> None:
    """Say that the time ``matter`` was kept for is over, so that every capability destroys what it keeps of
    its content."""
    row = _seen(matter)
    Matter.objects.filter(pk=matter, erased_at=None).update(erased_at=act.at)
    if row.person_id is None:
        vault.erase(matter, at=act.at)
    _publish(act, row, MatterErased())


def _begin(row: Matter) -> None:
    if row.parent_id is not None:
        _seen(row.parent_id)
    Matter.objects.bulk_create([row])


def _seen(matter: UUID) -> Matter:
    row = Matter.objects.filter(pk=matter).first()
    if row is None:
        raise NotFound(_("We could not find that case."))
    return row


def _own(act: Act, matter: UUID) -> Matter:
    row = _seen(matter)
    if row.organisation_id != act.own_organisation:
        raise NotFound(_("We could not find that case."))
    return row


def _own_public(act: Act, matter: UUID) -> Matter:
    row = _seen(matter) if act.role is Role.SYSTEM else _own(act, matter)
    if row.visibility != Visibility.PUBLIC:
        raise Refused(_("This is not public, so there is nothing to show or hide."))
    return row


def _end(act: Act, participants: QuerySet[Participant]) -> None:
    participants.filter(until_at=None).update(until_at=act.at)


def _publish(act: Act, row: Matter, event: Event) -> None:
    """Publish ``event`` about the matter ``row``, for its organisation."""
    publish(event, act, matter=row.pk, person=row.person_id, organisation=row.organisation_id)

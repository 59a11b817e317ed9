"""Holding, booking, moving and cancelling places."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from moothall.foundations.bookings.apps import BookingSettings
from moothall.foundations.bookings.events import REASONS, BookingMoved, SlotBooked
from moothall.foundations.bookings.models import Booking, Slot
from moothall.foundations.bookings.operations.contention import FULL, patiently
from moothall.foundations.bookings.queries import cancellation
from moothall.kernel import allow, clock, settings
from moothall.kernel.act import Act, Role
from moothall.kernel.gate import operation, publish
from moothall.kernel.refusal import Conflict, NotFound, Refused

SOMEBODY = allow.resident | allow.staff("bookings.work") | allow.system
State = Booking.State


@operation(allow=SOMEBODY)
def hold(
    act: Act,
    *,
    slot: UUID,
    places: int = 1,
    held_for: UUID | None = None,
    step: str = "",
    person: UUID | None = None,
    minutes: int | None = None,
) -> UUID:
    """Keep ``places`` in ``slot`` for some ``minutes`` (as the organisation sets, if none are given), for the
    act's subject or (by staff) for ``person``.

    Returns the booking's id.

    A hold that the same ``step`` of what it is ``held_for`` (a journey, a call at a desk) had before is given
    back. Refused (``Conflict``) when the
    slot is full or no longer open; the earlier hold then stays.
    """
    wanted = _open_slot(act, slot)
    until = act.at + timedelta(minutes=minutes or _hold_minutes(wanted))

    def take() -> UUID:
        if held_for is not None:
            Booking.objects.filter(held_for=held_for, step=step, state=State.HELD).update(
                state=State.RELEASED, ended_at=act.at
            )
        row = _new(act, wanted, places, held_for, step, person=person)
        row.state, row.held_until = State.HELD, until
        Booking.objects.bulk_create([row])
        return row.id

    return patiently(take)


@operation(allow=SOMEBODY, api="v1")
def book(
    act: Act,
    *,
    slot: UUID,
    places: int = 1,
    person: UUID | None = None,
    held_for: UUID | None = None,
    step: str = "",
) -> UUID:
    """Book ``places`` in ``slot`` at once, for the act's subject or (by staff) for ``person``.

    Returns the booking's id. Refused (``Conflict``) when the slot is full or no longer open.
    """
    wanted = _open_slot(act, slot)
    row = _new(act, wanted, places, held_for, step, person=person)
    row.state, row.matter_id = State.BOOKED, act.matter
    patiently(lambda: Booking.objects.bulk_create([row]))
    _publish_booked(act, row, wanted)
    return row.id


@operation(allow=SOMEBODY)
def confirm(act: Act, *, booking: UUID) -> UUID:
    """Turn a hold into a booking about the act's matter. Returns the id of the booking, which is another one
    when the hold had run out and its places were given away but others are free.

    Doing it twice changes nothing. Refused (``Conflict``) when there is no place left.
    """
    row = _own(act, booking)
    if row.state == State.BOOKED:
        return row.id
    matter = act.matter or row.matter_id
    if Booking.objects.filter(pk=row.id, state=State.HELD).update(state=State.BOOKED, matter_id=matter):
        row.matter_id = matter
        _publish_booked(act, row, row.slot)
        return row.id
    return book(
        act, slot=row.slot_id, places=row.places, person=row.person_id, held_for=row.held_for, step=row.step
    )


@operation(allow=SOMEBODY)
def release(act: Act, *, booking: UUID) -> None:
    """Give a hold back. Doing it twice, or for what is booked by now, changes nothing."""
    Booking.objects.filter(pk=booking, state=State.HELD).update(state=State.RELEASED, ended_at=act.at)


@operation(allow=SOMEBODY, api="v1")
def move(act: Act, *, booking: UUID, slot: UUID) -> None:
    """Move a booking to another slot of the same kind and organisation, keeping the old one if it fails.

    Residents may do it until the old slot closes. Refused (``Conflict``) when the new slot is full.
    """
    row = _own(act, booking)
    _check_changeable(act, row)
    if row.slot_id == slot:
        return
    wanted = _open_slot(act, slot)
    if (wanted.organisation_id, wanted.resource.kind) != (row.organisation_id, row.slot.resource.kind):
        raise Refused(
            _("That time is for something else. Choose another time."),
            fields={"slot": _("Choose another time")},
        )
    moved = patiently(
        lambda: Booking.objects.filter(pk=row.id, state=State.BOOKED, slot_id=row.slot_id).update(
            slot_id=slot
        )
    )
    if not moved:
        raise Conflict(_("This booking has just been changed. Look at it again."))
    publish(
        BookingMoved(
            booking=row.id, slot=slot, from_slot=row.slot_id, kind=wanted.resource.kind,
            from_starts_at=row.slot.starts_at, starts_at=wanted.starts_at, ends_at=wanted.ends_at,
        ),
        act, matter=row.matter_id, person=row.person_id, organisation=row.organisation_id,
    )  # fmt: skip


@operation(allow=SOMEBODY, api="v1")
def cancel(act: Act, *, booking: UUID, reason: str = "wanted") -> None:
    """Give a booking up. Residents may do it until the slot closes. Doing it twice changes nothing.

    ``reason`` is one of ``events.REASONS``; refused for any other, and for one that is not a resident's to
    give.
    """
    if reason not in (REASONS if act.role in (Role.STAFF, Role.SYSTEM) else REASONS[:1]):
        raise Refused(_("Choose why it is cancelled."), fields={"reason": _("Choose why it is cancelled")})
    row = _own(act, booking)
    if row.state not in (State.BOOKED, State.HELD):
        return
    _check_changeable(act, row)
    changed = Booking.objects.filter(pk=row.id, state__in=(State.BOOKED, State.HELD)).update(
        state=State.CANCELLED, ended_at=act.at
    )
    if changed:
        about = {"matter": row.matter_id, "person": row.person_id, "organisation": row.organisation_id}
        publish(cancellation(row, reason=reason), act, **about)


def is_closed(act: Act, *, closes_at: datetime) -> bool:
    """Whether it is too late for the act to change a slot: staff and Moothall itself may until the end."""
    return act.role not in (Role.STAFF, Role.SYSTEM) and closes_at <= act.at


def _new(
    act: Act, slot: Slot, places: int, held_for: UUID | None, step: str, *, person: UUID | None = None
) -> Booking:
    whose = person or act.subject
    if whose is None:
        raise Refused(_("Say who this is for before you choose a time."))
    if places < 1:
        raise Refused(_("Choose at least 1 place."), fields={"places": _("Choose at least 1 place")})
    return Booking(
        id=clock.uuid7(act.at), slot=slot, resource_id=slot.resource_id, organisation_id=slot.organisation_id,
        person_id=whose, held_for=held_for, step=step, places=places, made_at=act.at,
        made_by_id=act.person,
    )  # fmt: skip


def _hold_minutes(slot: Slot) -> int:
    return settings.of(BookingSettings, organisation=slot.organisation_id).hold_minutes


def _open_slot(act: Act, slot: UUID) -> Slot:
    found = Slot.objects.select_related("resource").filter(pk=slot).first()
    if found is None:
        raise NotFound(_("We could not find that time. Choose another."))
    if found.closed_at is not None or is_closed(act, closes_at=found.closes_at):
        raise Conflict(
            FULL if found.closed_at else _("It is too late to book that time. Choose another."),
            fields={"slot": _("Choose another time")},
        )
    return found


def _own(act: Act, booking: UUID) -> Booking:
    """The booking with slot and resource, if the act may see it."""
    row = Booking.objects.select_related("slot__resource").filter(pk=booking).first()
    if row is None:
        raise NotFound(_("We could not find that booking."))
    return row


def _check_changeable(act: Act, row: Booking) -> None:
    """Refuse to change what is cancelled, or what closed before the act."""
    if row.state not in (State.BOOKED, State.HELD):
        raise Conflict(_("This booking was cancelled. Make a new one."))
    if is_closed(act, closes_at=row.slot.closes_at):
        raise Conflict(_("It is too late to change this booking here. Get in touch with us instead."))


def _publish_booked(act: Act, row: Booking, slot: Slot) -> None:
    publish(
        SlotBooked(
            booking=row.id, slot=slot.id, kind=slot.resource.kind, places=row.places,
            starts_at=slot.starts_at, ends_at=slot.ends_at,
        ),
        act, matter=row.matter_id, person=row.person_id, organisation=row.organisation_id,
    )  # fmt: skip

"""Waiting lists, and holds that run out."""

from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from moothall.foundations.bookings.apps import BookingSettings
from moothall.foundations.bookings.events import PlaceOffered, WaitingBegan
from moothall.foundations.bookings.models import Booking, Slot, Waiting
from moothall.foundations.bookings.operations.contention import patiently
from moothall.kernel import allow, clock, settings
from moothall.kernel.act import Act
from moothall.kernel.gate import operation, publish
from moothall.kernel.refusal import NotFound, Refused

BATCH = 500


@operation(allow=allow.resident | allow.staff("bookings.work") | allow.system)
def join_waiting(act: Act, *, slot: UUID, places: int = 1, person: UUID | None = None) -> UUID:
    """Put the act's subject (or ``person``) on the waiting list of ``slot``. Returns the entry's id."""
    row = Slot.objects.select_related("resource").filter(pk=slot).first()
    whose = person or act.subject
    if row is None or whose is None:
        raise NotFound(_("We could not find that time. Choose another."))
    if not row.resource.has_waiting_list or places > row.capacity:
        raise Refused(_("There is no waiting list for that. Choose another time."))
    entry = Waiting(
        id=clock.uuid7(act.at), slot=row, organisation_id=row.organisation_id, person_id=whose,
        matter_id=act.matter, places=places, since_at=act.at,
    )  # fmt: skip
    Waiting.objects.bulk_create([entry])
    publish(
        WaitingBegan(slot=row.id, kind=row.resource.kind, starts_at=row.starts_at),
        act, organisation=row.organisation_id,
    )  # fmt: skip
    return entry.id


@operation(allow=allow.resident | allow.staff("bookings.work") | allow.system)
def leave_waiting(act: Act, *, slot: UUID) -> None:
    """Take the act's subject off the waiting list of ``slot``. Doing it twice changes nothing."""
    Waiting.objects.filter(slot_id=slot, person=act.subject, ended_at=None).update(ended_at=act.at)


@operation(allow=allow.system)
def offer_places(act: Act, *, slot: UUID) -> None:
    """Hold what is free in ``slot`` for those who wait, first come first served, for as
    long as the organisation sets.

    Somebody who needs more places than are free keeps their turn and does not stop those after them.
    """
    row = Slot.objects.select_related("resource").filter(pk=slot, closed_at=None).first()
    if row is None or row.closes_at <= act.at:
        return
    free = row.left
    entries = Waiting.objects.select_for_update(of=("self",)).filter(slot=row, ended_at=None)
    for entry in entries.order_by("since_at", "id")[:BATCH]:
        if entry.places <= free:
            _offer(act, row, entry)
            free -= entry.places


@operation(allow=allow.system)
def end_holds(act: Act) -> int:
    """Give back the places of holds that have run out. Returns how many had."""
    gone = list(
        Booking.objects.select_for_update(skip_locked=True)
        .filter(state=Booking.State.HELD, held_until__lt=act.at)
        .order_by("id")
        .values_list("id", flat=True)[:BATCH]
    )
    return Booking.objects.filter(pk__in=gone).update(state=Booking.State.EXPIRED, ended_at=act.at)


def _offer(act: Act, slot: Slot, entry: Waiting) -> None:
    hours = settings.of(BookingSettings, organisation=slot.organisation_id).offer_hours
    until = min(act.at + timedelta(hours=hours), slot.closes_at)
    booking = Booking(
        id=clock.uuid7(act.at), slot=slot, resource_id=slot.resource_id, organisation_id=slot.organisation_id,
        person_id=entry.person_id, matter_id=entry.matter_id, places=entry.places, made_at=act.at,
        state=Booking.State.HELD, held_until=until,
    )  # fmt: skip
    patiently(lambda: Booking.objects.bulk_create([booking]))
    Waiting.objects.filter(pk=entry.id).update(ended_at=act.at)
    publish(
        PlaceOffered(
            booking=booking.id, slot=slot.id, kind=slot.resource.kind,
            starts_at=slot.starts_at, held_until=until,
        ),
        act, matter=entry.matter_id, person=entry.person_id, organisation=entry.organisation_id,
    )  # fmt: skip

"""What can be booked, and what is."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F, Q

from moothall.foundations.bookings.events import BookingCancelled
from moothall.foundations.bookings.models import Booking, Feed, Resource, Slot, Waiting
from moothall.foundations.bookings.rules import digest_of, first_day
from moothall.kernel import allow, places
from moothall.kernel.act import Act
from moothall.kernel.gate import query
from moothall.kernel.queries import calendars
from moothall.kernel.reactions import Happened
from moothall.kernel.telling import follows
from moothall.kernel.workdays import EVERY_DAY, WorkingDays

THEIRS = allow.resident | allow.staff("bookings.work") | allow.system
LIVE = (Booking.State.HELD, Booking.State.BOOKED)
MOST_SHOWN = 400
"""Slots or bookings in one answer."""


@dataclass(frozen=True, slots=True)
class SlotDay:
    """A slot with its live bookings, as a crew or a group leader sees it."""

    slot: Slot
    bookings: tuple[Booking, ...]


def works_of(row: Resource) -> WorkingDays:
    """On which days a resource is worked: by its calendar; every day without one."""
    return EVERY_DAY if row.working_calendar is None else calendars.days_of(row.working_calendar)


@query(allow=allow.anyone)
def open_slots(
    act: Act,
    *,
    kind: str,
    organisation: UUID,
    area: str | None = None,
    working_days: int = 0,
    limit: int = 12,
    places: int = 1,
    with_full: bool = False,
) -> list[Slot]:
    """The next slots that can still be booked, earliest first, with their resources.

    ``area`` leaves out resources that do not serve it; ``working_days`` is how many whole working days must
    lie before the first; full slots are left out unless ``with_full``.
    """
    resources = _offered(kind, organisation, area)
    earliest = {row.id: _first_moment(act, row, working_days) for row in resources}
    if not earliest:
        return []
    rows = Slot.objects.filter(resource__in=list(earliest), closed_at=None, closes_at__gt=act.at)
    rows = rows.filter(starts_at__gte=min(earliest.values())).select_related("resource")
    found = [
        slot
        for slot in rows.order_by("starts_at", "id")[:MOST_SHOWN]
        if slot.starts_at >= earliest[slot.resource_id]
    ]
    return [slot for slot in found if with_full or slot.left >= places][:limit]


@query(allow=allow.anyone)
def slot(act: Act, *, id: UUID) -> Slot | None:
    """The slot with its resource."""
    return Slot.objects.select_related("resource").filter(pk=id).first()


@query(allow=THEIRS, reads=lambda found: [found] if found else [])
def booking(act: Act, *, id: UUID) -> Booking | None:
    """The booking with slot, resource and organisation, if the act may see it."""
    rows = Booking.objects.select_related("slot__resource", "organisation", "matter")
    return rows.filter(pk=id).first()


def read_booked_by(matter: UUID, step: str) -> Booking | None:
    """The last booking that a step of the matter's journey made, booked or cancelled, inside another
    query."""
    rows = Booking.objects.select_related("slot__resource").filter(matter_id=matter, step=step)
    return rows.filter(state__in=(Booking.State.BOOKED, Booking.State.CANCELLED)).order_by("-made_at").first()


@query(allow=THEIRS)
def what_follows(act: Act, *, booking: UUID, reason: str = "wanted") -> list[str]:
    """What happens beyond the booking when the act cancels it, in sentences: money that goes back, a request
    that ends."""
    row = Booking.objects.select_related("slot__resource").filter(pk=booking).first()
    if row is None:
        return []
    event = cancellation(row, reason=reason)
    return follows(act, Happened(act.id, act.at, event, row.matter_id, row.person_id, row.organisation_id))


def cancellation(row: Booking, *, reason: str) -> BookingCancelled:
    """The fact that a booking (with its slot and resource) is given up."""
    slot = row.slot
    return BookingCancelled(
        booking=row.id, slot=slot.id, kind=slot.resource.kind, starts_at=slot.starts_at, reason=reason
    )


@query(allow=THEIRS, reads="matter")
def bookings_of(act: Act, *, matter: UUID) -> list[Booking]:
    """The live bookings of a matter, earliest first."""
    rows = Booking.objects.select_related("slot__resource").filter(matter_id=matter, state__in=LIVE)
    return list(rows.order_by("slot__starts_at")[:MOST_SHOWN])


@query(allow=THEIRS)
def has_places(act: Act, *, booking: UUID) -> bool:
    """Whether what was held can still be booked: it is held or booked, or there is room to take it again."""
    row = Booking.objects.select_related("slot").filter(pk=booking).first()
    if row is None:
        return False
    return row.state in LIVE or (row.slot.closed_at is None and row.slot.left >= row.places)


@query(allow=allow.staff("bookings.work"))
def resources(act: Act, *, after: str = "", limit: int = 50) -> list[Resource]:
    """What the act's organisation lets people book, by name, a page at a time (``after``: the last name)."""
    rows = Resource.objects.filter(organisation=act.organisation, closed_at=None, name__gt=after)
    return list(rows.order_by("name")[:limit])


@query(allow=allow.staff("bookings.work"))
def resource(act: Act, *, id: UUID) -> Resource | None:
    """One of the organisation's own resources."""
    return Resource.objects.filter(pk=id, organisation=act.organisation).first()


@query(allow=allow.system)
def slots_to_offer(act: Act) -> list[UUID]:
    """Slots with enough room for somebody who waits for them."""
    waiting = Waiting.objects.filter(ended_at=None, slot__closed_at=None, slot__closes_at__gt=act.at)
    enough = waiting.filter(places__lte=F("slot__capacity") - F("slot__taken"))
    return list(enough.order_by("slot_id").values_list("slot_id", flat=True).distinct()[:MOST_SHOWN])


@query(allow=allow.system)
def resources_in_use(act: Act) -> list[UUID]:
    """Every resource that is not closed."""
    return list(Resource.objects.filter(closed_at=None).order_by("id").values_list("id", flat=True))


@query(allow=allow.staff("bookings.work"))
def coming_slots(act: Act, *, resource: UUID, since: datetime, limit: int = 20) -> list[Slot]:
    """The slots of a resource from a moment on, earliest first."""
    rows = Slot.objects.filter(resource_id=resource, ends_at__gt=since).filter(
        Q(closed_at=None) | Q(taken__gt=0)
    )
    return list(rows.order_by("starts_at", "id")[:limit])


@query(
    allow=allow.staff("bookings.work"),
    reads=lambda days: [booking for day in days for booking in day.bookings],
)
def day_list(act: Act, *, resource: UUID, day: date) -> list[SlotDay]:
    """The slots of a resource on a day with who is booked in each, in the order they booked."""
    start = datetime.combine(day, time(), ZoneInfo(places.place().timezone))
    slots = Slot.objects.filter(
        resource_id=resource, starts_at__gte=start, starts_at__lt=start + timedelta(days=1)
    ).order_by("starts_at", "id")[:MOST_SHOWN]
    rows = Booking.objects.select_related("matter").filter(
        slot__in=[slot.id for slot in slots], state="booked"
    )
    found = list(rows.order_by("made_at", "id")[:MOST_SHOWN])
    return [SlotDay(slot, tuple(row for row in found if row.slot_id == slot.id)) for slot in slots]


@query(allow=allow.system)
def feed_slots(act: Act, *, secret: str) -> tuple[Resource, list[Slot]] | None:
    """What the calendar address with this secret shows: the resource and its slots in which somebody is
    booked, from four weeks ago on; ``None`` when the address does not work (any more)."""
    feed = Feed.objects.select_related("resource").filter(digest=digest_of(secret), ended_at=None).first()
    if feed is None:
        return None
    rows = Slot.objects.filter(resource=feed.resource, starts_at__gt=act.at - timedelta(weeks=4), taken__gt=0)
    return feed.resource, list(rows.order_by("starts_at", "id")[:MOST_SHOWN])


@query(allow=allow.resident)
def waiting_of(act: Act, *, slot: UUID) -> Waiting | None:
    """The act's subject's place on the waiting list of a slot."""
    return Waiting.objects.filter(slot_id=slot, person=act.subject, ended_at=None).first()


def _offered(kind: str, organisation: UUID, area: str | None) -> list[Resource]:
    rows = Resource.objects.select_related("working_calendar").filter(
        organisation_id=organisation, kind=kind, closed_at=None
    )
    if area is not None:
        rows = rows.filter(Q(areas=[]) | Q(areas__contains=[area]))
    return list(rows)


def _first_moment(act: Act, row: Resource, working_days: int) -> datetime:
    zone = ZoneInfo(places.place().timezone)
    today = act.at.astimezone(zone).date()
    day = first_day(today, works=works_of(row), working_days=working_days)
    return max(act.at, datetime.combine(day, time(), zone))

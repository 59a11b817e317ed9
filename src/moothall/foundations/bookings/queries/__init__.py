"""What can be booked, and what is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import or_
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F, Q, QuerySet

from moothall.foundations.bookings.events import BookingCancelled
from moothall.foundations.bookings.models import Booking, Feed, Resource, Slot, Waiting
from moothall.foundations.bookings.queries.records import (
    BookingShown,
    ResourceShown,
    SlotShown,
    WaitingShown,
    booking_shown,
    resource_shown,
    slot_shown,
)
from moothall.foundations.bookings.rules import digest_of, first_day
from moothall.kernel import allow, paging, places
from moothall.kernel.act import Act
from moothall.kernel.describing import follows
from moothall.kernel.gate import query
from moothall.kernel.paging import Page
from moothall.kernel.queries import calendars
from moothall.kernel.reactions import Envelope
from moothall.kernel.records import record
from moothall.kernel.workdays import EVERY_DAY, WorkingDays

ALLOWED = allow.resident | allow.staff("bookings.work") | allow.system
WITH = ("slot__resource", "organisation", "matter")
LIVE = (Booking.State.HELD, Booking.State.BOOKED)
MOST_SHOWN = 400
"""Slots or bookings in one answer."""


@dataclass(frozen=True, slots=True)
class SlotDay:
    """A slot with its live bookings, as a crew or a group leader sees it."""

    slot: SlotShown
    bookings: tuple[BookingShown, ...]


@dataclass(frozen=True, slots=True)
class Diary:
    """What a calendar address shows: a resource and its slots in which somebody is booked."""

    resource: ResourceShown
    slots: tuple[SlotShown, ...]


def works_of(row: Resource) -> WorkingDays:
    """On which days a resource is worked: by its calendar; every day without one."""
    return EVERY_DAY if row.working_calendar is None else calendars.days_of(row.working_calendar)


@query(allow=allow.anyone, api="v1")
def open_slots(
    act: Act,
    *,
    kind: str,
    organisation: UUID,
    area: str | None = None,
    working_days: int = 0,
    places: int = 1,
    with_full: bool = False,
    cursor: str = "",
    limit: int = 12,
) -> Page[SlotShown]:
    """The slots that can still be booked, earliest first, a page at a time.

    ``area`` leaves out resources that do not serve it; ``working_days`` is how many whole working days must
    lie before the first; full slots are left out unless ``with_full``.
    """
    rows = Slot.objects.filter(closed_at=None, closes_at__gt=act.at).filter(
        _late_enough(act, _offered(kind, organisation, area), working_days)
    )
    if not with_full:
        rows = rows.filter(capacity__gte=F("taken") + places)
    return _slots(rows, cursor=cursor, limit=limit)


def _slots(rows: QuerySet[Slot], *, cursor: str, limit: int) -> Page[SlotShown]:
    """A page of slots with their resources, earliest first."""
    return paging.page(
        rows.select_related("resource"),
        lambda found: map(slot_shown, found),
        by=("starts_at", "id"),
        cursor=cursor,
        limit=limit,
    )


@query(allow=allow.anyone, api="v1")
def slot(act: Act, *, id: UUID) -> SlotShown | None:
    """The slot with its resource."""
    row = Slot.objects.select_related("resource").filter(pk=id).first()
    return slot_shown(row) if row else None


@query(allow=ALLOWED, reads=lambda found: [found] if found else [], api="v1")
def booking(act: Act, *, id: UUID) -> BookingShown | None:
    """The booking with slot and resource, if the act may see it."""
    row = Booking.objects.select_related(*WITH).filter(pk=id).first()
    return booking_shown(row) if row else None


def read_booked_by(matter: UUID, step: str) -> Booking | None:
    """The last booking that a step of the matter's journey made, booked or cancelled, inside another
    query."""
    rows = Booking.objects.select_related("slot__resource").filter(matter_id=matter, step=step)
    return rows.filter(state__in=(Booking.State.BOOKED, Booking.State.CANCELLED)).order_by("-made_at").first()


@query(allow=ALLOWED)
def what_follows(act: Act, *, booking: UUID, reason: str = "wanted") -> tuple[str, ...]:
    """What happens beyond the booking when the act cancels it, in sentences: money that goes back, a request
    that ends."""
    row = Booking.objects.select_related("slot__resource").filter(pk=booking).first()
    if row is None:
        return ()
    event = cancellation(row, reason=reason)
    envelope = Envelope(act.id, act.at, event, row.matter_id, row.person_id, row.organisation_id)
    return tuple(follows(act, envelope))


def cancellation(row: Booking, *, reason: str) -> BookingCancelled:
    """The event that a booking (with its slot and resource) is given up."""
    slot = row.slot
    return BookingCancelled(
        booking=row.id, slot=slot.id, kind=slot.resource.kind, starts_at=slot.starts_at, reason=reason
    )


@query(allow=ALLOWED, reads="matter", api="v1")
def bookings_of(act: Act, *, matter: UUID, cursor: str = "", limit: int = 50) -> Page[BookingShown]:
    """The live bookings of a matter in the order they were made, a page at a time."""
    return paging.page(
        Booking.objects.select_related(*WITH).filter(matter_id=matter, state__in=LIVE),
        lambda found: map(booking_shown, found),
        by=("made_at", "id"),
        cursor=cursor,
        limit=limit,
    )


@query(allow=ALLOWED)
def has_places(act: Act, *, booking: UUID) -> bool:
    """Whether what was held can still be booked: it is held or booked, or there is room to take it again."""
    row = Booking.objects.select_related("slot").filter(pk=booking).first()
    if row is None:
        return False
    return row.state in LIVE or (row.slot.closed_at is None and row.slot.left >= row.places)


@query(allow=allow.staff("bookings.work"), api="v1")
def resources(act: Act, *, cursor: str = "", limit: int = 50) -> Page[ResourceShown]:
    """What the act's organisation lets people book, by name, a page at a time."""
    return paging.page(
        Resource.objects.filter(organisation=act.organisation, closed_at=None),
        lambda found: map(resource_shown, found),
        by=("name", "id"),
        cursor=cursor,
        limit=limit,
    )


@query(allow=allow.staff("bookings.work"), api="v1")
def resource(act: Act, *, id: UUID) -> ResourceShown | None:
    """One of the organisation's own resources."""
    row = Resource.objects.filter(pk=id, organisation=act.organisation).first()
    return resource_shown(row) if row else None


@query(allow=allow.system)
def slots_to_offer(act: Act) -> tuple[UUID, ...]:
    """Slots with enough room for somebody who waits for them."""
    waiting = Waiting.objects.filter(ended_at=None, slot__closed_at=None, slot__closes_at__gt=act.at)
    enough = waiting.filter(places__lte=F("slot__capacity") - F("slot__taken"))
    return tuple(enough.order_by("slot_id").values_list("slot_id", flat=True).distinct()[:MOST_SHOWN])


@query(allow=allow.system)
def resources_in_use(act: Act) -> tuple[UUID, ...]:
    """Every resource that is not closed."""
    return tuple(Resource.objects.filter(closed_at=None).order_by("id").values_list("id", flat=True))


@query(allow=allow.staff("bookings.work"), api="v1")
def coming_slots(
    act: Act, *, resource: UUID, since: datetime, cursor: str = "", limit: int = 50
) -> Page[SlotShown]:
    """The slots of a resource from a moment on, earliest first, a page at a time."""
    rows = Slot.objects.filter(resource_id=resource, ends_at__gt=since)
    return _slots(rows.filter(Q(closed_at=None) | Q(taken__gt=0)), cursor=cursor, limit=limit)


@query(
    allow=allow.staff("bookings.work"),
    reads=lambda days: [booking for day in days.items for booking in day.bookings],
    api="v1",
)
def day_list(
    act: Act, *, resource: UUID, day: date, cursor: str = "", limit: int = MOST_SHOWN
) -> Page[SlotDay]:
    """The slots of a resource on a day with who is booked in each, in the order they booked."""
    start = datetime.combine(day, time(), ZoneInfo(places.place().timezone))
    rows = Slot.objects.filter(
        resource_id=resource, starts_at__gte=start, starts_at__lt=start + timedelta(days=1)
    )
    return paging.page(
        rows.select_related("resource"), _days, by=("starts_at", "id"), cursor=cursor, limit=limit
    )


def _days(slots: list[Slot]) -> Iterator[SlotDay]:
    """The slots with their bookings."""
    rows = Booking.objects.select_related(*WITH).filter(slot__in=slots, state=Booking.State.BOOKED)
    found = [booking_shown(row) for row in rows.order_by("made_at", "id")]
    for slot in slots:
        yield SlotDay(slot_shown(slot), tuple(one for one in found if one.slot.id == slot.id))


@query(allow=allow.system)
def feed_slots(act: Act, *, secret: str) -> Diary | None:
    """What the calendar address with this secret shows, from four weeks ago on; ``None`` when the address
    does not work (any more)."""
    feed = Feed.objects.select_related("resource").filter(digest=digest_of(secret), ended_at=None).first()
    if feed is None:
        return None
    rows = Slot.objects.filter(resource=feed.resource, starts_at__gt=act.at - timedelta(weeks=4), taken__gt=0)
    found = _slots(rows, cursor="", limit=MOST_SHOWN)
    return Diary(resource_shown(feed.resource), found.items)


@query(allow=allow.resident)
def waiting_of(act: Act, *, slot: UUID) -> WaitingShown | None:
    """The act's subject's place on the waiting list of a slot."""
    row = Waiting.objects.filter(slot_id=slot, person=act.subject, ended_at=None).first()
    return record(WaitingShown, row) if row else None


def _late_enough(act: Act, resources: list[Resource], working_days: int) -> Q:
    """Slots of these resources that begin late enough; none of no resource."""
    each = (Q(resource=row, starts_at__gte=_first_moment(act, row, working_days)) for row in resources)
    return reduce(or_, each, Q(pk__in=()))


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

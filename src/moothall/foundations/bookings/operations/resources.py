"""Saying what can be booked and when, laying out its slots, and giving calendars an address to read."""

from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _
from pydantic import BaseModel, field_validator

from moothall.foundations.bookings import rules
from moothall.foundations.bookings.apps import BookingSettings
from moothall.foundations.bookings.events import SlotClosed
from moothall.foundations.bookings.models import Availability, Feed, Resource, Slot
from moothall.foundations.bookings.operations import checking
from moothall.foundations.bookings.queries import works_of
from moothall.kernel import allow, clock, places, settings
from moothall.kernel.act import Act
from moothall.kernel.gate import operation, publish
from moothall.kernel.refusal import NotFound, Refused
from moothall.kernel.workdays import WorkingDays

MANAGE = allow.staff("bookings.manage") | allow.system


END_OF_DAY = "24:00"


class Opening(BaseModel):
    """When a resource can be booked: see :class:`moothall.foundations.bookings.rules.Recurrence`. It may
    close at 24:00."""

    rule: str
    opens: time
    closes: time
    capacity: int
    since_date: date
    until_date: date | None = None
    slot_minutes: int | None = None
    skipped_dates: list[date] = []
    extra_dates: list[date] = []

    @field_validator("closes", mode="before")
    @classmethod
    def _end_of_day(cls, given: object) -> object:
        return time() if given in {END_OF_DAY, f"{END_OF_DAY}:00"} else given


@operation(allow=MANAGE, api="v1")
def describe_resource(
    act: Act,
    *,
    organisation: UUID,
    slug: str,
    kind: str,
    name: str,
    openings: list[Opening],
    words: str = "",
    where: str = "",
    areas: list[str] | None = None,
    is_public: bool = True,
    is_exclusive: bool = False,
    buffer_minutes: int = 0,
    weeks_ahead: int | None = None,
    closes_working_days_before: int = 0,
    closes_hours_before: int = 0,
    has_waiting_list: bool = False,
    calendar: UUID | None = None,
) -> UUID:
    """Say what can be booked and when, or say it anew under the same ``slug``, and lay out its slots.

    Returns the resource's id. Refused when a rule of ``openings`` cannot be read, or one makes no sense.
    """
    if weeks_ahead is None:
        weeks_ahead = settings.of(BookingSettings, organisation=organisation).weeks_ahead
    numbers = {
        "weeks_ahead": weeks_ahead,
        "buffer_minutes": buffer_minutes,
        "closes_working_days_before": closes_working_days_before,
        "closes_hours_before": closes_hours_before,
    }
    checking.check(openings, numbers)
    known = Resource.objects.filter(organisation_id=organisation, slug=slug).first()
    row = known or Resource(
        id=clock.uuid7(act.at), organisation_id=organisation, slug=slug, created_at=act.at
    )
    row.kind, row.name, row.words, row.where, row.areas = kind, name, words, where, areas or []
    row.is_public, row.is_exclusive, row.buffer_minutes = is_public, is_exclusive, buffer_minutes
    row.weeks_ahead, row.has_waiting_list, row.working_calendar_id = weeks_ahead, has_waiting_list, calendar
    row.closes_working_days_before, row.closes_hours_before = closes_working_days_before, closes_hours_before
    row.save(force_insert=known is None)
    Availability.objects.filter(resource=row).delete()
    Availability.objects.bulk_create(
        [
            Availability(resource=row, organisation_id=organisation, **opening.model_dump())
            for opening in openings
        ]
    )
    lay_out_slots(act, resource=row.id)
    return row.id


@operation(allow=MANAGE)
def lay_out_slots(act: Act, *, resource: UUID) -> int:
    """Make the slots of a resource for as many weeks as can be booked ahead. Returns how many are new.

    A slot that is there gets the opening's capacity, but no less than is taken. One that the rule no longer
    makes is left out: it takes no more bookings, and who is booked in it stays until that is changed. It
    comes back when the rule makes it again; what staff closed stays closed. Refused for more slots than make
    sense.
    """
    row = Resource.objects.select_related("working_calendar").filter(pk=resource).first()
    if row is None:
        raise NotFound(_("We could not find what is to be booked."))
    zone = places.place().timezone
    today = act.at.astimezone(ZoneInfo(zone)).date()
    last = today + timedelta(weeks=row.weeks_ahead)
    wanted = {(slot.starts_at, slot.ends_at): slot for slot in reversed(_slots(row, zone, today, last))}
    known = {(slot.starts_at, slot.ends_at): slot for slot in _known(row, zone, today, last)}
    fresh = [slot for span, slot in wanted.items() if span not in known]
    Slot.objects.bulk_create(fresh, batch_size=500, ignore_conflicts=True)
    _settle([(slot, wanted[span].capacity) for span, slot in known.items() if span in wanted])
    _leave_out(act, [slot for span, slot in known.items() if span not in wanted])
    return len(fresh)


def _known(row: Resource, zone: str, first: date, last: date) -> "QuerySet[Slot]":
    """The slots there are, from the first day on; on the last may begin one that ends on the next."""
    after = last + timedelta(days=1)
    return Slot.objects.filter(
        resource=row, starts_at__gte=_midnight(first, zone), starts_at__lt=_midnight(after, zone)
    )


def _settle(slots: list[tuple[Slot, int]]) -> None:
    """Bring slots that are there up to date, each with its capacity."""
    for slot, capacity in slots:
        if slot.is_left_out:
            Slot.objects.filter(pk=slot.id).update(closed_at=None, is_left_out=False)
        if slot.capacity != capacity:
            Slot.objects.filter(pk=slot.id).update(capacity=Greatest(Value(capacity), F("taken")))


def _leave_out(act: Act, slots: list[Slot]) -> None:
    going = [slot for slot in slots if slot.closed_at is None]
    Slot.objects.filter(pk__in=[slot.id for slot in going]).update(closed_at=act.at, is_left_out=True)
    for slot in going:
        if slot.taken:
            publish(SlotClosed(slot=slot.id), act)


@operation(allow=MANAGE, api="v1")
def close_slot(act: Act, *, slot: UUID) -> None:
    """Take no more bookings for a slot (a crew is ill); what is booked stays until it is changed."""
    if Slot.objects.filter(pk=slot, closed_at=None).update(closed_at=act.at):
        publish(SlotClosed(slot=slot), act)


@operation(allow=MANAGE, api="v1")
def reopen_slot(act: Act, *, slot: UUID) -> None:
    """Take bookings for a closed slot again."""
    Slot.objects.filter(pk=slot).exclude(closed_at=None).update(closed_at=None, is_left_out=False)


@operation(allow=allow.staff("bookings.work"))
def make_feed(act: Act, *, resource: UUID) -> str:
    """A secret for the address at which a calendar program may read the resource's bookings, without names.

    Only its digest is kept: it is shown once.
    """
    row = Resource.objects.filter(pk=resource, organisation=act.organisation).first()
    if row is None:
        raise NotFound(_("We could not find what is to be booked."))
    secret = clock.token()
    feed = Feed(
        digest=rules.digest_of(secret),
        resource=row,
        organisation_id=row.organisation_id,
        made_by_id=act.person,
        made_at=act.at,
    )
    Feed.objects.bulk_create([feed])
    return secret


@operation(allow=allow.staff("bookings.work"))
def end_feeds(act: Act, *, resource: UUID) -> None:
    """Stop every calendar address of the resource."""
    Feed.objects.filter(resource_id=resource, ended_at=None).update(ended_at=act.at)


def _slots(row: Resource, zone: str, first: date, last: date) -> list[Slot]:
    works = works_of(row)
    return [
        Slot(
            resource=row,
            organisation_id=row.organisation_id,
            starts_at=starts_at,
            ends_at=ends_at,
            closes_at=rules.closing_moment(
                starts_at,
                works=works,
                working_days_before=row.closes_working_days_before,
                hours_before=row.closes_hours_before,
                zone=zone,
            ),
            capacity=opening.capacity,
        )
        for opening in Availability.objects.filter(resource=row).order_by("id")
        for starts_at, ends_at in _spans(opening, zone, works, first, last)
    ]


def _spans(
    opening: Availability, zone: str, works: WorkingDays, first: date, last: date
) -> list[tuple[datetime, datetime]]:
    try:
        return list(_recurrence(opening, zone, works).spans(first, last))
    except ValueError as wrong:
        raise Refused(
            _("The slots of “%(rule)s” cannot be laid out: %(why)s") % {"rule": opening.rule, "why": wrong},
            fields={"openings": str(wrong)},
        ) from wrong


def _recurrence(opening: Availability, zone: str, works: WorkingDays) -> rules.Recurrence:
    return rules.Recurrence(
        rule=opening.rule,
        opens=opening.opens,
        closes=opening.closes,
        zone=zone,
        since_date=opening.since_date,
        until_date=opening.until_date,
        skips=frozenset(opening.skipped_dates),
        extras=frozenset(opening.extra_dates),
        slot_minutes=opening.slot_minutes,
        works=works,
    )


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone))

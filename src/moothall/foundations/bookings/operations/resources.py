"""Saying what can be booked and when, laying out its slots, and giving calendars an address to read."""

from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from pydantic import BaseModel

from moothall.foundations.bookings import rules
from moothall.foundations.bookings.events import SlotClosed
from moothall.foundations.bookings.models import Availability, Feed, Resource, Slot
from moothall.foundations.bookings.queries import works_of
from moothall.kernel import allow, clock, places
from moothall.kernel.act import Act
from moothall.kernel.gate import operation, publish
from moothall.kernel.refusal import NotFound, Refused
from moothall.kernel.workdays import WorkingDays

MANAGE = allow.staff("bookings.manage") | allow.system


class Opening(BaseModel):
    """When a resource can be booked: see :class:`moothall.foundations.bookings.rules.Recurrence`."""

    rule: str
    opens: time
    closes: time
    capacity: int
    since_date: date
    until_date: date | None = None
    slot_minutes: int | None = None
    skipped_dates: list[date] = []
    extra_dates: list[date] = []


@operation(allow=MANAGE)
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
    weeks_ahead: int = 6,
    closes_working_days_before: int = 0,
    closes_hours_before: int = 0,
    has_waiting_list: bool = False,
    calendar: UUID | None = None,
) -> UUID:
    """Say what can be booked and when, or say it anew under the same ``slug``, and lay out its slots.

    Returns the resource's id. Refused when a rule of ``openings`` cannot be read.
    """
    _check(openings)
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

    Slots that are there stay as they are; those of these weeks that the rule no longer makes are closed if
    nobody has a place.
    """
    row = Resource.objects.select_related("working_calendar").filter(pk=resource).first()
    if row is None:
        raise NotFound(_("We could not find what is to be booked."))
    zone = places.place().timezone
    today = act.at.astimezone(ZoneInfo(zone)).date()
    last = today + timedelta(weeks=row.weeks_ahead)
    made = _slots(row, zone, today, last)
    known = {
        (slot.starts_at, slot.ends_at): slot
        for slot in Slot.objects.filter(
            resource=row,
            starts_at__gte=_midnight(today, zone),
            starts_at__lt=_midnight(last + timedelta(days=1), zone),
        )
    }
    fresh = [slot for slot in made if (slot.starts_at, slot.ends_at) not in known]
    Slot.objects.bulk_create(fresh, batch_size=500, ignore_conflicts=True)
    kept = {(slot.starts_at, slot.ends_at) for slot in made}
    left_out = [slot.id for span, slot in known.items() if span not in kept and slot.closed_at is None]
    Slot.objects.filter(pk__in=left_out, taken=0).update(closed_at=act.at)
    return len(fresh)


@operation(allow=MANAGE)
def close_slot(act: Act, *, slot: UUID) -> None:
    """Take no more bookings for a slot (a crew is ill); what is booked stays until it is changed."""
    if Slot.objects.filter(pk=slot, closed_at=None).update(closed_at=act.at):
        publish(SlotClosed(slot=slot), act)


@operation(allow=MANAGE)
def reopen_slot(act: Act, *, slot: UUID) -> None:
    """Take bookings for a closed slot again."""
    Slot.objects.filter(pk=slot).exclude(closed_at=None).update(closed_at=None)


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


def _check(openings: list[Opening]) -> None:
    for opening in openings:
        try:
            rules.check_rule(opening.rule)
        except ValueError as wrong:
            raise Refused(
                _("We cannot read the rule “%(rule)s”: %(why)s") % {"rule": opening.rule, "why": wrong},
                fields={"openings": str(wrong)},
            ) from wrong


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
        for starts_at, ends_at in _recurrence(opening, zone, works).spans(first, last)
    ]


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

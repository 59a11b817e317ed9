"""Bookings as iCalendar (RFC 5545)."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from icalendar import Calendar, Event

from moothall.foundations.bookings import queries
from moothall.kernel import act as acts
from moothall.kernel import allow, places
from moothall.kernel.act import Door
from moothall.kernel.doors.web import act_of, page
from moothall.kernel.refusal import NotFound

CONTENT_TYPE = "text/calendar; charset=utf-8"


@page(allow=allow.resident | allow.staff("bookings.work"))
def booking(request: HttpRequest, id: UUID) -> HttpResponse:
    """One booking; a cancelled one says so, so that a calendar takes it out."""
    act = act_of(request)
    row = queries.booking(act, id=id)
    if row is None:
        raise NotFound(_("We could not find that booking."))
    slot = row.slot
    entry = _entry(row.id, slot.starts_at, slot.ends_at, stamp=act.at, title=slot.resource.name)
    entry.add("status", "CONFIRMED" if row.state in queries.LIVE else "CANCELLED")
    entry.add("sequence", row.sequence + (row.state not in queries.LIVE))
    entry.add("organizer", f"urn:moothall:organisation:{row.organisation_slug}")
    entry.add("url", request.build_absolute_uri(reverse("bookings:booking", args=[row.id])))
    if slot.resource.where:
        entry.add("location", slot.resource.where)
    return _calendar([entry], name=f"{row.id}.ics")


@page(allow=allow.anyone, reads=False)
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The slots of a resource in which somebody is booked, with how many and nobody's name: whoever knows the
    address may read it."""
    act = acts.system(door=Door.PAGE)
    found = queries.feed_slots(act, secret=secret)
    if found is None:
        raise NotFound(_("This calendar address no longer works. Make a new one on the calendar's page."))
    entries = []
    for slot in found.slots:
        count = ngettext("%(count)s booked", "%(count)s booked", slot.taken) % {"count": slot.taken}
        title = f"{found.resource.name}: {count}"
        entry = _entry(slot.id, slot.starts_at, slot.ends_at, stamp=act.at, title=title)
        if found.resource.where:
            entry.add("location", found.resource.where)
        entries.append(entry)
    return _calendar(entries, name=f"{found.resource.slug}.ics")


def _entry(uid: UUID, starts_at: datetime, ends_at: datetime, *, stamp: datetime, title: str) -> Event:
    entry = Event()
    entry.add("uid", f"{uid}@{places.place().slug}")
    entry.add("dtstamp", stamp)
    entry.add("dtstart", starts_at)
    entry.add("dtend", ends_at)
    entry.add("summary", title)
    return entry


def _calendar(entries: list[Event], *, name: str) -> HttpResponse:
    calendar = Calendar()
    calendar.add("prodid", "-//Moothall//Bookings//EN")
    calendar.add("version", "2.0")
    for entry in entries:
        calendar.add_component(entry)
    response = HttpResponse(calendar.to_ical(), content_type=CONTENT_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response

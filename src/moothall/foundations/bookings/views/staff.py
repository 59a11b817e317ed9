"""The calendar of a round, a session or a diary, for those who do it."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from moothall.design import cells
from moothall.design.pages import Column, Empty, Listing
from moothall.foundations.bookings import forms, operations, queries
from moothall.foundations.bookings.queries.records import ResourceShown, SlotShown
from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.doors.web import act_of, page
from moothall.kernel.queries import areas, people
from moothall.kernel.refusal import NotFound


def _where(act: Act, found: Sequence[ResourceShown]) -> list[tuple[ResourceShown, str]]:
    """Calendars with where they are: a place, or the wards of a round."""
    names = {area.code: area.name for area in areas.atlas(act).areas}
    return [(one, one.where or ", ".join(names.get(code, code) for code in one.areas)) for one in found]


RESOURCES = Listing(
    title=lazy("Calendars"),
    caption=lazy("What people can book with us"),
    query=queries.resources,
    rows=_where,
    columns=(
        Column(
            lazy("Name"),
            lambda row: cells.link(row[0].name, reverse("bookings:resource", args=[row[0].id])),
        ),
        Column(lazy("Where"), lambda row: row[1] or cells.NOTHING),
    ),
    empty=Empty(
        lazy("No calendars yet"), lazy("Rounds, sessions and diaries that people can book show here.")
    ),
)


@page(allow=allow.staff("bookings.work"))
def resources(request: HttpRequest) -> HttpResponse:
    """Everything the organisation lets people book."""
    return RESOURCES.drawn(request)


@page(allow=allow.staff("bookings.work"))
def resource(request: HttpRequest, id: UUID) -> HttpResponse:
    """One day of a resource: its slots and who is booked, with the coming days that have slots to go to."""
    act = act_of(request)
    row = queries.resource(act, id=id)
    if row is None:
        raise NotFound(_("We could not find that calendar."))
    today = timezone.localtime(act.at).date()
    coming = queries.coming_slots(act, resource=id, since=act.at - timedelta(days=7), limit=60).items
    chosen = _day(request.GET.get("day")) or _next_day(coming, today)
    content = {
        "resource": row,
        "day": chosen,
        "today": today,
        "days": sorted({_day_of(slot) for slot in coming} | {chosen}),
        "slots": _slots(act, id, chosen),
        "left_out": sorted(
            {_day_of(slot) for slot in coming if slot.is_left_out and slot.starts_at > act.at}
        ),
        "may_manage": act.may("bookings.manage"),
    }
    return render(request, "bookings/resource.html", content)


@page(allow=allow.staff("bookings.manage"))
def slot(request: HttpRequest, id: UUID) -> HttpResponse:
    """Posted, closes a slot or takes bookings for it again."""
    act = act_of(request)
    found = queries.slot(act, id=id)
    if found is None or found.organisation_id != act.organisation:
        raise NotFound(_("We could not find that time."))
    if request.method == "POST":
        if request.POST.get("do") == "reopen":
            operations.reopen_slot(act, slot=id)
        else:
            operations.close_slot(act, slot=id)
    day = timezone.localtime(found.starts_at).date().isoformat()
    return HttpResponseRedirect(f"{reverse('bookings:resource', args=[found.resource_id])}?day={day}")


@page(allow=allow.staff("bookings.work"))
def feed(request: HttpRequest, id: UUID) -> HttpResponse:
    """Posted, makes a calendar address and shows it once, or stops all of them."""
    act = act_of(request)
    if request.method == "POST" and request.POST.get("do") == "end":
        operations.end_feeds(act, resource=id)
        messages.success(request, _("Every calendar address of this calendar has stopped working"))
    elif request.method == "POST":
        secret = operations.make_feed(act, resource=id)
        address = request.build_absolute_uri(reverse("bookings:feed", args=[secret]))
        return render(request, "bookings/feed.html", {"address": address, "resource": id})
    return HttpResponseRedirect(reverse("bookings:resource", args=[id]))


def _slots(act: Act, resource: UUID, day: date) -> list[dict[str, Any]]:
    """What the page shows of each slot, with names looked up once for all."""
    found = queries.day_list(act, resource=resource, day=day)
    known = people.people(act, ids={booking.person_id for slot in found.items for booking in slot.bookings})
    return [
        {
            "slot": item.slot,
            "hours": forms.hours(item.slot),
            "bookings": [
                {
                    "name": known[booking.person_id].name if booking.person_id in known else _("Somebody"),
                    "reference": booking.reference,
                    "places": booking.places,
                    "id": booking.id,
                }
                for booking in item.bookings
            ],
        }
        for item in found.items
    ]


def _next_day(coming: Sequence[SlotShown], today: date) -> date:
    """The first day from today on that has slots."""
    return next((day for day in map(_day_of, coming) if day >= today), today)


def _day_of(slot: SlotShown) -> date:
    return timezone.localtime(slot.starts_at).date()


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None

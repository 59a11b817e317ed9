"""A resident's booking: seeing, changing and cancelling it. Staff change one on the same page."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from moothall.design.forms import Form
from moothall.foundations.bookings import forms, operations, queries
from moothall.foundations.bookings.queries.records import BookingShown, SlotShown
from moothall.kernel import allow, clock, gate, navigation
from moothall.kernel.act import Act, Role
from moothall.kernel.doors.rendering import render
from moothall.kernel.doors.web import act_of, key_of, page
from moothall.kernel.refusal import NotFound, Refused

SHOWN = 12


@dataclass(frozen=True, slots=True)
class BookingPage:
    """What ``bookings/booking.html`` shows."""

    booking: BookingShown
    slot: SlotShown
    hours: str
    may_change: bool
    is_offer: bool
    case_href: str
    key: str


@dataclass(frozen=True, slots=True)
class CancelPage:
    """What ``bookings/cancel.html`` shows."""

    booking: BookingShown
    slot: SlotShown
    hours: str
    follows: tuple[str, ...]
    key: str


@dataclass(frozen=True, slots=True)
class ChangePage:
    """What ``bookings/change.html`` shows."""

    booking: BookingShown
    hours: str
    form: Form
    key: str
    is_staff: bool


@page(allow=allow.resident | allow.staff("bookings.work"))
def booking(request: HttpRequest, id: UUID) -> HttpResponse:
    """When and where, and what can still be done about it; posted, it takes an offered place or lets it go.
    Staff have a page of their own."""
    act = act_of(request)
    if act.role is Role.STAFF:
        return HttpResponseRedirect(reverse("bookings:attendee", args=[id]))
    row = found(act, id)
    if request.method == "POST":
        return _answered(request, row)
    content = BookingPage(
        booking=row,
        slot=row.slot,
        hours=forms.hours(row.slot),
        may_change=_may_change(act, row),
        is_offer=_is_offer(row),
        case_href=case_href(act, row),
        key=clock.token(),
    )
    return render(request, "bookings/booking.html", content)


@page(allow=allow.resident)
def cancel(request: HttpRequest, id: UUID) -> HttpResponse:
    """Ask whether to cancel, and say what follows; posted, it is done."""
    act = act_of(request)
    row = found(act, id)
    follows = queries.what_follows(act, booking=id)
    if request.method == "POST":
        operations.cancel(act.with_key(key_of(request)), booking=id)
        messages.success(request, " ".join([_("Your booking is cancelled."), *follows]))
    if request.method == "POST" or not _may_change(act, row):
        return HttpResponseRedirect(reverse("bookings:booking", args=[id]))
    content = CancelPage(
        booking=row,
        slot=row.slot,
        hours=forms.hours(row.slot),
        follows=follows,
        key=clock.token(),
    )
    return render(request, "bookings/cancel.html", content)


@page(allow=allow.resident | allow.staff("bookings.work"))
def change(request: HttpRequest, id: UUID) -> HttpResponse:
    """Choose another time of the same kind."""
    act = act_of(request)
    with gate.reading(act):
        row = found(act, id)
        form = _form(act, row, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _moved(request, id, form):
        is_staff = act.role is Role.STAFF
        messages.success(request, _("The booking is moved") if is_staff else _("Your booking is moved"))
        return HttpResponseRedirect(reverse("bookings:booking", args=[id]))
    content = ChangePage(
        booking=row,
        hours=forms.hours(row.slot),
        form=form,
        key=clock.token(),
        is_staff=act.role is Role.STAFF,
    )
    return render(request, "bookings/change.html", content)


def _answered(request: HttpRequest, row: BookingShown) -> HttpResponse:
    """Take an offered place, or say that it is not wanted. A booking is cancelled on a page that asks."""
    act, id = act_of(request).with_key(key_of(request)), row.id
    if request.POST.get("do") == "take":
        id = operations.confirm(act, booking=id)
        messages.success(request, _("You have the place"))
    elif _is_offer(row):
        operations.cancel(act, booking=id)
        messages.success(request, _("You do not take the place. Somebody else will be glad of it."))
    return HttpResponseRedirect(reverse("bookings:booking", args=[id]))


def _may_change(act: Act, row: BookingShown) -> bool:
    """Whether the person may still move or cancel it here; after that they get in touch."""
    return row.state == "booked" and row.slot.closes_at > act.at


def _is_offer(row: BookingShown) -> bool:
    return row.state == "held" and row.held_for is None


def case_href(act: Act, row: BookingShown) -> str:
    """The way to the request that the booking belongs to, if there is one."""
    if row.matter_id is None or not row.has_case:
        return ""
    return navigation.matter(row.matter_id, for_staff=act.role is Role.STAFF)


def found(act: Act, id: UUID) -> BookingShown:
    """The booking, if the act may see it. Raises ``NotFound``."""
    row = queries.booking(act, id=id)
    if row is None:
        raise NotFound(_("We could not find that booking."))
    return row


def _form(act: Act, row: BookingShown, typed: Any) -> Form:
    resource = row.slot.resource
    offered = queries.open_slots(
        act, kind=resource.kind, organisation=row.organisation_id, places=row.places, limit=SHOWN,
        area=resource.areas[0] if resource.areas else None,
    )  # fmt: skip
    others = [slot for slot in offered.items if slot.id != row.slot.id]
    field = forms.TimeChoice(
        _("Choose another time"),
        forms.days(others) if len({slot.resource_id for slot in others}) < 2 else forms.sessions(others),
        none_left=_("There is no other time with room at the moment. Your booking stays as it is."),
    )
    return Form.of({"slot": field})(typed)


def _moved(request: HttpRequest, id: UUID, form: Form) -> bool:
    try:
        operations.move(
            act_of(request).with_key(key_of(request)), booking=id, slot=UUID(form.cleaned_data["slot"])
        )
    except NotFound:
        raise
    except Refused as refusal:
        form.add_refusal(refusal)
        return False
    return True

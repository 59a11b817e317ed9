"""Somebody's booking as staff see it: whose it is, how to reach them, what they need, and cancelling it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from moothall.design import words
from moothall.design.forms import Form
from moothall.foundations.bookings import forms, operations, queries
from moothall.foundations.bookings.events import REASONS
from moothall.foundations.bookings.queries.records import BookingShown
from moothall.foundations.bookings.views.residents import case_href, found
from moothall.kernel import allow, clock, gate
from moothall.kernel.act import Act
from moothall.kernel.describing import Section, answers_in
from moothall.kernel.doors.web import act_of, key_of, page
from moothall.kernel.places import local_date
from moothall.kernel.queries import people
from moothall.kernel.refusal import Refused


@page(allow=allow.staff("bookings.work"))
def attendee(request: HttpRequest, id: UUID) -> HttpResponse:
    """Whose booking it is, how to reach them, and what they told us."""
    act = act_of(request)
    with gate.reading(act):
        content = _shown(act, id)
    return render(request, "bookings/attendee.html", content)


@page(allow=allow.staff("bookings.work"))
def cancel(request: HttpRequest, id: UUID) -> HttpResponse:
    """Ask why, and say for each reason what follows; posted, it is done."""
    act = act_of(request)
    with gate.reading(act):
        row = found(act, id)
        form = _reasons(act, row, request.POST if request.method == "POST" else None)
        content = _shown(act, id) | {"form": form, "key": clock.token()}
    if row.state != "booked":
        return HttpResponseRedirect(reverse("bookings:attendee", args=[id]))
    if request.method == "POST" and form.is_valid() and _cancelled(request, id, form):
        messages.success(request, _("The booking is cancelled, and we tell them"))
        return HttpResponseRedirect(reverse("bookings:attendee", args=[id]))
    status = 422 if request.method == "POST" else 200
    return render(request, "bookings/attendee_cancel.html", content, status=status)


def _shown(act: Act, id: UUID) -> dict[str, object]:
    row = found(act, id)
    known = people.person(act, id=row.person_id)
    matter = row.matter_id if act.may("cases.read") else None
    return {
        "booking": row,
        "slot": row.slot,
        "hours": forms.hours(row.slot),
        "day": local_date(row.slot.starts_at).isoformat(),
        "name": known.name if known else _("Somebody"),
        "contact": _contact(known),
        "told": [_section(one) for one in answers_in(act, matter)] if matter else [],
        "case_href": case_href(act, row) if matter else "",
    }


def _contact(known: people.PersonShown | None) -> list[dict[str, str]]:
    told = (known.personal or {}) if known else {}
    rows = [
        (_("Telephone"), words.phone(str(told["telephone"])) if told.get("telephone") else ""),
        (_("Email"), str(told.get("email") or "")),
        (_("Address for letters"), ", ".join(str(told.get("postal") or "").split("\n"))),
    ]
    return [{"key": key, "value": value} for key, value in rows if value]


def _section(one: Section) -> dict[str, object]:
    return {"title": one.title, "lines": [{"key": row.label, "value": row.value} for row in one.rows]}


def _reasons(act: Act, row: BookingShown, typed: dict[str, str] | None) -> Form:
    """Why it is cancelled, with what follows from each reason."""
    return forms.cancelling(
        {reason: queries.what_follows(act, booking=row.id, reason=reason) for reason in REASONS}
    )(typed)


def _cancelled(request: HttpRequest, id: UUID, form: Form) -> bool:
    act = act_of(request).with_key(key_of(request))
    try:
        operations.cancel(act, booking=id, reason=form.cleaned_data["reason"])
    except Refused as refusal:
        form.add_refusal(refusal)
        return False
    return True

"""Checking answers, paying, sending, the receipt; saving for later; giving up."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moothall.design import fields, forms
from moothall.foundations.journeys import operations, queries
from moothall.foundations.journeys.operations import sending
from moothall.foundations.journeys.queries import paths
from moothall.foundations.journeys.queries.trips import Trip
from moothall.foundations.journeys.views import drawing, receipts
from moothall.foundations.journeys.views.answering import onward
from moothall.kernel import gate
from moothall.kernel.act import Act
from moothall.kernel.doors import limits
from moothall.kernel.queries import people
from moothall.kernel.refusal import Refused
from moothall.services import kinds

OF_A_JOURNEY = limits.Limit("links of a journey", 5)
TO_AN_ADDRESS = limits.Limit("links to an address", 5)
BY_A_VISITOR = limits.Limit("links for a visitor", 20)


class Resume(forms.Form):
    """Where to send the link that leads back."""

    email = fields.Email(gettext_lazy("Your email address"))


def check(request: HttpRequest, act: Act, trip: Trip, *, genuine: bool) -> HttpResponse:
    """Check answers; then pay, if there is something to pay, and send."""
    if not trip.route.is_complete:
        return HttpResponseRedirect(onward(trip))
    form = drawing.check_form(trip, request.POST if request.method == "POST" else None)
    if request.method == "POST" and genuine and form.is_valid():
        return _go(request, act, trip)
    with gate.reading(act):
        refusal = (
            ""
            if genuine
            else _("This page was open for a long time. Nothing is lost: press the button again.")
        )
        return drawing.check_page(request, trip, form=form, refusal=refusal)


def back(request: HttpRequest, act: Act, trip: Trip, *, genuine: bool) -> HttpResponse:
    """Where the outside page sends people: send the journey if they left to pay and all is paid, else offer
    to try again. Nothing else is ever sent by following a link."""
    if not trip.route.is_complete:
        return HttpResponseRedirect(onward(trip))
    if trip.remembered.left_pence is not None and sending.is_paid(act, trip):
        return _send(request, act, trip)
    return _refused(
        request, act, trip, _("You have not paid yet, and nothing has been taken. You can try again.")
    )


def done(request: HttpRequest, act: Act, trip: Trip, *, genuine: bool) -> HttpResponse:
    """The receipt."""
    if trip.sent_at is None:
        return HttpResponseRedirect(onward(trip))
    with gate.reading(act):
        return receipts.done_page(request, act, trip)


def save(request: HttpRequest, act: Act, trip: Trip, *, genuine: bool) -> HttpResponse:
    """Save and come back later: a link by email."""
    with gate.reading(act):
        shown = people.person(act, id=trip.person) if trip.person else None
    known = (shown.email if shown else None) or _answered_email(trip)
    form = Resume(request.POST if request.method == "POST" else None, initial={"email": known})
    if request.method == "POST" and genuine and form.is_valid() and _may_save(request, trip, form):
        operations.save_for_later(act, journey=trip.id, email=form.cleaned_data["email"])
        return HttpResponseRedirect(paths.page(trip.published.pack.name, trip.id, "save") + "?sent=yes")
    service = trip.published.pack.name
    page = drawing.common(trip) | {
        "form": form,
        "email": known if "sent" in request.GET else "",
        "stale": not genuine,
        "back": onward(trip),
        "end_href": paths.page(service, trip.id, "end"),
        "days": queries.DAYS,
    }
    with gate.reading(act):
        return render(request, "journeys/save.html", page, status=429 if form.errors.get("__all__") else 200)


def _may_save(request: HttpRequest, trip: Trip, form: Resume) -> bool:
    """Whether another link may be sent. Somebody might have them sent to others' addresses, many an hour."""
    email = form.cleaned_data["email"].casefold()
    counted = [(OF_A_JOURNEY, str(trip.id)), (TO_AN_ADDRESS, email), (BY_A_VISITOR, limits.visitor(request))]
    if all(by is None or limit.allows(by) for limit, by in counted):
        return True
    form.add_refusal(
        Refused(
            _(
                "We have sent several links within an hour, so we cannot send another one now. Use the last "
                "one you got: each works for %(days)s days. Or try again in an hour."
            )
            % {"days": queries.DAYS}
        )
    )
    return False


def _answered_email(trip: Trip) -> str:
    """The email address among the answers, if there is one."""
    told = (answer for answer in trip.route.answers.values() if isinstance(answer, Mapping))
    return next((str(answer["email"]) for answer in told if answer.get("email")), "")


def end(request: HttpRequest, act: Act, trip: Trip, *, genuine: bool) -> HttpResponse:
    """Give up and have everything deleted."""
    if request.method == "POST" and genuine:
        operations.end(act, journey=trip.id)
        messages.success(request, _("We deleted what you typed."))
        return HttpResponseRedirect(paths.start(trip.published.pack.name))
    with gate.reading(act):
        return render(request, "journeys/end.html", drawing.common(trip) | {"back": onward(trip)})


def _go(request: HttpRequest, act: Act, trip: Trip) -> HttpResponse:
    """Leave to pay if need be, else send."""
    if trip.published.pack.declaration and not trip.remembered.declared:
        operations.declare(act, journey=trip.id)
        trip = queries.trip(act, journey=trip.id) or trip
    try:
        with gate.reading(act):
            sending.check_ready(act, trip)
        elsewhere = _outside(request, act, trip)
    except sending.Gone as gone:
        return _reopened(act, trip, gone)
    except Refused as refusal:
        return _refused(request, act, trip, refusal.words)
    return _leave(request, act, trip, elsewhere) if elsewhere else _send(request, act, trip)


def _leave(request: HttpRequest, act: Act, trip: Trip, elsewhere: str) -> HttpResponse:
    """To the outside page. On another host by way of a page of ours: the Content-Security-Policy lets no form
    lead away from this site, not even by redirection."""
    if urlsplit(elsewhere).netloc in {"", request.get_host()}:
        return HttpResponseRedirect(elsewhere)
    with gate.reading(act):
        shown = drawing.common(trip) | {"elsewhere": elsewhere, "back": onward(trip)}
        return render(request, "journeys/leave.html", shown)


def _outside(request: HttpRequest, act: Act, trip: Trip) -> str | None:
    """The outside page to visit first, if there is one. No transaction is open while it is asked for."""
    come_back = request.build_absolute_uri(paths.page(trip.published.pack.name, trip.id, "back"))
    for spec in trip.leaving_steps():
        kind, asking = kinds.kind_of(spec), trip.asking(spec.id, spec, charges=trip.charges)
        if not kind.has_come_back(act, asking):
            operations.note_leaving(act, journey=trip.id)
            elsewhere = kind.leave(act, asking, charges=trip.charges, back=come_back)
            if elsewhere:
                return elsewhere
    return None


def _send(request: HttpRequest, act: Act, trip: Trip) -> HttpResponse:
    try:
        operations.send(act, journey=trip.id)
    except sending.Gone as gone:
        return _reopened(act, trip, gone)
    except Refused as refusal:
        return _refused(request, act, trip, refusal.words)
    return HttpResponseRedirect(paths.page(trip.published.pack.name, trip.id, "done"))


def _reopened(act: Act, trip: Trip, gone: sending.Gone) -> HttpResponse:
    """To the page where what has gone can be chosen anew; nothing typed is lost, nothing is charged."""
    operations.note_gone(act, journey=trip.id, stop=gone.stop, words=gone.words)
    return HttpResponseRedirect(paths.page(trip.published.pack.name, trip.id, gone.stop))


def _refused(request: HttpRequest, act: Act, trip: Trip, words: str) -> HttpResponse:
    """Check answers again, with why it was not sent."""
    with gate.reading(act):
        return drawing.check_page(request, trip, form=drawing.check_form(trip), refusal=words, status=422)

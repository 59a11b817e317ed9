"""Checking answers, paying, sending, the receipt."""

from dataclasses import replace
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from moothall.foundations.journeys import operations, queries
from moothall.foundations.journeys.blocks import wants_declaration
from moothall.foundations.journeys.operations import sending
from moothall.foundations.journeys.queries import paths
from moothall.foundations.journeys.queries.states import JourneyState
from moothall.foundations.journeys.views import presenters, receipts
from moothall.foundations.journeys.views.answering import onward
from moothall.kernel import gate
from moothall.kernel.act import Act
from moothall.kernel.refusal import Refused


def check(request: HttpRequest, act: Act, state: JourneyState, *, genuine: bool) -> HttpResponse:
    """Check answers; then pay, if there is something to pay, and send."""
    if not state.route.is_complete:
        return HttpResponseRedirect(onward(state))
    form = presenters.check_form(state, request.POST if request.method == "POST" else None)
    if request.method == "POST" and genuine and form.is_valid():
        return _go(request, act, state)
    with gate.reading(act):
        refusal = (
            ""
            if genuine
            else _("This page was open for a long time. Nothing is lost: press the button again.")
        )
        return presenters.check_page(request, state, form=form, refusal=refusal)


def back(request: HttpRequest, act: Act, state: JourneyState, *, genuine: bool) -> HttpResponse:
    """Where the outside page sends people: once all is paid, a page that sends the journey; else check
    answers, to try again. Following a link sends nothing."""
    if not state.route.is_complete:
        return HttpResponseRedirect(onward(state))
    if state.progress.left_pence is not None and sending.is_paid(act, state):
        return _sending_page(request, act, state)
    return _refused(
        request, act, state, _("You have not paid yet, and nothing has been taken. You can try again.")
    )


def send(request: HttpRequest, act: Act, state: JourneyState, *, genuine: bool) -> HttpResponse:
    """Send what was paid for. Sending it twice, or coming back to this page, does nothing more."""
    if request.method != "POST" or state.progress.left_pence is None:
        return HttpResponseRedirect(onward(state))
    if not genuine:
        return _sending_page(request, act, state)
    return _send(request, act, state)


def done(request: HttpRequest, act: Act, state: JourneyState, *, genuine: bool) -> HttpResponse:
    """The receipt."""
    if state.sent_at is None:
        return HttpResponseRedirect(onward(state))
    with gate.reading(act):
        return receipts.done_page(request, act, state)


def _sending_page(request: HttpRequest, act: Act, state: JourneyState) -> HttpResponse:
    """A button that sends the journey; with scripts, it presses itself."""
    shown = presenters.common(state) | {
        "total_pence": state.total_pence,
        "send_href": paths.page(state.service, state.id, "send"),
    }
    with gate.reading(act):
        return render(request, "journeys/send.html", shown)


def _go(request: HttpRequest, act: Act, state: JourneyState) -> HttpResponse:
    """Leave to pay if need be, else send."""
    if wants_declaration(state.published.pack) and not state.progress.declared:
        operations.declare(act, journey=state.id)
        state = queries.state(act, journey=state.id) or state
    try:
        with gate.reading(act):
            sending.check_ready(act, state)
        elsewhere = _outside(request, act, state)
    except sending.Gone as gone:
        return _reopened(act, state, gone)
    except Refused as refusal:
        return _refused(request, act, state, refusal.words)
    return _leave(request, act, state, elsewhere) if elsewhere else _send(request, act, state)


def _leave(request: HttpRequest, act: Act, state: JourneyState, elsewhere: str) -> HttpResponse:
    """To the outside page. On another host by way of a page of ours: the Content-Security-Policy lets no form
    lead away from this site, not even by redirection."""
    if urlsplit(elsewhere).netloc in {"", request.get_host()}:
        return HttpResponseRedirect(elsewhere)
    with gate.reading(act):
        shown = presenters.common(state) | {"elsewhere": elsewhere, "back": onward(state)}
        return render(request, "journeys/leave.html", shown)


def _outside(request: HttpRequest, act: Act, state: JourneyState) -> str | None:
    """The outside page to visit first, if there is one. No transaction is open while it is asked for."""
    come_back = request.build_absolute_uri(paths.page(state.service, state.id, "back"))
    for page, step_type in state.leaving_steps():
        context = replace(state.context_of(page), charges=state.charges)
        if not step_type.has_returned(act, context):
            operations.note_leaving(act, journey=state.id)
            elsewhere = step_type.leave(act, context, charges=state.charges, back=come_back)
            if elsewhere:
                return elsewhere
    return None


def _send(request: HttpRequest, act: Act, state: JourneyState) -> HttpResponse:
    try:
        operations.send(act, journey=state.id)
    except sending.Gone as gone:
        return _reopened(act, state, gone)
    except Refused as refusal:
        return _refused(request, act, state, refusal.words)
    return HttpResponseRedirect(paths.page(state.service, state.id, "done"))


def _reopened(act: Act, state: JourneyState, gone: sending.Gone) -> HttpResponse:
    """To the page where what has gone can be chosen anew; nothing typed is lost, nothing is charged."""
    operations.note_gone(act, journey=state.id, page=gone.page, words=gone.words)
    return HttpResponseRedirect(paths.page(state.service, state.id, gone.page))


def _refused(request: HttpRequest, act: Act, state: JourneyState, words: str) -> HttpResponse:
    """Check answers again, with why it was not sent."""
    with gate.reading(act):
        form = presenters.check_form(state)
        return presenters.check_page(request, state, form=form, refusal=words, status=422)

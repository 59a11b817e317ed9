"""Journeys that were begun in this browser by whoever somebody was before; and the page for somebody whose
journey is not theirs to see: mostly, they were away for too long."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from moothall.foundations.journeys import queries
from moothall.foundations.journeys.queries import Begun, paths
from moothall.foundations.journeys.views.applicants import state_of
from moothall.kernel import act as acts
from moothall.kernel import gate
from moothall.kernel.act import Act
from moothall.kernel.doors import devices, web
from moothall.kernel.doors.rendering import render

NOT_TYPED = {"csrfmiddlewaretoken", "key"}


@dataclass(frozen=True, slots=True)
class LostPage:
    """What ``journeys/lost.html`` shows."""

    typed: Sequence[str]
    start_href: str
    sign_in_href: str


def begun_here(request: HttpRequest, act: Act) -> list[Begun]:
    """What the applicant has begun and not sent; for themselves, also what was begun in this browser before
    they signed in or followed a link."""
    before = [UUID(guest) for guest in web.guests_of(request)] if act.subject == act.person else []
    others = [guest for guest in before if guest != act.person and not devices.waits(request, guest)]
    found: list[Begun] = []
    known = [act] if act.subject is not None else []
    for one in (*known, *(acts.resident(guest) for guest in others)):
        with gate.reading(one):
            found += queries.begun(one)
    return sorted(found, key=lambda one: one.updated_at, reverse=True)


def recovered(request: HttpRequest, journey: UUID) -> HttpResponse | None:
    """On with a journey that was begun in this browser by whoever has signed in since, or followed another
    link."""
    for guest in reversed(web.guests_of(request)):
        act = acts.resident(UUID(guest))
        with gate.reading(act):
            state = state_of(act, journey)
        if state is not None and request.method in {"GET", "HEAD"}:
            if devices.waits(request, UUID(guest)):
                return web.ask_code(request, UUID(guest), leads_to=request.path)
            web.become_guest(request, UUID(guest))
            return HttpResponseRedirect(request.path)
    return None


def lost_page(request: HttpRequest, service: str) -> HttpResponse:
    """Say how to get back in, and give back what was just typed so that it can be copied."""
    typed = [
        value for name, values in request.POST.lists() if name not in NOT_TYPED for value in values if value
    ]
    shown = LostPage(
        typed=typed,
        start_href=paths.start(service),
        sign_in_href=f"{reverse('account_login')}?next={request.path}",
    )
    return render(request, "journeys/lost.html", shown, status=404)

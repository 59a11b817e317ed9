"""Pages of a service: one thing at a time, back and forth, with or without scripts."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt

from moothall.foundations.journeys import queries
from moothall.foundations.journeys.queries import paths
from moothall.foundations.journeys.views import answering, finishing, presenters, sending, starting
from moothall.foundations.journeys.views.applicants import applicant_of, choice_of, state_of
from moothall.foundations.journeys.views.csrf import is_genuine
from moothall.foundations.journeys.views.lost import begun_here, lost_page, recovered
from moothall.foundations.journeys.views.trouble import trouble
from moothall.kernel import allow, gate
from moothall.kernel.doors import sizes, web

OWN_PAGES = {
    "check": sending.check,
    "save": finishing.save,
    "back": sending.back,
    "send": sending.send,
    "done": sending.done,
    "end": finishing.end,
    "fill-in": starting.fill_in,
    "trouble": trouble,
}
"""Pages that every journey has, by the last part of their address; all others are questions."""


@web.page(allow=allow.anyone, reads=False)
def begun(request: HttpRequest) -> HttpResponse:
    """What this person began and has not sent."""
    found = begun_here(request, applicant_of(request))
    return presenters.begun_page(request, found)


@web.page(allow=allow.anyone, reads=False)
def start(request: HttpRequest, service: str) -> HttpResponse:
    """Where a service begins."""
    act = applicant_of(request)
    with gate.reading(act):
        published = choice_of(request, act, service)
        if published is None:
            return presenters.choice_page(request, queries.offers(act, service=service))
        return presenters.start_page(request, act, published, by=request.GET.get("by", ""))


@csrf_exempt
@web.page(allow=allow.anyone, reads=False, most_octets=sizes.files(sizes.MOST_FILES))
def first(request: HttpRequest, service: str) -> HttpResponse:
    """The first page, before anything is known: nothing is written until it is answered."""
    act = applicant_of(request)
    with gate.reading(act):
        published = choice_of(request, act, service)
    if published is None:
        return HttpResponseRedirect(paths.start(service))
    return starting.first(request, act, published)


@web.page(allow=allow.anyone, reads=False)
def journey(request: HttpRequest, service: str, journey: UUID) -> HttpResponse:
    """Where a journey goes on: its task list, or the first question that is open."""
    act = applicant_of(request)
    with gate.reading(act):
        state = state_of(act, journey)
        if state is not None:
            if state.published.pack.sections and state.sent_at is None:
                return presenters.tasks_page(request, state)
            return HttpResponseRedirect(answering.onward(state))
    return recovered(request, journey) or lost_page(request, service)


@csrf_exempt
@web.page(allow=allow.anyone, reads=False, most_octets=sizes.files(sizes.MOST_FILES))
def page(request: HttpRequest, service: str, journey: UUID, name: str) -> HttpResponse:
    """One page of a journey. A form whose protection ran out is shown again with what was typed."""
    act = applicant_of(request)
    genuine = request.method != "POST" or is_genuine(request)
    shown = OWN_PAGES.get(name)
    if shown is None:
        answered = answering.question(request, act, journey, name, genuine=genuine)
        return answered or recovered(request, journey) or lost_page(request, service)
    with gate.reading(act):
        state = state_of(act, journey)
    if state is None:
        return recovered(request, journey) or lost_page(request, service)
    if state.sent_at is not None and name != "done":
        return HttpResponseRedirect(paths.page(service, journey, "done"))
    return shown(request, act, state, genuine=genuine)

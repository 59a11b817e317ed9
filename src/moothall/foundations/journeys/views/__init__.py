"""Pages of a service: one thing at a time, back and forth, with or without scripts."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt

from moothall.foundations.journeys import queries
from moothall.foundations.journeys.queries import paths
from moothall.foundations.journeys.views import answering, drawing, finishing
from moothall.foundations.journeys.views.csrf import is_genuine
from moothall.foundations.journeys.views.lost import begun_here, lost_page, recovered
from moothall.foundations.journeys.views.travelling import choice_of, traveller, trip_of
from moothall.foundations.journeys.views.trouble import trouble
from moothall.kernel import allow, gate
from moothall.kernel.doors import sizes, web

OWN_PAGES = {
    "check": finishing.check,
    "save": finishing.save,
    "back": finishing.back,
    "done": finishing.done,
    "end": finishing.end,
    "fill-in": answering.fill_in,
    "trouble": trouble,
}
"""Pages that every journey has, by the last part of their address; all others are stops."""


@web.page(allow=allow.anyone, reads=False)
def begun(request: HttpRequest) -> HttpResponse:
    """What this person began and has not sent."""
    found = begun_here(request, traveller(request))
    return drawing.begun_page(request, found)


@web.page(allow=allow.anyone, reads=False)
def start(request: HttpRequest, service: str) -> HttpResponse:
    """Where a service begins."""
    act = traveller(request)
    with gate.reading(act):
        published = choice_of(request, act, service)
        if published is None:
            return drawing.choice_page(request, queries.offers(act, service=service))
        return drawing.start_page(request, act, published, by=request.GET.get("by", ""))


@csrf_exempt
@web.page(allow=allow.anyone, reads=False, most_octets=sizes.files(sizes.MOST_FILES))
def first(request: HttpRequest, service: str) -> HttpResponse:
    """The first page, before anything is known: nothing is written until it is answered."""
    act = traveller(request)
    with gate.reading(act):
        published = choice_of(request, act, service)
    if published is None:
        return HttpResponseRedirect(paths.start(service))
    return answering.first(request, act, published)


@web.page(allow=allow.anyone, reads=False)
def journey(request: HttpRequest, service: str, journey: UUID) -> HttpResponse:
    """Where a journey goes on: its task list, or the first question that is open."""
    act = traveller(request)
    with gate.reading(act):
        trip = trip_of(act, journey)
    if trip is None:
        return recovered(request, journey) or lost_page(request, service)
    with gate.reading(act):
        if trip.published.pack.sections and trip.sent_at is None:
            return drawing.tasks_page(request, trip)
        return HttpResponseRedirect(answering.onward(trip))


@csrf_exempt
@web.page(allow=allow.anyone, reads=False, most_octets=sizes.files(sizes.MOST_FILES))
def page(request: HttpRequest, service: str, journey: UUID, name: str) -> HttpResponse:
    """One page of a journey. A form whose protection ran out is shown again with what was typed."""
    act = traveller(request)
    genuine = request.method != "POST" or is_genuine(request)
    with gate.reading(act):
        trip = trip_of(act, journey)
    if trip is None:
        return recovered(request, journey) or lost_page(request, service)
    if trip.sent_at is not None and name != "done":
        return HttpResponseRedirect(paths.page(service, journey, "done"))
    shown = OWN_PAGES.get(name)
    if shown is None:
        return answering.stop(request, act, trip, name, genuine=genuine)
    return shown(request, act, trip, genuine=genuine)

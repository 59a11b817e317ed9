"""The page for somebody whose journey cannot go on, because a rule of the service fails."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from moothall.foundations.journeys.queries import paths
from moothall.foundations.journeys.queries.trips import Trip
from moothall.foundations.journeys.views import drawing
from moothall.kernel import gate
from moothall.kernel.act import Act
from moothall.services import kinds


def trouble(request: HttpRequest, act: Act, trip: Trip, *, genuine: bool) -> HttpResponse:
    """What happened and how else to get it done; back on the way once the rule works again."""
    if trip.route.failure is None:
        return HttpResponseRedirect(paths.journey(trip.published.pack.name, trip.id))
    return trouble_page(request, act, trip)


def trouble_page(request: HttpRequest, act: Act, trip: Trip) -> HttpResponse:
    """Say it plainly, and tell those who look after the service."""
    failure = trip.route.failure
    assert failure is not None
    asking = trip.asking(failure.step.id, failure.step)
    kinds.kind_of(failure.step).note_failure(act, asking, failure.words)
    service, stops = trip.published.pack.name, trip.route.stops
    last = paths.page(service, trip.id, stops[-1].key) if stops and trip.person else paths.start(service)
    with gate.reading(act):
        return render(request, "journeys/trouble.html", drawing.common(trip) | {"back": last}, status=503)

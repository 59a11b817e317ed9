"""The page for somebody whose journey cannot go on, because a rule of the service fails."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from moothall.foundations.journeys.queries import paths
from moothall.foundations.journeys.queries.states import JourneyState
from moothall.foundations.journeys.views import presenters
from moothall.kernel import gate
from moothall.kernel.act import Act
from moothall.services.route import StepPage
from moothall.services.steps import Derives


def trouble(request: HttpRequest, act: Act, state: JourneyState, *, genuine: bool) -> HttpResponse:
    """What happened and how else to get it done; back on the way once the rule works again."""
    if state.route.failure is None:
        return HttpResponseRedirect(paths.journey(state.service, state.id))
    return trouble_page(request, act, state)


def trouble_page(request: HttpRequest, act: Act, state: JourneyState) -> HttpResponse:
    """Say it plainly, and tell those who look after the service."""
    failure, pages, service = state.route.failure, state.route.pages, state.service
    if failure is not None and isinstance(failure.step.step_type, Derives):
        context = state.context_of(StepPage(failure.step.id, failure.step))
        failure.step.step_type.record_failure(act, context, failure.words)
    last = paths.page(service, state.id, pages[-1].key) if pages and state.person else paths.start(service)
    with gate.reading(act):
        return render(request, "journeys/trouble.html", presenters.common(state) | {"back": last}, status=503)

"""The first question of a service, and what people told before."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from moothall.foundations.journeys import operations, queries
from moothall.foundations.journeys.queries import paths
from moothall.foundations.journeys.queries.states import JourneyState
from moothall.foundations.journeys.views import presenters
from moothall.foundations.journeys.views.answering import Refusal, after_refusal, further, take
from moothall.foundations.journeys.views.applicants import applicant_of, new_state
from moothall.foundations.journeys.views.csrf import is_genuine
from moothall.foundations.journeys.views.trouble import trouble_page
from moothall.kernel import clock, gate
from moothall.kernel.act import Act
from moothall.kernel.doors import devices, web
from moothall.kernel.operations import people
from moothall.kernel.refusal import NotFound
from moothall.services.pack_cache import PublishedPack
from moothall.services.route import Page, StepPage
from moothall.services.steps import Answer, HasAnswer, StepForm


def first(request: HttpRequest, act: Act, published: PublishedPack) -> HttpResponse:
    """The first question of a service, or before it what the person told before."""
    state = new_state(act, published)
    genuine = request.method != "POST" or is_genuine(request)
    with gate.reading(act):
        known = queries.known_answers(act, published=published)
    if known and "fill" in request.POST and genuine:
        return _begin_with(request, act, published)
    if known and request.method != "POST":
        return _offer(request, state, known)
    if not state.route.pages:
        return trouble_page(request, act, state)
    return _first_question(request, act, state, state.route.pages[0], genuine=genuine)


def fill_in(request: HttpRequest, act: Act, state: JourneyState, *, genuine: bool) -> HttpResponse:
    """What would be filled in from before, for a journey that has begun."""
    if request.method == "POST" and genuine:
        return HttpResponseRedirect(_decide(request, act, state))
    with gate.reading(act):
        return _offer(request, state, queries.known_answers(act, published=state.published))


def _first_question(
    request: HttpRequest, act: Act, state: JourneyState, page: Page, *, genuine: bool
) -> HttpResponse:
    if request.method != "POST":
        with gate.reading(act):
            form = presenters.form_of(act, state, page)
            return presenters.question_page(request, act, state, page, form=form, key=clock.token())
    try:
        return take(request, act, state, page, lambda *kept: _begin_and_keep(request, *kept), genuine=genuine)
    except Refusal as refused:
        act = applicant_of(request)
        with gate.reading(act):
            return after_refusal(request, act, state, refused) or HttpResponseRedirect(
                paths.start(state.service)
            )


def _begin_and_keep(request: HttpRequest, state: JourneyState, page: Page, form: StepForm) -> str:
    act, begun = _begin(request, applicant_of(request), state.published)
    with gate.reading(act):
        operations.answer(act, journey=begun.id, page=page.key, cleaned=form.cleaned_data)
        return further(act, begun, after=page)


def _begin(request: HttpRequest, act: Act, published: PublishedPack) -> tuple[Act, JourneyState]:
    """Begin a journey, as a guest if nobody is signed in; the form's key makes a double click begin one."""
    key = web.key_of(request)
    if act.subject is None:
        person = people.register_person(act.with_key(key), personal={}, language=act.language)
        web.become_guest(request, person)
        devices.remember(request, person)
        act = applicant_of(request)
    journey = operations.begin(act.with_key(key), pack=published.id)
    state = queries.state(act, journey=journey)
    if state is None:
        raise NotFound("We could not find that journey.")
    return act, state


def _begin_with(request: HttpRequest, act: Act, published: PublishedPack) -> HttpResponse:
    act, state = _begin(request, act, published)
    return HttpResponseRedirect(_decide(request, act, state))


def _decide(request: HttpRequest, act: Act, state: JourneyState) -> str:
    """Fill in what is known, or remember that nothing shall be. Returns where to go next."""
    with gate.reading(act):
        if request.POST.get("fill") == "yes":
            operations.fill_in(act, journey=state.id)
        else:
            operations.fill_in_nothing(act, journey=state.id)
        return further(act, state)


def _offer(request: HttpRequest, state: JourneyState, known: dict[str, Answer]) -> HttpResponse:
    """What the person told before, with their choice whether to use it here."""
    rows = []
    for name, answer in known.items():
        spec = state.published.pack.by_key[name]
        context = replace(state.context_of(StepPage(name, spec)), answer=answer)
        if isinstance(spec.step_type, HasAnswer):
            shown = spec.step_type.summary(context, answer)
            rows += [{"key": row.label, "value": row.value} for row in shown]
    shown_page = presenters.common(state) | {
        "rows": rows,
        "key": clock.token(),
        "back": paths.start(state.service),
    }
    return render(request, "journeys/fill_in.html", shown_page)

"""Showing a question and taking its answer."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from typing import cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict

from moothall.foundations.journeys import operations, queries
from moothall.foundations.journeys.queries import paths
from moothall.foundations.journeys.queries.states import JourneyState
from moothall.foundations.journeys.views import presenters
from moothall.foundations.journeys.views.applicants import state_of
from moothall.kernel import busy, clock, gate
from moothall.kernel.act import Act
from moothall.kernel.doors import web
from moothall.kernel.refusal import Conflict, NotFound, Refused
from moothall.services.route import GroupPage, Page, StepPage
from moothall.services.steps import Asks, StepForm

Keep = Callable[[JourneyState, Page, StepForm], str]
"""Keeps the answer of a valid form, and says where to go next."""


class Refusal(Exception):
    """An operation that refused, with the form whose answer it did not take."""

    def __init__(self, refusal: Refused, form: StepForm, page: Page) -> None:
        super().__init__(refusal.words)
        self.refusal, self.form, self.page = refusal, form, page


def question(
    request: HttpRequest, act: Act, journey: UUID, key: str, *, genuine: bool
) -> HttpResponse | None:
    """The page of a question, and what is answered on it; ``None`` if the journey is not the act's."""
    if request.method != "POST":
        with gate.reading(act):
            return _shown(request, act, state_of(act, journey), key)
    try:
        return busy.patiently(lambda: _answered(request, act, journey, key, genuine=genuine))
    except Refusal as refused:
        with gate.reading(act):
            return after_refusal(request, act, state_of(act, journey), refused)


def _shown(request: HttpRequest, act: Act, state: JourneyState | None, key: str) -> HttpResponse | None:
    if state is None:
        return None
    page = state.route.page(key) if state.sent_at is None else None
    if page is None:
        return HttpResponseRedirect(onward(state))
    form = presenters.form_of(act, state, page)
    return presenters.question_page(request, act, state, page, form=form, key=clock.token())


def _answered(
    request: HttpRequest, act: Act, journey: UUID, key: str, *, genuine: bool
) -> HttpResponse | None:
    """In one transaction, in which the journey is read once: take the answer, and say where to go on."""
    with in_transaction(request, act):
        state = queries.state_for_change(act, journey=journey) if act.subject is not None else None
        if state is None:
            return None
        page = state.route.page(key) if state.sent_at is None else None
        if page is None:
            return HttpResponseRedirect(onward(state))
        if "remove" in request.POST and genuine and isinstance(page, GroupPage):
            return _without_item(request, act, state, page)
        return take(request, act, state, page, lambda *kept: _keep(act, *kept), genuine=genuine)


def in_transaction(request: HttpRequest, act: Act) -> AbstractContextManager[None]:
    """One transaction for the whole answer; none for files, which take long to look through."""
    return nullcontext() if request.FILES else gate.reading(act)


def take(
    request: HttpRequest, act: Act, state: JourneyState, page: Page, keep: Keep, *, genuine: bool
) -> HttpResponse:
    """Have ``keep`` keep what was typed if it can be used, else show it again with what is wrong. Raises
    :class:`Refusal`."""
    form = presenters.form_of(act, state, page, request.POST, request.FILES)
    if genuine and form is not None and form.is_valid():
        try:
            return HttpResponseRedirect(keep(state, page, form))
        except NotFound:
            raise
        except Refused as refusal:
            raise Refusal(refusal, form, page) from refusal
    is_wrong = genuine and form is not None and bool(form.errors)
    if is_wrong and state.person is not None:
        state, form = _salvaged(act, state, page, form)
    return presenters.question_page(
        request, act, state, page, form=form, key=web.key_of(request) or clock.token(), stale=not genuine,
        status=422 if is_wrong else 200,
    )  # fmt: skip


def _salvaged(
    act: Act, state: JourneyState, page: Page, form: StepForm | None
) -> tuple[JourneyState, StepForm | None]:
    """Keep what is sound of a form that has faults; the journey then, and the form with the faults."""
    asks = page.step.step_type if isinstance(page, StepPage) else None
    sound = asks.salvages(form) if isinstance(asks, Asks) else None
    if form is None or sound is None:
        return state, form
    operations.answer(act, journey=state.id, page=page.key, cleaned=dict(sound))
    now = queries.state(act, journey=state.id) or state
    again = presenters.form_of(act, now, page, QueryDict(), {})
    if again is None or not again.is_valid():
        return now, again
    for name, faults in form.errors.items():
        for fault in cast(Iterable[str], faults):
            again.add_refusal(Refused(fault, fields={name: fault}))
    return now, again


def after_refusal(
    request: HttpRequest, act: Act, state: JourneyState | None, refused: Refusal
) -> HttpResponse | None:
    """The page again with why its answer was not taken; nothing typed is lost."""
    if state is None:
        return None
    refused.form.add_refusal(refused.refusal)
    is_used = isinstance(refused.refusal, Conflict) and refused.refusal.code == "key-used"
    key = clock.token() if is_used else web.key_of(request) or clock.token()
    return presenters.question_page(request, act, state, refused.page, form=refused.form, key=key, status=422)


def _keep(act: Act, state: JourneyState, page: Page, form: StepForm) -> str:
    operations.answer(act, journey=state.id, page=page.key, cleaned=form.cleaned_data)
    return further(act, state, after=page)


def further(act: Act, state: JourneyState, *, after: Page | None = None) -> str:
    """Where the person goes next, now that something was kept."""
    return onward(queries.state(act, journey=state.id) or state, after=after)


def onward(state: JourneyState, *, after: Page | None = None) -> str:
    """Where the person goes next: the first open question; the task list between its parts; check answers."""
    if state.sent_at is not None:
        return paths.page(state.service, state.id, "done")
    if state.route.failure is not None and not state.route.open:
        return paths.page(state.service, state.id, "trouble")
    following = state.route.open[0] if state.route.open else None
    if state.published.pack.sections and after is not None and _leaves_section(after, following):
        return paths.journey(state.service, state.id)
    return paths.page(state.service, state.id, following.key if following else "check")


def _leaves_section(after: Page, following: Page | None) -> bool:
    return following is None or following.section != after.section


def _without_item(request: HttpRequest, act: Act, state: JourneyState, page: GroupPage) -> HttpResponse:
    item = web.whole(request.POST.get("remove", ""))
    if item is not None:
        operations.remove_item(act, journey=state.id, group=page.group.id, item=item)
    return HttpResponseRedirect(paths.page(state.service, state.id, page.key))

"""Carrying out a journey: every step's effect in one transaction, or none of them."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

from moothall.foundations.journeys.blocks import prefill_of, wants_declaration
from moothall.foundations.journeys.operations import releasing
from moothall.foundations.journeys.queries import paths
from moothall.foundations.journeys.queries.states import JourneyState
from moothall.kernel.act import Act
from moothall.kernel.operations import matters, people
from moothall.kernel.refusal import Refused
from moothall.services.route import StepPage
from moothall.services.steps import Answer, Asks, Effects, LeavesSite, Settings


class Gone(Refused):
    """What a step held has gone before the journey was sent; another can be had on ``page``."""

    code = "hold-gone"
    status = 409

    def __init__(self, refusal: Refused, *, page: str, remedy: str) -> None:
        super().__init__(refusal.words, fields=refusal.fields, remedy=remedy)
        self.page = page


class RuleFailed(Refused):
    """A rule of the service fails, so that nobody can say yet what the answers lead to."""

    code = "rule-failed"
    status = 503

    def __init__(self, remedy: str) -> None:
        words = "We cannot work out what follows from your answers. They are kept, and nothing has been sent."
        super().__init__(words, remedy=remedy)


def check_ready(act: Act, state: JourneyState) -> None:
    """Refuse while anything stands in the way of sending. Raises :class:`Gone` for a hold that has gone."""
    if state.route.failure is not None:
        raise RuleFailed(paths.page(state.service, state.id, "trouble"))
    if not state.route.is_complete:
        raise Refused("There are still questions to answer.", remedy=paths.journey(state.service, state.id))
    if wants_declaration(state.published.pack) and not state.progress.declared:
        remedy = paths.page(state.service, state.id, "check")
        raise Refused("Tick the box to say that you agree.", remedy=remedy)
    for page, step_type in state.answers_to_hold():
        context = state.context_of(page)
        try:
            step_type.check_ready(act, replace(context, charges=state.charges), context.answer)
        except Refused as refusal:
            raise _gone(state, page, refusal) from refusal


def carry_out(act: Act, state: JourneyState) -> UUID:
    """Open the matter and do what every step does, the silent ones (the case first) before the rest.

    Returns the matter. Raises what :func:`check_ready` raises, and ``Refused`` if it is not paid.
    """
    check_ready(act, state)
    _check_paid(act, state)
    matter = matters.open_matter(
        act,
        kind=state.service,
        organisation=state.published.organisation,
        person=state.person,
        pack=state.published.id,
    )
    _carry_out_steps(act.about(matter), state, matter)
    releasing.release_uncounted(act, state)
    return matter


def is_paid(act: Act, state: JourneyState) -> bool:
    """Whether what people leave for is done: always, when there is nothing to pay."""
    return all(
        step_type.has_returned(act, replace(state.context_of(page), charges=state.charges))
        for page, step_type in state.leaving_steps()
    )


def _check_paid(act: Act, state: JourneyState) -> None:
    if not is_paid(act, state):
        remedy = paths.page(state.service, state.id, "check")
        raise Refused("You have not paid yet. Nothing has been taken.", remedy=remedy, code="not-paid")


def _carry_out_steps(act: Act, state: JourneyState, matter: UUID) -> None:
    """The effects in their order: steps without a page, those with one, and those that people leave for."""
    sections = state.sections()
    for page, step_type in _effects(state):
        context = replace(state.context_of(page), matter=matter, sections=sections, charges=state.charges)
        try:
            step_type.carry_out(act, context, context.answer)
        except Refused as refusal:
            if isinstance(step_type, Asks):
                raise _gone(state, page, refusal) from refusal
            raise
    _keep_for_next_time(act, state)


def _effects(state: JourneyState) -> Iterator[tuple[StepPage, Effects[Settings]]]:
    silent = list(state.silent_steps())
    leaving = [page for page, _ in state.leaving_steps()]
    staying = [page for page in silent if not isinstance(page.step.step_type, LeavesSite)]
    for page in (*staying, *state.answered, *leaving):
        if isinstance(page.step.step_type, Effects):
            yield page, page.step.step_type


def _keep_for_next_time(act: Act, state: JourneyState) -> None:
    """Keep as the person's own what the pack may fill in another time."""
    told: dict[str, Answer] = {}
    answered = {page.key: page for page in state.answered}
    for attribute, name in prefill_of(state.published.pack).items():
        page = answered.get(name)
        if page is not None and isinstance(page.step.step_type, Asks):
            told |= page.step.step_type.attributes(state.answer(page), attribute)
    if told and state.person is not None:
        people.record(
            act, person=state.person, personal=told, told_to=state.published.organisation,
            told_for=state.service,
        )  # fmt: skip


def _gone(state: JourneyState, page: StepPage, refusal: Refused) -> Gone:
    return Gone(refusal, page=page.key, remedy=paths.page(state.service, state.id, page.key))

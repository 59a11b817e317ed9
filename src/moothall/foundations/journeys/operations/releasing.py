"""Giving back what answers hold."""

from dataclasses import replace

from moothall.foundations.journeys.queries.states import Context, JourneyState
from moothall.kernel.act import Act
from moothall.services.route import StepPage
from moothall.services.steps import Answer, Holds, LeavesSite


def release(act: Act, page: StepPage, context: Context, answer: Answer) -> None:
    """Give back what the step of a page holds for ``answer``, if it holds anything."""
    if isinstance(page.step.step_type, Holds):
        page.step.step_type.release(act, context, answer)


def release_all(act: Act, state: JourneyState) -> None:
    """Give back whatever any answer holds, on the route or off it."""
    release_leaving(act, state)
    for page, step_type in state.answers_to_hold():
        context = state.context_of(page)
        step_type.release(act, replace(context, answer=None), context.answer)
    release_uncounted(act, state)


def release_leaving(act: Act, state: JourneyState) -> None:
    """Give back what leaving to pay holds, if anybody left."""
    if state.progress.left_pence is None:
        return
    for spec in state.published.pack.by_key.values():
        if isinstance(spec.step_type, LeavesSite):
            page = StepPage(spec.id, spec)
            release(act, page, state.context_of(page), None)


def release_uncounted(act: Act, state: JourneyState) -> None:
    """Give back what answers hold that no longer count."""
    on_route = {page.key for page in state.answered}
    for page, answer in state.kept():
        if page.key not in on_route:
            release(act, page, replace(state.context_of(page), answer=None), answer)

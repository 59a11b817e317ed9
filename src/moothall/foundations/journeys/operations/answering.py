"""Answering the questions of a journey."""

from collections.abc import Mapping, Set
from dataclasses import replace
from typing import Any
from uuid import UUID

from moothall.foundations.journeys import queries
from moothall.foundations.journeys.events import QuestionAnswered, QuestionShown
from moothall.foundations.journeys.operations import releasing
from moothall.foundations.journeys.operations.storing import store, under_way
from moothall.foundations.journeys.queries.states import JourneyState, depends_on
from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.gate import operation, publish
from moothall.kernel.refusal import NotFound
from moothall.services.answers import ENOUGH, item_numbers
from moothall.services.route import GroupPage, Page, StepPage
from moothall.services.steps import Asks


@operation(allow=allow.somebody)
def answer(act: Act, *, journey: UUID, page: str, cleaned: dict[str, Any]) -> None:
    """Keep the answer to ``page``, as its form cleaned it.

    Answers that other answers no longer lead to stay, uncounted. Refused by the step if it cannot be had (a
    slot has just gone); nothing has changed then.
    """
    state = under_way(act, journey)
    found = state.route.page(page)
    if found is None:
        raise NotFound("Your answers do not lead to this question.")
    if isinstance(found, GroupPage):
        store(act, _group_answered(state, found, cleaned))
        return
    before = state.progress.answers.by_page.get(page)
    after = _answered(act, state, found, cleaned)
    store(act, _charged_anew(act, after))
    _measure(act, after, found, again=before is not None)


@operation(allow=allow.somebody)
def remove_item(act: Act, *, journey: UUID, group: str, item: int) -> None:
    """Take an item off a group's list, with everything that was said about it. Removing it twice changes
    nothing."""
    state = under_way(act, journey)
    start, answers = f"{group}.{item}.", state.progress.answers
    for page, step_type in state.answers_to_hold():
        if page.key.startswith(start):
            context = state.context_of(page)
            step_type.release(act, replace(context, answer=None), context.answer)
    answers = replace(
        answers,
        by_page={key: answer for key, answer in answers.by_page.items() if not key.startswith(start)},
        items={**answers.items, group: [one for one in answers.items.get(group, ()) if one != item]},
    )
    after = state.with_progress(state.progress.with_answers(answers.without_answer(group)))
    store(act, _charged_anew(act, after))


@operation(allow=allow.somebody)
def fill_in(act: Act, *, journey: UUID) -> None:
    """Fill in what the person told before, as far as the pack asks for it. They agreed to it."""
    state = under_way(act, journey)
    known = queries.known_answers(act, published=state.published)
    progress = replace(state.progress, known=known)
    for step, answer in known.items():
        if step not in progress.answers.by_page:
            progress = progress.with_answer(step, answer)
    store(act, state.with_progress(progress))


@operation(allow=allow.somebody)
def fill_in_nothing(act: Act, *, journey: UUID) -> None:
    """Remember that the person wants nothing filled in this time."""
    state = under_way(act, journey)
    store(act, state.with_progress(replace(state.progress, known={})))


@operation(allow=allow.somebody)
def declare(act: Act, *, journey: UUID) -> None:
    """Remember that the person agreed to the declaration."""
    state = under_way(act, journey)
    store(act, state.with_progress(replace(state.progress, declared=True)))


@operation(allow=allow.somebody)
def note_leaving(act: Act, *, journey: UUID) -> None:
    """Remember what somebody left to pay, so that a later change of the amount is noticed."""
    state = under_way(act, journey)
    store(act, state.with_progress(replace(state.progress, left_pence=state.total_pence)))


@operation(allow=allow.somebody)
def note_gone(act: Act, *, journey: UUID, page: str, words: str) -> None:
    """Open ``page`` again, because what was held there has gone; ``words`` say so. Everything else stays as
    it was typed."""
    state = under_way(act, journey)
    answers = state.progress.answers.without_answer(page)
    gone = {**state.progress.gone, page: words}
    store(act, state.with_progress(replace(state.progress, answers=answers, gone=gone)))


def _group_answered(state: JourneyState, page: GroupPage, cleaned: Mapping[str, Any]) -> JourneyState:
    """One more item, or enough of them."""
    answers, group = state.progress.answers, page.group
    numbers = list(item_numbers(group, answers))
    if cleaned.get("more") and len(numbers) < group.repeat.most:
        numbers.append(max(numbers, default=0) + 1)
        opened = replace(answers, items={**answers.items, group.id: numbers}).without_answer(group.id)
        return state.with_progress(state.progress.with_answers(opened))
    return state.with_progress(state.progress.with_answer(group.id, ENOUGH))


def _answered(act: Act, state: JourneyState, page: StepPage, cleaned: Mapping[str, Any]) -> JourneyState:
    """The journey with the answer to ``page``, and open pages where that makes others obsolete."""
    step_type = page.step.step_type
    if not isinstance(step_type, Asks):
        raise NotFound("There is no question on this page.")
    context = state.context_of(page)
    before, answer = context.answer, step_type.accept(act, context, cleaned)
    after = state.with_progress(state.progress.with_answer(page.key, answer))
    if before is None or before == answer:
        return after
    releasing.release(act, page, replace(context, answer=answer), before)
    return _without_dependants(act, after, {page.words_key.split(".")[0], *_decided_anew(state, after)})


def _decided_anew(before: JourneyState, after: JourneyState) -> set[str]:
    """The steps that now derive another answer."""
    derived = {spec.id for state in (before, after) for spec in state.route.silent}
    return {name for name in derived if before.route.answers.get(name) != after.route.answers.get(name)}


def _without_dependants(act: Act, state: JourneyState, changed: Set[str]) -> JourneyState:
    """The journey with open pages where an answer was given for what the steps ``changed`` said before, also
    where the answers do not lead any more."""
    answers = state.progress.answers
    for page, answer in state.kept():
        if not changed.isdisjoint(depends_on(page.step)):
            releasing.release(act, page, replace(state.context_of(page), answer=None), answer)
            answers = answers.without_answer(page.key)
    return state.with_progress(state.progress.with_answers(answers))


def _charged_anew(act: Act, state: JourneyState) -> JourneyState:
    """The journey, with nothing paid any more if the amount is another than somebody left to pay."""
    left = state.progress.left_pence
    if left is None or left == state.total_pence:
        return state
    releasing.release_leaving(act, state)
    return state.with_progress(replace(state.progress, left_pence=None))


def _measure(act: Act, state: JourneyState, page: Page, *, again: bool) -> None:
    pack, organisation = state.published.id, state.published.organisation
    answered = QuestionAnswered(pack=pack, service=state.service, step=page.words_key, again=again)
    publish(answered, act, person=None, organisation=organisation)
    following = next(iter(state.route.open), None)
    if following is not None:
        shown = QuestionShown(pack=pack, service=state.service, step=following.words_key)
        publish(shown, act, person=None, organisation=organisation)

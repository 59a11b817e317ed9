"""Going through a service as a person does, page by page, with the forms and operations of the real thing."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random
from typing import Any
from uuid import UUID

from moothall.adapters.embedded_pay import operations as provider
from moothall.adapters.embedded_pay.operations import Answer, Post
from moothall.foundations.journeys import operations, queries
from moothall.foundations.journeys.blocks import wants_declaration
from moothall.foundations.journeys.queries import paths
from moothall.foundations.journeys.queries.states import JourneyState
from moothall.foundations.journeys.views import presenters
from moothall.foundations.payments import queries as payments
from moothall.kernel import act as acts
from moothall.kernel import gate
from moothall.kernel.act import Act
from moothall.kernel.refusal import Refused
from moothall.services.route import Page
from moothall.site.demo import papers

Typed = Mapping[str, Any]
Reply = Callable[[Page, Any], Typed | None]
"""What somebody types on a page, seeing its form; ``None`` when they give up there."""

MOST_PAGES = 60


def apply(person: UUID, pack: UUID, reply: Reply, *, dice: Random, language: str = "en") -> UUID | None:
    """Have ``person`` go through the version ``pack``, answering with ``reply``, paying and sending.

    Returns the matter; ``None`` if they gave up or could not have what they wanted.
    """
    state = _walk(_act(person, language), pack, reply)
    return _send(person, language, state, dice) if state is not None and state.route.is_complete else None


def _walk(act: Act, pack: UUID, reply: Reply) -> JourneyState | None:
    """Answer page after page, in one transaction instead of one for each request; returns how far it led."""
    with gate.together(act):
        journey = operations.begin(act, pack=pack)
        for _page in range(MOST_PAGES):
            state = queries.state_for_change(act, journey=journey)
            if state is None or state.route.is_complete:
                break
            if not _answer(act, state, state.route.open[0], reply):
                return None
        if state is not None and wants_declaration(state.published.pack):
            operations.declare(act, journey=journey)
        return queries.state_for_change(act, journey=journey)


def _answer(act: Act, state: JourneyState, page: Page, reply: Reply) -> bool:
    form = presenters.form_of(act, state, page)
    typed = reply(page, form) if form is not None else None
    if typed is None:
        return False
    bound = presenters.form_of(act, state, page, typed, papers.files_for(form))
    if bound is None or not bound.is_valid():
        return False
    try:
        with gate.attempt():
            operations.answer(act, journey=state.id, page=page.key, cleaned=bound.cleaned_data)
    except Refused:
        return False
    return True


def _send(person: UUID, language: str, state: JourneyState, dice: Random) -> UUID | None:
    try:
        _pay(_act(person, language), state, dice)
        return operations.send(_act(person, language), journey=state.id)
    except Refused:
        return None


def _pay(act: Act, state: JourneyState, dice: Random) -> None:
    """Pay on the provider's page: now and then declined first, or its message comes late, twice or never."""
    for page, step_type in state.leaving_steps():
        context = replace(state.context_of(page), charges=state.charges)
        operations.note_leaving(act, journey=state.id)
        back = paths.page(state.service, state.id, "back")
        if dice.random() < 0.05:
            step_type.leave(act, context, charges=state.charges, back=back)
            _choose(act, state.id, Answer.DECLINE, Post.BEFORE)
        step_type.leave(act, context, charges=state.charges, back=back)
        _choose(act, state.id, Answer.APPROVE, dice.choices(list(Post), weights=(90, 5, 4, 1))[0])
        step_type.has_returned(act, context)


def _choose(act: Act, journey: UUID, answer: Answer, post: Post) -> None:
    with gate.reading(act):
        payment = payments.payment_for(act, held_for=journey)
    if payment is not None and payment.provider_reference:
        provider.answer_charge(
            acts.system(), charge=UUID(payment.provider_reference), answer=answer, post=post
        )


def _act(person: UUID, language: str) -> Act:
    return acts.resident(person, language=language)

"""Going through a service as a person does, page by page, with the forms and operations of the real thing."""

from collections.abc import Callable, Mapping
from random import Random
from typing import Any
from uuid import UUID

from moothall.adapters.embedded_pay import operations as provider
from moothall.adapters.embedded_pay.operations import Answer, Post
from moothall.foundations.journeys import operations, queries
from moothall.foundations.journeys.queries import paths
from moothall.foundations.journeys.queries.trips import Trip
from moothall.foundations.journeys.views import drawing
from moothall.foundations.payments import queries as payments
from moothall.kernel import act as acts
from moothall.kernel.act import Act
from moothall.kernel.gate import reading
from moothall.kernel.refusal import Refused
from moothall.services import kinds
from moothall.services.route import Stop
from moothall.site.demo import papers

Typed = Mapping[str, Any]
Reply = Callable[[Stop, Any], Typed | None]
"""What somebody types on a page, seeing its form; ``None`` when they give up there."""

MOST_PAGES = 60


def travel(person: UUID, pack: UUID, reply: Reply, *, dice: Random, language: str = "en") -> UUID | None:
    """Have ``person`` go through the version ``pack``, answering with ``reply``, paying and sending.

    Returns the matter; ``None`` if they gave up or could not have what they wanted.
    """
    journey = operations.begin(_act(person, language), pack=pack)
    for _page in range(MOST_PAGES):
        trip = _trip(person, language, journey)
        if trip is None or trip.route.is_complete:
            break
        if not _answer(_act(person, language), trip, trip.route.open[0], reply):
            return None
    return _send(person, language, journey, dice)


def _answer(act: Act, trip: Trip, stop: Stop, reply: Reply) -> bool:
    form = drawing.form_of(act, trip, stop)
    typed = reply(stop, form) if form is not None else None
    if typed is None:
        return False
    bound = drawing.form_of(act, trip, stop, typed, papers.files_for(form))
    if not bound.is_valid():
        return False
    try:
        operations.keep(act, journey=trip.id, stop=stop.key, cleaned=bound.cleaned_data)
    except Refused:
        return False
    return True


def _send(person: UUID, language: str, journey: UUID, dice: Random) -> UUID | None:
    act = _act(person, language)
    trip = _trip(person, language, journey)
    if trip is None or not trip.route.is_complete:
        return None
    if trip.published.pack.declaration:
        operations.declare(act, journey=journey)
        trip = _trip(person, language, journey) or trip
    try:
        _pay(act, trip, dice)
        return operations.send(_act(person, language), journey=journey)
    except Refused:
        return None


def _pay(act: Act, trip: Trip, dice: Random) -> None:
    """Pay on the provider's page: now and then declined first, or its message comes late, twice or never."""
    for spec in trip.leaving_steps():
        kind, asking = kinds.kind_of(spec), trip.asking(spec.id, spec, charges=trip.charges)
        operations.note_leaving(act, journey=trip.id)
        back = paths.page(trip.published.pack.name, trip.id, "back")
        if dice.random() < 0.05:
            kind.leave(act, asking, charges=trip.charges, back=back)
            _choose(act, trip.id, Answer.DECLINE, Post.BEFORE)
        kind.leave(act, asking, charges=trip.charges, back=back)
        _choose(act, trip.id, Answer.APPROVE, dice.choices(list(Post), weights=(90, 5, 4, 1))[0])
        kind.has_come_back(act, asking)


def _choose(act: Act, journey: UUID, answer: Answer, post: Post) -> None:
    with reading(act):
        payment = payments.payment_for(act, journey=journey)
    if payment is not None and payment.provider_reference:
        provider.answer_charge(
            acts.system(), charge=UUID(payment.provider_reference), answer=answer, post=post
        )


def _trip(person: UUID, language: str, journey: UUID) -> Trip | None:
    return queries.trip(_act(person, language), journey=journey)


def _act(person: UUID, language: str) -> Act:
    return acts.resident(person, language=language)

"""Carrying out a journey: every step's effect in one transaction, or none of them."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from moothall.foundations.journeys.queries import paths
from moothall.foundations.journeys.queries.trips import Trip
from moothall.kernel.act import Act
from moothall.kernel.operations import matters, people
from moothall.kernel.refusal import Refused
from moothall.services import kinds
from moothall.services.route import Stop


class Gone(Refused):
    """What a step held has gone before the journey was sent; another can be had on the page ``stop``."""

    code = "hold-gone"
    status = 409

    def __init__(self, refusal: Refused, *, stop: str, remedy: str) -> None:
        super().__init__(refusal.words, fields=refusal.fields, remedy=remedy)
        self.stop = stop


class Stuck(Refused):
    """A rule of the service fails, so that nobody can say yet what the answers lead to."""

    code = "rule-failed"
    status = 503

    def __init__(self, remedy: str) -> None:
        words = "We cannot work out what follows from your answers. They are kept, and nothing has been sent."
        super().__init__(words, remedy=remedy)


def check_ready(act: Act, trip: Trip) -> None:
    """Refuse while anything stands in the way of sending. Raises :class:`Gone` for a hold that has gone."""
    service = trip.published.pack.name
    if trip.route.failure is not None:
        raise Stuck(paths.page(service, trip.id, "trouble"))
    if not trip.route.is_complete:
        raise Refused("There are still questions to answer.", remedy=paths.journey(service, trip.id))
    if trip.published.pack.declaration and not trip.remembered.declared:
        remedy = paths.page(service, trip.id, "check")
        raise Refused("Tick the box to say that you agree.", remedy=remedy)
    for stop, kind, asking in trip.steps():
        try:
            kind.ready(act, replace(asking, charges=trip.charges), asking.answer)
        except Refused as refusal:
            raise _gone(trip, stop, refusal) from refusal


def carry_out(act: Act, trip: Trip) -> UUID:
    """Open the matter and do what every step does, the silent ones (the case first) before the rest.

    Returns the matter. Raises what :func:`check_ready` raises, and ``Refused`` if it is not paid.
    """
    check_ready(act, trip)
    _check_paid(act, trip)
    pack = trip.published.pack
    matter = matters.open_matter(
        act,
        kind=pack.name,
        organisation=trip.published.organisation,
        person=trip.person,
        pack=trip.published.id,
    )
    _do(act.about(matter), trip, matter)
    _let_the_rest_go(act, trip)
    return matter


def let_everything_go(act: Act, trip: Trip) -> None:
    """Give back whatever any answer holds, on the route or off it."""
    let_leaving_go(act, trip)
    for stop, kind, asking in trip.steps():
        kind.let_go(act, replace(asking, answer=None), trip.remembered.sheet.answers[stop.key])
    _let_the_rest_go(act, trip)


def let_leaving_go(act: Act, trip: Trip) -> None:
    """Give back what leaving to pay holds, if anybody left."""
    if trip.remembered.left_pence is None:
        return
    for _, spec, _ in trip.published.pack.every_step:
        if kinds.kind_of(spec).leaves:
            kinds.kind_of(spec).let_go(act, trip.asking(spec.id, spec), None)


def is_paid(act: Act, trip: Trip) -> bool:
    """Whether what people leave for is done: always, when there is nothing to pay."""
    return all(
        kinds.kind_of(spec).has_come_back(act, trip.asking(spec.id, spec, charges=trip.charges))
        for spec in trip.leaving_steps()
    )


def _check_paid(act: Act, trip: Trip) -> None:
    if not is_paid(act, trip):
        remedy = paths.page(trip.published.pack.name, trip.id, "check")
        raise Refused("You have not paid yet. Nothing has been taken.", remedy=remedy, code="not-paid")


def _do(act: Act, trip: Trip, matter: UUID) -> None:
    more: dict[str, Any] = {"matter": matter, "told": trip.told(), "charges": trip.charges}
    silent = [spec for spec in trip.silent_steps() if trip.total_pence or not kinds.kind_of(spec).leaves]
    for spec in silent:
        if not kinds.kind_of(spec).leaves:
            asking = trip.asking(spec.id, spec, **more)
            kinds.kind_of(spec).do(act, asking, asking.answer)
    for stop, kind, asking in trip.steps():
        try:
            kind.do(act, replace(asking, **more), asking.answer)
        except Refused as refusal:
            raise _gone(trip, stop, refusal) from refusal
    for spec in silent:
        if kinds.kind_of(spec).leaves:
            kinds.kind_of(spec).do(act, trip.asking(spec.id, spec, **more), None)
    _keep_for_next_time(act, trip)


def _keep_for_next_time(act: Act, trip: Trip) -> None:
    """Keep as the person's own what the pack may fill in another time."""
    told: dict[str, object] = {}
    for fact, name in trip.published.pack.prefill.items():
        for stop, kind, asking in trip.steps():
            if stop.key == name:
                told |= kind.remembers(asking.answer, fact)
    if told and trip.person is not None:
        people.tell(
            act, person=trip.person, personal=told, told_to=trip.published.organisation,
            told_for=trip.published.pack.name,
        )  # fmt: skip


def _let_the_rest_go(act: Act, trip: Trip) -> None:
    """Give back what answers hold that no longer count."""
    on_route = {stop.key for stop in trip.answered}
    for key, spec, answer in trip.kept():
        if key not in on_route:
            kinds.kind_of(spec).let_go(act, replace(trip.asking(key, spec), answer=None), answer)


def _gone(trip: Trip, stop: Stop, refusal: Refused) -> Gone:
    return Gone(refusal, stop=stop.key, remedy=paths.page(trip.published.pack.name, trip.id, stop.key))

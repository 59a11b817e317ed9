"""Going through a service: beginning, answering, saving for later, sending, giving up."""

from collections.abc import Mapping, Set
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from moothall.foundations.journeys import queries
from moothall.foundations.journeys.events import (
    JourneyBegun,
    JourneyEnded,
    JourneySaved,
    JourneySent,
    QuestionAnswered,
    QuestionShown,
)
from moothall.foundations.journeys.models import Journey
from moothall.foundations.journeys.operations import sending
from moothall.foundations.journeys.queries import paths
from moothall.foundations.journeys.queries.trips import Trip
from moothall.foundations.journeys.rules.state import Remembered
from moothall.kernel import allow, clock, vault
from moothall.kernel.act import Act
from moothall.kernel.gate import operation, publish
from moothall.kernel.operations import people as people_operations
from moothall.kernel.refusal import NotFound, Refused
from moothall.services import kinds, shelf
from moothall.services.route import ENOUGH, Stop, item_numbers
from moothall.services.schema import GroupSpec


@operation(allow=allow.somebody)
def begin(act: Act, *, pack: UUID) -> UUID:
    """Begin a journey through the version ``pack`` for the act's subject. Returns its id."""
    found = shelf.published(act, id=pack)
    if found is None or act.subject is None:
        raise NotFound("We could not find that service.")
    row = Journey(
        id=clock.uuid7(act.at),
        person_id=act.subject,
        organisation_id=found.organisation,
        pack_id=pack,
        service=found.pack.name,
        language=act.language,
        sealed=vault.seal(act.subject, Remembered().plain()),
        started_at=act.at,
        updated_at=act.at,
    )
    Journey.objects.bulk_create([row])
    begun = JourneyBegun(journey=row.id, pack=pack, service=found.pack.name)
    publish(begun, act, organisation=found.organisation)
    return row.id


@operation(allow=allow.somebody)
def keep(act: Act, *, journey: UUID, stop: str, cleaned: dict[str, Any]) -> None:
    """Keep the answer to the page ``stop``, as its form cleaned it.

    Answers that other answers no longer lead to stay, uncounted. Refused by the step if it cannot be had (a
    slot has just gone); nothing has changed then.
    """
    trip = _under_way(act, journey)
    found = _stop(trip, stop)
    before = trip.remembered.sheet.answers.get(stop)
    if found.step is None:
        after = _group_answered(trip, found, cleaned)
        _remember(act, after)
        return
    kind, asking = kinds.kind_of(found.step), trip.asking(stop, found.step)
    answer = kind.keep(act, asking, cleaned)
    after = trip.knows(trip.remembered.with_answer(stop, answer))
    if before is not None and before != answer:
        kind.let_go(act, replace(asking, answer=answer), before)
        changed = {found.words_key.split(".")[0], *_decided_anew(trip, after)}
        after = _without_dependants(act, after, changed)
    _remember(act, _charged_anew(act, after))
    _measure(act, after, found, again=before is not None)


@operation(allow=allow.somebody)
def remove_item(act: Act, *, journey: UUID, group: str, item: int) -> None:
    """Take an item off a group's list, with everything that was said about it. Removing it twice changes
    nothing."""
    trip = _under_way(act, journey)
    start, sheet = f"{group}.{item}.", trip.remembered.sheet
    for stop, kind, asking in trip.steps():
        if stop.key.startswith(start):
            kind.let_go(act, replace(asking, answer=None), sheet.answers[stop.key])
    sheet = replace(
        sheet,
        answers={key: answer for key, answer in sheet.answers.items() if not key.startswith(start)},
        items={**sheet.items, group: [one for one in sheet.items.get(group, ()) if one != item]},
    )
    _remember(act, _charged_anew(act, trip.knows(trip.remembered.with_sheet(sheet.without_answer(group)))))


@operation(allow=allow.somebody)
def fill_in(act: Act, *, journey: UUID) -> None:
    """Fill in what the person told before, as far as the pack asks for it. They agreed to it."""
    trip = _under_way(act, journey)
    known = queries.known_answers(act, published=trip.published)
    remembered = replace(trip.remembered, known=known)
    for step, answer in known.items():
        if step not in remembered.sheet.answers:
            remembered = remembered.with_answer(step, answer)
    _remember(act, trip.knows(remembered))


@operation(allow=allow.somebody)
def fill_in_nothing(act: Act, *, journey: UUID) -> None:
    """Remember that the person wants nothing filled in this time."""
    trip = _under_way(act, journey)
    _remember(act, trip.knows(replace(trip.remembered, known={})))


@operation(allow=allow.somebody)
def declare(act: Act, *, journey: UUID) -> None:
    """Remember that the person agreed to the declaration."""
    trip = _under_way(act, journey)
    _remember(act, trip.knows(replace(trip.remembered, declared=True)))


@operation(allow=allow.somebody)
def note_leaving(act: Act, *, journey: UUID) -> None:
    """Remember what somebody left to pay, so that a later change of the amount is noticed."""
    trip = _under_way(act, journey)
    _remember(act, trip.knows(replace(trip.remembered, left_pence=trip.total_pence)))


@operation(allow=allow.somebody)
def note_gone(act: Act, *, journey: UUID, stop: str, words: str) -> None:
    """Open the page ``stop`` again, because what was held there has gone; ``words`` say so. Everything else
    stays as it was typed."""
    trip = _under_way(act, journey)
    sheet = trip.remembered.sheet.without_answer(stop)
    gone = {**trip.remembered.gone, stop: words}
    _remember(act, trip.knows(replace(trip.remembered, sheet=sheet, gone=gone)))


@operation(allow=allow.somebody)
def save_for_later(act: Act, *, journey: UUID, email: str) -> None:
    """Have a link that leads back to the journey sent to ``email``, which becomes the actor's address: the
    link is for whoever saves, not for whom they act."""
    trip = _under_way(act, journey)
    people_operations.tell(act, person=act.actor, personal={"email": email})
    service = trip.published.pack.name
    saved = JourneySaved(
        journey=journey, pack=trip.published.id, service=service, leads_to=paths.journey(service, journey)
    )
    publish(saved, act, person=act.actor, organisation=trip.published.organisation)


@operation(allow=allow.somebody)
def send(act: Act, *, journey: UUID) -> UUID:
    """Carry out everything the journey asks for, at once or not at all. Returns the matter.

    Sending again returns the same matter and does nothing. Refused while something is unanswered, not agreed
    to or not paid; raises :class:`~moothall.foundations.journeys.sending.Gone` when a hold has gone.
    """
    trip: Trip = _locked(act, journey)
    if trip.matter is not None:
        return trip.matter
    matter = sending.carry_out(act, trip)
    Journey.objects.filter(pk=journey).update(sent_at=act.at, updated_at=act.at, matter_id=matter)
    service = trip.published.pack.name
    sent = JourneySent(
        journey=journey,
        pack=trip.published.id,
        service=service,
        amount_pence=trip.total_pence,
        leads_to="" if trip.published.pack.case is not None else paths.page(service, journey, "done"),
    )
    publish(sent, act, matter=matter, person=trip.person, organisation=trip.published.organisation)
    return matter


@operation(allow=allow.somebody | allow.system)
def end(act: Act, *, journey: UUID) -> None:
    """Give a journey up: what it held is let go, its answers are forgotten. Ending it again does nothing."""
    trip = _locked(act, journey, gone_is_fine=True)
    if trip is None or trip.sent_at is not None:
        return
    sending.let_everything_go(act, trip)
    Journey.objects.filter(pk=journey).update(sealed=None, ended_at=act.at)
    ended = JourneyEnded(journey=journey, pack=trip.published.id, service=trip.published.pack.name)
    publish(ended, act, person=None, organisation=trip.published.organisation)


@operation(allow=allow.system)
def forget_sent(act: Act) -> int:
    """Forget the answers of journeys that were sent 30 days ago: the case has had them since, and the receipt
    was there to look at. Returns how many."""
    sent = Journey.objects.filter(sent_at__lt=act.at - timedelta(days=queries.DAYS)).exclude(sealed=None)
    return sent.update(sealed=None)


def _locked(act: Act, journey: UUID, *, gone_is_fine: bool = False) -> Any:
    row = Journey.objects.select_for_update().filter(pk=journey, ended_at=None).first()
    trip = queries.opened(act, row) if row is not None else None
    if trip is None and not gone_is_fine:
        raise NotFound("We could not find what you began. It may have been too long ago.")
    return trip


def _under_way(act: Act, journey: UUID) -> Trip:
    trip: Trip = _locked(act, journey)
    if trip.sent_at is not None:
        raise Refused(
            "You have sent this already.", remedy=paths.page(trip.published.pack.name, journey, "done")
        )
    return trip


def _stop(trip: Trip, key: str) -> Stop:
    found = trip.route.stop(key)
    if found is None:
        raise NotFound("Your answers do not lead to this question.")
    return found


def _group_answered(trip: Trip, stop: Stop, cleaned: Mapping[str, Any]) -> Trip:
    """One more item, or enough of them."""
    assert isinstance(stop.group, GroupSpec)
    sheet, group = trip.remembered.sheet, stop.group
    numbers = list(item_numbers(group, sheet))
    if cleaned.get("more") and len(numbers) < group.repeat.most:
        numbers.append(max(numbers, default=0) + 1)
        opened = replace(sheet, items={**sheet.items, group.id: numbers}).without_answer(group.id)
        return trip.knows(trip.remembered.with_sheet(opened))
    return trip.knows(trip.remembered.with_answer(group.id, ENOUGH))


def _decided_anew(before: Trip, after: Trip) -> set[str]:
    """The steps that now derive another answer."""
    derived = {spec.id for trip in (before, after) for spec in trip.route.silent}
    return {name for name in derived if before.route.answers.get(name) != after.route.answers.get(name)}


def _without_dependants(act: Act, trip: Trip, changed: Set[str]) -> Trip:
    """The trip with open pages where an answer was given for what the steps ``changed`` said before, also
    where the answers do not lead any more."""
    sheet = trip.remembered.sheet
    for key, spec, answer in trip.kept():
        if not changed.isdisjoint(kinds.kind_of(spec).depends_on(kinds.settings_of(spec))):
            kinds.kind_of(spec).let_go(act, replace(trip.asking(key, spec), answer=None), answer)
            sheet = sheet.without_answer(key)
    return trip.knows(trip.remembered.with_sheet(sheet))


def _charged_anew(act: Act, trip: Trip) -> Trip:
    """The trip, with nothing paid any more if the amount is another than somebody left to pay."""
    left = trip.remembered.left_pence
    if left is None or left == trip.total_pence:
        return trip
    sending.let_leaving_go(act, trip)
    return trip.knows(replace(trip.remembered, left_pence=None))


def _measure(act: Act, trip: Trip, stop: Stop, *, again: bool) -> None:
    about: dict[str, Any] = {"pack": trip.published.id, "service": trip.published.pack.name}
    facts: list[QuestionAnswered | QuestionShown] = [
        QuestionAnswered(step=stop.words_key, again=again, **about)
    ]
    following = next(iter(trip.route.open), None)
    if following is not None:
        facts.append(QuestionShown(step=following.words_key, **about))
    for fact in facts:
        publish(fact, act, person=None, organisation=trip.published.organisation)


def _remember(act: Act, trip: Trip) -> None:
    assert trip.person is not None
    sealed = vault.seal(trip.person, trip.remembered.plain())
    Journey.objects.filter(pk=trip.id).update(sealed=sealed, updated_at=act.at)

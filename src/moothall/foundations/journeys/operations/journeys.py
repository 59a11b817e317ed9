"""A journey as a whole: beginning, saving for later, sending, giving up."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from moothall.foundations.journeys import queries
from moothall.foundations.journeys.events import JourneyBegun, JourneyEnded, JourneySaved, JourneySent
from moothall.foundations.journeys.models import Journey
from moothall.foundations.journeys.operations import releasing, sending
from moothall.foundations.journeys.operations.storing import locked, under_way
from moothall.foundations.journeys.queries import paths, reading
from moothall.foundations.journeys.queries.states import JourneyState
from moothall.foundations.journeys.rules.progress import Progress
from moothall.kernel import allow, clock, vault
from moothall.kernel.act import Act
from moothall.kernel.gate import operation, publish
from moothall.kernel.operations import people
from moothall.kernel.refusal import NotFound
from moothall.services import pack_cache


@operation(allow=allow.somebody)
def begin(act: Act, *, pack: UUID) -> UUID:
    """Begin a journey through the version ``pack`` for the act's subject. Returns its id."""
    found = pack_cache.published(act, id=pack)
    if found is None or act.subject is None:
        raise NotFound("We could not find that service.")
    row = Journey(
        id=clock.uuid7(act.at),
        person_id=act.subject,
        organisation_id=found.organisation,
        pack_id=pack,
        service=found.pack.name,
        language=act.language,
        encrypted=vault.encrypt(act.subject, Progress().plain()),
        started_at=act.at,
        updated_at=act.at,
    )
    Journey.objects.bulk_create([row])
    begun = JourneyBegun(journey=row.id, pack=pack, service=found.pack.name)
    publish(begun, act, organisation=found.organisation)
    return row.id


@operation(allow=allow.somebody)
def save_for_later(act: Act, *, journey: UUID, email: str) -> None:
    """Have a link that leads back to the journey sent to ``email``, which becomes the actor's address: the
    link is for whoever saves, not for whom they act."""
    state = under_way(act, journey)
    people.record(act, person=act.actor, personal={"email": email})
    leads_to = paths.journey(state.service, journey)
    saved = JourneySaved(journey=journey, pack=state.published.id, service=state.service, leads_to=leads_to)
    publish(saved, act, person=act.actor, organisation=state.published.organisation)


@operation(allow=allow.somebody)
def send(act: Act, *, journey: UUID) -> UUID:
    """Carry out everything the journey asks for, at once or not at all. Returns the matter.

    Sending again returns the same matter and does nothing. Refused while something is unanswered, not agreed
    to or not paid; raises :class:`~moothall.foundations.journeys.operations.sending.Gone` when a hold has
    gone.
    """
    state = locked(act, journey)
    if state.matter is not None:
        return state.matter
    matter = sending.carry_out(act, state)
    Journey.objects.filter(pk=journey).update(sent_at=act.at, updated_at=act.at, matter_id=matter)
    reading.remember(replace(state, sent_at=act.at, matter=matter))
    sent = JourneySent(
        journey=journey,
        pack=state.published.id,
        service=state.service,
        amount_pence=state.total_pence,
        leads_to=_receipt_path(state, matter),
    )
    publish(sent, act, matter=matter, person=state.person, organisation=state.published.organisation)
    return matter


@operation(allow=allow.somebody | allow.system)
def end(act: Act, *, journey: UUID) -> None:
    """Give a journey up: what it held is released, its answers are forgotten. Ending it again does
    nothing."""
    state = reading.locked(act, journey)
    if state is None or state.sent_at is not None:
        return
    releasing.release_all(act, state)
    Journey.objects.filter(pk=journey).update(encrypted=None, ended_at=act.at)
    reading.forget(journey)
    ended = JourneyEnded(journey=journey, pack=state.published.id, service=state.service)
    publish(ended, act, person=None, organisation=state.published.organisation)


@operation(allow=allow.system)
def forget_sent(act: Act) -> int:
    """Forget the answers of journeys that were sent 30 days ago: the case has had them since, and the receipt
    was there to look at. Returns how many."""
    sent = Journey.objects.filter(sent_at__lt=act.at - timedelta(days=queries.DAYS)).exclude(encrypted=None)
    return sent.update(encrypted=None)


def _receipt_path(state: JourneyState, matter: UUID) -> str:
    """The path of the receipt, where nothing that was set going has a page of its own."""
    followed = state.published.pack.follow_path(matter)
    return "" if followed else paths.page(state.service, state.id, "done")

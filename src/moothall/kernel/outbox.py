"""The outbox: events reach their reactions through jobs asked for in the act's own transaction.

One job per reaction and subject of an act. Jobs of one reaction about one subject run one after another
(Procrastinate's lock), so a reaction sees what happened in a case in order; and one that fails delays nothing
but itself: neither other reactions to the same event, nor other cases. It is tried again with back-off; after
the last try it is parked and shown to the operator, and what comes after it goes on.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db import connection
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from moothall.kernel import act as acts
from moothall.kernel import clock, context, genuine, jobs, reactions
from moothall.kernel.act import Act
from moothall.kernel.event import known
from moothall.kernel.failures import words_of
from moothall.kernel.models import ParkedEvent, StoredEvent
from moothall.kernel.reactions import Reaction, envelope_of

log = logging.getLogger(__name__)

ATTEMPTS = 6
"""Tries before a reaction to an event is parked: at once, then after 2, 4, 8, 16 and 32 seconds."""

Items = Sequence[Sequence[str]]
"""Events as a job names them: pairs of moment and id."""

CLAIM = """INSERT INTO kernel_delivery (event_at, event_id, reaction, at)
 SELECT moment, event, %s, %s FROM unnest(%s::timestamptz[], %s::uuid[]) AS claimed (moment, event)
 ON CONFLICT DO NOTHING RETURNING event_id"""


def post(events: Iterable[StoredEvent]) -> None:
    """Have ``events`` delivered after the commit; those that nobody reacts to need no job."""
    jobs.have_all(jobs_for((stored, found) for stored in events for found in reactions.reactions_to(stored)))


def jobs_for(awaited: Iterable[tuple[StoredEvent, Reaction]]) -> list[Job]:
    """A job for each reaction and subject of what is ``awaited``, each with its events in order."""
    found: dict[tuple[str, str], tuple[Reaction, list[StoredEvent]]] = {}
    for stored, chosen in awaited:
        found.setdefault((chosen.name, subject_of(stored)), (chosen, []))[1].append(stored)
    return [
        job(chosen, subject, [[stored.at.isoformat(), str(stored.id)] for stored in events])
        for (_, subject), (chosen, events) in found.items()
    ]


def job(chosen: Reaction, subject: str, items: Items) -> Job:
    """The job that has ``chosen`` carried out because of events about ``subject``."""
    arguments = {"reaction": chosen.name, "events": items}
    return jobs.job(deliver.name, arguments, lock=f"{chosen.name}:{subject}", lane=chosen.lane)


def subject_of(stored: StoredEvent) -> str:
    """What must stay in order: the matter, else the person. An event about neither waits for no other: the
    whole organisation would stand in one line behind any that fails."""
    return str(stored.matter_id or stored.person_id or stored.id)


@app.task(
    name="kernel.deliver",
    queue=jobs.Lane.NOW,
    pass_context=True,
    retry=jobs.Patiently(tries=ATTEMPTS),
)
def deliver(job: JobContext, reaction: str, events: Items) -> None:
    """Have a reaction to these events carried out as far as it has not been yet, in order.

    Raises the first failure, for another try, until the last one, when what fails is parked instead.
    """
    carry_out(reaction, events, is_last=job.job is not None and job.job.attempts >= ATTEMPTS - 1)


def carry_out(reaction: str, events: Items, *, is_last: bool) -> None:
    """Carry out ``reaction`` because of ``events``; ``is_last`` parks what fails and goes on with the rest.

    Those of one subject are one transaction if all goes well, else each is its own as far as it goes.
    """
    chosen = reactions.REACTIONS.get(reaction)
    if chosen is None:
        log.warning("the reaction %s is no more: nothing is done", reaction)
        return
    for _act, run in groupby(_read(events), key=lambda stored: _whose(chosen, stored)):
        _carry_out_run(chosen, list(run), is_last=is_last)


def _carry_out_run(chosen: Reaction, run: Sequence[StoredEvent], *, is_last: bool) -> None:
    if len(run) > 1 and _reacted(chosen, run) is None:
        return
    for stored in run:
        failure = _reacted(chosen, [stored])
        if failure is not None and not is_last:
            raise failure
        if failure is not None:
            park(acts.system(), stored, chosen.name, failure)


def _reacted(chosen: Reaction, events: Sequence[StoredEvent]) -> Exception | None:
    """Carry out a reaction; returns what went wrong, if anything."""
    try:
        react(chosen, events)
    except Exception as failure:
        names = ", ".join(f"{stored.name} {stored.id}" for stored in events)
        log.warning("reaction %s to %s failed: %s", chosen.name, names, type(failure).__name__)
        return failure
    return None


def react(chosen: Reaction, events: Sequence[StoredEvent]) -> None:
    """Carry out one reaction to events of one subject, once: effect and delivery are one transaction."""
    act = _act(chosen, events[0])
    with context.acting(act):
        claimed = _claim(chosen, events, act.at)
        for stored in events:
            if stored.id in claimed:
                chosen.function(act, envelope_of(stored))


def park(act: Act, stored: StoredEvent, name: str, failure: Exception, *, attempts: int = ATTEMPTS) -> None:
    """Set a reaction to an event aside for the operator; of its error are kept the kind and the place in our
    code, never the content."""
    row = ParkedEvent(
        event_id=stored.id, event_at=stored.at, stored_name=stored.name, reaction=name, attempts=attempts,
        error=words_of(failure)[:300], parked_at=clock.now(),
    )  # fmt: skip
    with context.acting(act):
        ParkedEvent.objects.bulk_create([row], ignore_conflicts=True)


def _whose(chosen: Reaction, stored: StoredEvent) -> tuple[UUID | None, ...]:
    """What events have in common that one act can be about."""
    return chosen.organisation_of(envelope_of(stored)), stored.person_id, stored.matter_id


def _act(chosen: Reaction, stored: StoredEvent) -> Act:
    """Moothall acting for whom the reaction is, for the event's person, about its matter."""
    organisation, person, matter = _whose(chosen, stored)
    act = replace(acts.system(organisation=organisation), subject=person)
    return act.about(matter) if matter else act


def _read(items: Items) -> list[StoredEvent]:
    """The events of a job, in its order; those of an event that there is no more, or that the gate did not
    write, are left out."""
    order = {UUID(identity): place for place, (_moment, identity) in enumerate(items)}
    moments = {datetime.fromisoformat(moment) for moment, _identity in items}
    with context.acting(acts.system()):
        found = list(StoredEvent.objects.filter(at__in=moments, id__in=order))
    if len(found) < len(order):
        raise LookupError("An event that is to be delivered is not there.")
    return sorted(filter(may_be_acted_upon, found), key=lambda stored: order[stored.id])


def may_be_acted_upon(stored: StoredEvent) -> bool:
    """Whether the gate wrote ``stored``, and its event is still known."""
    if not genuine.is_genuine(stored):
        log.error("event %s was not written by the gate: nothing is done because of it", stored.id)
        return False
    return stored.name in known()


def _claim(chosen: Reaction, events: Sequence[StoredEvent], moment: datetime) -> set[UUID]:
    """Those of ``events`` whose reaction is ours to carry out; waits for another worker that has begun."""
    with connection.cursor() as cursor:
        moments, ids = [stored.at for stored in events], [stored.id for stored in events]
        cursor.execute(CLAIM, (chosen.name, moment, moments, ids))
        return {identity for (identity,) in cursor.fetchall()}

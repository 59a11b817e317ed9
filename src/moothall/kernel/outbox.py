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
from moothall.kernel.models import Fact, ParkedFact
from moothall.kernel.reactions import Reaction, happened

log = logging.getLogger(__name__)

ATTEMPTS = 6
"""Tries before a reaction to an event is parked: at once, then after 2, 4, 8, 16 and 32 seconds."""

Items = Sequence[Sequence[str]]
"""Events as a job names them: pairs of moment and id."""

CLAIM = """INSERT INTO kernel_delivery (fact_at, fact_id, reaction, at)
 SELECT moment, fact, %s, %s FROM unnest(%s::timestamptz[], %s::uuid[]) AS claimed (moment, fact)
 ON CONFLICT DO NOTHING RETURNING fact_id"""


def post(facts: Iterable[Fact]) -> None:
    """Have ``facts`` delivered after the commit; those that nobody reacts to need no job."""
    jobs.have_all(jobs_for((fact, found) for fact in facts for found in reactions.reactions_to(fact)))


def jobs_for(awaited: Iterable[tuple[Fact, Reaction]]) -> list[Job]:
    """A job for each reaction and subject of what is ``awaited``, each with its events in order."""
    found: dict[tuple[str, str], tuple[Reaction, list[Fact]]] = {}
    for fact, chosen in awaited:
        found.setdefault((chosen.name, subject_of(fact)), (chosen, []))[1].append(fact)
    return [
        job(chosen, subject, [[fact.at.isoformat(), str(fact.id)] for fact in facts])
        for (_, subject), (chosen, facts) in found.items()
    ]


def job(chosen: Reaction, subject: str, items: Items) -> Job:
    """The job that has ``chosen`` carried out because of events about ``subject``."""
    arguments = {"reaction": chosen.name, "facts": items}
    return jobs.job(deliver.name, arguments, lock=f"{chosen.name}:{subject}", lane=chosen.lane)


def subject_of(fact: Fact) -> str:
    """What must stay in order: the matter, else the person. An event about neither waits for no other: the
    whole organisation would stand in one line behind any that fails."""
    return str(fact.matter_id or fact.person_id or fact.id)


@app.task(
    name="kernel.deliver",
    queue=jobs.Lane.NOW,
    pass_context=True,
    retry=jobs.Patiently(tries=ATTEMPTS),
)
def deliver(job: JobContext, reaction: str, facts: Items) -> None:
    """Have a reaction to these events carried out as far as it has not been yet, in order.

    Raises the first failure, for another try, until the last one, when what fails is parked instead.
    """
    carry_out(reaction, facts, is_last=job.job is not None and job.job.attempts >= ATTEMPTS - 1)


def carry_out(reaction: str, facts: Items, *, is_last: bool) -> None:
    """Carry out ``reaction`` because of ``facts``; ``is_last`` parks what fails and goes on with the rest.

    Those of one subject are one transaction if all goes well, else each is its own as far as it goes.
    """
    chosen = reactions.REACTIONS.get(reaction)
    if chosen is None:
        log.warning("the reaction %s is no more: nothing is done", reaction)
        return
    for _act, run in groupby(_read(facts), key=lambda fact: _whose(chosen, fact)):
        _carry_out_run(chosen, list(run), is_last=is_last)


def _carry_out_run(chosen: Reaction, run: Sequence[Fact], *, is_last: bool) -> None:
    if len(run) > 1 and _reacted(chosen, run) is None:
        return
    for fact in run:
        failure = _reacted(chosen, [fact])
        if failure is not None and not is_last:
            raise failure
        if failure is not None:
            park(acts.system(), fact, chosen.name, failure)


def _reacted(chosen: Reaction, facts: Sequence[Fact]) -> Exception | None:
    """Carry out a reaction; returns what went wrong, if anything."""
    try:
        react(chosen, facts)
    except Exception as failure:
        names = ", ".join(f"{fact.name} {fact.id}" for fact in facts)
        log.warning("reaction %s to %s failed: %s", chosen.name, names, type(failure).__name__)
        return failure
    return None


def react(chosen: Reaction, facts: Sequence[Fact]) -> None:
    """Carry out one reaction to facts of one subject, once: effect and delivery are one transaction."""
    act = _act(chosen, facts[0])
    with context.acting(act):
        claimed = _claim(chosen, facts, act.at)
        for fact in facts:
            if fact.id in claimed:
                chosen.function(act, happened(fact))


def park(act: Act, fact: Fact, name: str, failure: Exception, *, attempts: int = ATTEMPTS) -> None:
    """Set a reaction to an event aside for the operator; of its error are kept the kind and the place in our
    code, never the content."""
    row = ParkedFact(
        fact_id=fact.id, fact_at=fact.at, fact_name=fact.name, reaction=name, attempts=attempts,
        error=words_of(failure)[:300], parked_at=clock.now(),
    )  # fmt: skip
    with context.acting(act):
        ParkedFact.objects.bulk_create([row], ignore_conflicts=True)


def _whose(chosen: Reaction, fact: Fact) -> tuple[UUID | None, ...]:
    """What facts have in common that one act can be about."""
    return chosen.organisation_of(happened(fact)), fact.person_id, fact.matter_id


def _act(chosen: Reaction, fact: Fact) -> Act:
    """Moothall acting for whom the reaction is, for the event's person, about its matter."""
    organisation, person, matter = _whose(chosen, fact)
    act = replace(acts.system(organisation=organisation), subject=person)
    return act.about(matter) if matter else act


def _read(items: Items) -> list[Fact]:
    """The facts of a job, in its order; those of an event that there is no more, or that the gate did not
    write, are left out."""
    order = {UUID(identity): place for place, (_moment, identity) in enumerate(items)}
    moments = {datetime.fromisoformat(moment) for moment, _identity in items}
    with context.acting(acts.system()):
        found = list(Fact.objects.filter(at__in=moments, id__in=order))
    if len(found) < len(order):
        raise LookupError("An event that is to be delivered is not there.")
    return sorted(filter(may_be_acted_upon, found), key=lambda fact: order[fact.id])


def may_be_acted_upon(fact: Fact) -> bool:
    """Whether the gate wrote ``fact``, and its event is still known."""
    if not genuine.is_genuine(fact):
        log.error("fact %s was not written by the gate: nothing is done because of it", fact.id)
        return False
    return fact.name in known()


def _claim(chosen: Reaction, facts: Sequence[Fact], moment: datetime) -> set[UUID]:
    """Those of ``facts`` whose reaction is ours to carry out; waits for another worker that has begun."""
    with connection.cursor() as cursor:
        moments, ids = [fact.at for fact in facts], [fact.id for fact in facts]
        cursor.execute(CLAIM, (chosen.name, moment, moments, ids))
        return {identity for (identity,) in cursor.fetchall()}

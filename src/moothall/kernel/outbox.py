"""The outbox: facts reach their reactions through jobs asked for in the act's own transaction.

One job per subject of an act; jobs of one subject run one after another (Procrastinate's lock), so facts
about a case arrive in order. A reaction that fails is tried again with back-off, and holds up no other; after
the last try it is parked and shown to the operator, and the queue goes on.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import connection
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from moothall.kernel import act as acts
from moothall.kernel import clock, context, genuine, jobs
from moothall.kernel.act import Act
from moothall.kernel.models import Fact, ParkedFact
from moothall.kernel.reactions import Happened, happened, organisation_of, reactions_to

log = logging.getLogger(__name__)

ATTEMPTS = 6
"""Tries before a fact is parked: at once, then after 2, 4, 8, 16 and 32 seconds."""


def post(facts: Iterable[Fact]) -> None:
    """Have ``facts`` delivered after the commit; those that nobody reacts to need no job."""
    awaited = [fact for fact in facts if reactions_to(fact)]
    jobs.have_all([job(subject, group) for subject, group in groupby(awaited, key=subject_of)])


def job(subject: str, facts: Iterable[Fact]) -> Job:
    """The job that delivers ``facts``, which are about ``subject``."""
    items = [[fact.at.isoformat(), str(fact.id)] for fact in facts]
    return jobs.job(deliver.name, {"facts": items}, lock=subject)


def subject_of(fact: Fact) -> str:
    """What must stay in order: the matter, else the person. A fact about neither waits for no other: the
    whole organisation would stand in one line behind any that fails."""
    return str(fact.matter_id or fact.person_id or fact.id)


@app.task(
    name="kernel.deliver",
    queue="facts",
    pass_context=True,
    retry=jobs.Patiently(tries=ATTEMPTS),
)
def deliver(job: JobContext, facts: list[list[str]]) -> None:
    """Have every reaction to these facts carried out that has not been yet, in order.

    Raises the first failure, for another try, until the last one, when what fails is parked instead.
    """
    carry_out(facts, is_last=job.job is not None and job.job.attempts >= ATTEMPTS - 1)


def carry_out(facts: Iterable[list[str]], *, is_last: bool) -> None:
    """Carry out the reactions to ``facts`` (pairs of moment and id); ``is_last`` parks what fails.

    A reaction that fails keeps none of the others from the same fact, only the facts after it.
    """
    for moment, identity in facts:
        fact = _fact(datetime.fromisoformat(moment), UUID(identity))
        if not genuine.is_genuine(fact):
            log.error("fact %s was not written by the gate: nothing is done because of it", fact.id)
            continue
        tried = [_failure(fact, reaction) for reaction in reactions_to(fact).items()]
        failures = [failure for failure in tried if failure is not None]
        if failures and not is_last:
            raise failures[0].error
        for failure in failures:
            park(fact, failure.reaction, failure.error)


@dataclass(frozen=True, slots=True)
class _Failure:
    reaction: str
    error: Exception


def _failure(fact: Fact, reaction: tuple[str, Callable[..., None]]) -> _Failure | None:
    """Have a fact reacted to; returns what went wrong, if anything."""
    name, function = reaction
    try:
        react(fact, name, function)
    except Exception as error:
        log.warning("reaction %s to %s %s failed: %s", name, fact.name, fact.id, type(error).__name__)
        return _Failure(name, error)
    return None


def react(fact: Fact, name: str, function: Callable[..., None]) -> None:
    """Carry out one reaction to one fact, once: its effect and its delivery are one transaction."""
    about = happened(fact)
    act = _act(about, organisation_of(name, about))
    with context.acting(act):
        if _claim(fact, name, act.at):
            function(act, about)


def park(fact: Fact, name: str, failure: Exception) -> None:
    """Set a reaction to a fact aside for the operator; its error is kept by kind, never with its content."""
    with context.acting(acts.system()):
        ParkedFact.objects.bulk_create(
            [
                ParkedFact(
                    fact_id=fact.id,
                    fact_at=fact.at,
                    fact_name=fact.name,
                    reaction=name,
                    attempts=ATTEMPTS,
                    error=type(failure).__name__,
                    parked_at=clock.now(),
                )
            ],
            ignore_conflicts=True,
        )


def _act(about: Happened[Any], organisation: UUID | None) -> Act:
    """Moothall acting within ``organisation``, for the fact's person, about its matter."""
    act = replace(acts.system(organisation=organisation), subject=about.person)
    return act.about(about.matter) if about.matter else act


def _fact(moment: datetime, identity: UUID) -> Fact:
    with context.acting(acts.system()):
        return Fact.objects.get(at=moment, id=identity)


def _claim(fact: Fact, name: str, moment: datetime) -> bool:
    """Whether this reaction to this fact is ours to carry out; waits for another worker that has begun it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_delivery (fact_id, reaction, at) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
            (fact.id, name, moment),
        )
        return bool(cursor.rowcount)

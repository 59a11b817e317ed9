"""Facts that have not reached every reaction: how many there are, and those that lost their job."""

from collections.abc import Iterator, Set
from datetime import datetime, timedelta
from itertools import groupby, islice
from typing import cast

from django.db import connection
from django.utils.translation import gettext_lazy
from procrastinate.jobs import Job

from moothall.kernel import genuine, outbox
from moothall.kernel.backlogs import GRACE, MOST, Backlog
from moothall.kernel.models import Delivery, Fact, ParkedFact
from moothall.kernel.reactions import reactions_to

LOOKED_BACK = timedelta(hours=6)
"""How far back facts are compared with their deliveries. A fact and its job are committed together, so one
without the other is the work of an accident, which the next sweeps see."""

WAITING = """SELECT coalesce(sum(jsonb_array_length(args->'facts')), 0),
 min((args->'facts'->0->>0)::timestamptz) FROM procrastinate_jobs
 WHERE task_name = %s AND status IN ('todo', 'doing', 'failed') AND jsonb_array_length(args->'facts') > 0"""
HAS_JOB = """SELECT DISTINCT fact->>1 FROM procrastinate_jobs, jsonb_array_elements(args->'facts') AS fact
 WHERE task_name = %s AND status IN ('todo', 'doing', 'failed')"""


class Undelivered(Backlog):
    """Facts whose reactions have not all been carried out."""

    name = "facts"
    title = cast(str, gettext_lazy("What happened, to be told to those it concerns"))
    patience = timedelta(minutes=15)

    def waiting(self, moment: datetime) -> tuple[int, datetime | None]:
        """By the jobs that deliver them, failed ones too (``kernel.deliver_again`` takes those up)."""
        with connection.cursor() as cursor:
            cursor.execute(WAITING, (outbox.deliver.name,))
            count, oldest = cursor.fetchone()
        return count, oldest

    def left_behind(self, moment: datetime) -> list[Job]:
        """Jobs for facts that have neither been delivered, nor set aside, nor a job."""
        facts = list(_undelivered(moment))
        return [outbox.job(subject, group) for subject, group in groupby(facts, key=outbox.subject_of)]


def _undelivered(moment: datetime) -> Iterator[Fact]:
    since = moment - LOOKED_BACK
    facts = Fact.objects.filter(at__gte=since, at__lt=moment - GRACE).order_by("at", "id")
    done = _dealt_with(since)
    with connection.cursor() as cursor:
        cursor.execute(HAS_JOB, (outbox.deliver.name,))
        has_job = {identity for (identity,) in cursor.fetchall()}
    lost = (fact for fact in facts.iterator() if str(fact.id) not in has_job and _awaits(fact, done))
    yield from islice(lost, MOST)


def _dealt_with(since: datetime) -> set[tuple[object, str]]:
    """Pairs of fact and reaction that are delivered or set aside."""
    delivered = Delivery.objects.filter(at__gte=since).values_list("fact_id", "reaction")
    parked = ParkedFact.objects.filter(fact_at__gte=since).values_list("fact_id", "reaction")
    return {*delivered, *parked}


def _awaits(fact: Fact, done: Set[tuple[object, str]]) -> bool:
    is_done = all((fact.id, name) in done for name in reactions_to(fact))
    return not is_done and genuine.is_genuine(fact)

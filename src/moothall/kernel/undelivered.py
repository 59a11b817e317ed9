"""Facts that have not reached every reaction: how many there are, and those that lost their job."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import cast
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy
from procrastinate.jobs import Job

from moothall.kernel import genuine, outbox
from moothall.kernel.backlogs import GRACE, MOST, Backlog
from moothall.kernel.models import Delivery, Fact, ParkedFact
from moothall.kernel.reactions import Reaction, reactions_to

LOOKED_BACK = timedelta(hours=6)
"""How far back facts are compared with their deliveries. A fact and its job are committed together, so one
without the other is the work of an accident, which the next sweeps see."""

WAITING = """SELECT coalesce(sum(jsonb_array_length(args->'facts')), 0),
 min((args->'facts'->0->>0)::timestamptz) FROM procrastinate_jobs
 WHERE task_name = %s AND status IN ('todo', 'doing', 'failed') AND jsonb_array_length(args->'facts') > 0"""
HAS_JOB = """SELECT DISTINCT fact->>1, args->>'reaction' FROM procrastinate_jobs,
 jsonb_array_elements(args->'facts') AS fact
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
        return outbox.jobs_for(_undelivered(moment))


def _undelivered(moment: datetime) -> Iterator[tuple[Fact, Reaction]]:
    since = moment - LOOKED_BACK
    facts = Fact.objects.filter(at__gte=since, at__lt=moment - GRACE).order_by("at", "id")
    done = _dealt_with(since) | _under_way()
    awaited = ((fact, one) for fact in facts.iterator() for one in reactions_to(fact))
    lost = (pair for pair in awaited if (pair[0].id, pair[1].name) not in done)
    yield from islice((pair for pair in lost if genuine.is_genuine(pair[0])), MOST)


def _dealt_with(since: datetime) -> set[tuple[UUID, str]]:
    """Pairs of fact and reaction that are delivered or set aside."""
    delivered = Delivery.objects.filter(fact_at__gte=since).values_list("fact_id", "reaction")
    parked = ParkedFact.objects.filter(fact_at__gte=since).values_list("fact_id", "reaction")
    return {*delivered, *parked}


def _under_way() -> set[tuple[UUID, str]]:
    """Pairs of fact and reaction that have a job."""
    with connection.cursor() as cursor:
        cursor.execute(HAS_JOB, (outbox.deliver.name,))
        return {(UUID(identity), reaction) for identity, reaction in cursor.fetchall()}

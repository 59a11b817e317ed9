"""Events that have not reached every reaction: how many there are, and those that lost their job."""

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
from moothall.kernel.models import Delivery, ParkedEvent, StoredEvent
from moothall.kernel.reactions import Reaction, reactions_to

LOOKED_BACK = timedelta(hours=6)
"""How far back events are compared with their deliveries. An event and its job are committed together, so one
without the other is the work of an accident, which the next sweeps see."""

WAITING = """SELECT coalesce(sum(jsonb_array_length(args->'events')), 0),
 min((args->'events'->0->>0)::timestamptz) FROM procrastinate_jobs
 WHERE task_name = %s AND status IN ('todo', 'doing', 'failed') AND jsonb_array_length(args->'events') > 0"""
HAS_JOB = """SELECT DISTINCT event->>1, args->>'reaction' FROM procrastinate_jobs,
 jsonb_array_elements(args->'events') AS event
 WHERE task_name = %s AND status IN ('todo', 'doing', 'failed')"""


class Undelivered(Backlog):
    """Events whose reactions have not all been carried out."""

    name = "events"
    title = cast(str, gettext_lazy("What happened, to be told to those it concerns"))
    patience = timedelta(minutes=15)

    def waiting(self, moment: datetime) -> tuple[int, datetime | None]:
        """By the jobs that deliver them, failed ones too (``kernel.deliver_again`` takes those up)."""
        with connection.cursor() as cursor:
            cursor.execute(WAITING, (outbox.deliver.name,))
            count, oldest = cursor.fetchone()
        return count, oldest

    def left_behind(self, moment: datetime) -> list[Job]:
        """Jobs for events that have neither been delivered, nor set aside, nor a job."""
        return outbox.jobs_for(_undelivered(moment))


def _undelivered(moment: datetime) -> Iterator[tuple[StoredEvent, Reaction]]:
    since = moment - LOOKED_BACK
    events = StoredEvent.objects.filter(at__gte=since, at__lt=moment - GRACE).order_by("at", "id")
    done = _dealt_with(since) | _under_way()
    awaited = ((stored, one) for stored in events.iterator() for one in reactions_to(stored))
    lost = (pair for pair in awaited if (pair[0].id, pair[1].name) not in done)
    yield from islice((pair for pair in lost if genuine.is_genuine(pair[0])), MOST)


def _dealt_with(since: datetime) -> set[tuple[UUID, str]]:
    """Pairs of event and reaction that are delivered or set aside."""
    delivered = Delivery.objects.filter(event_at__gte=since).values_list("event_id", "reaction")
    parked = ParkedEvent.objects.filter(event_at__gte=since).values_list("event_id", "reaction")
    return {*delivered, *parked}


def _under_way() -> set[tuple[UUID, str]]:
    """Pairs of event and reaction that have a job."""
    with connection.cursor() as cursor:
        cursor.execute(HAS_JOB, (outbox.deliver.name,))
        return {(UUID(identity), reaction) for identity, reaction in cursor.fetchall()}

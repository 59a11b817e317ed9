"""What the kernel does by the clock: keeping the queue and its memory in order, and finding what was lost."""

import logging
from contextlib import suppress
from datetime import datetime
from typing import cast

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from procrastinate.exceptions import UniqueViolation

from moothall.kernel import backlogs, jobs, outbox
from moothall.kernel.act import Act
from moothall.kernel.due import AtItsMoment
from moothall.kernel.every import Missed, every, note_new
from moothall.kernel.models import ParkedEvent
from moothall.kernel.operations import backlogs as backlog_operations
from moothall.kernel.operations import events, partitions
from moothall.kernel.queries import backlogs as backlog_queries
from moothall.kernel.readers import Unread
from moothall.kernel.room import NoRoom
from moothall.kernel.signin.sessions import SessionStore
from moothall.kernel.undelivered import Undelivered

log = logging.getLogger(__name__)

STALLED_SECONDS = 90
"""After this long without a sign of life a worker counts as dead, and its jobs are done by another."""
LONGEST_JOB = "1 hour"
"""A job begun so long ago has lost its end: its worker could not write down that it was done."""
LEFT = f"""SELECT id FROM procrastinate_jobs AS j WHERE status = 'doing' AND (NOT EXISTS (
 SELECT FROM procrastinate_workers WHERE id = j.worker_id
 AND last_heartbeat > now() - interval '{STALLED_SECONDS} seconds') OR NOT EXISTS (
 SELECT FROM procrastinate_events WHERE job_id = j.id AND type = 'started'
 AND at > now() - interval '{LONGEST_JOB}'))"""  # noqa: S608 (constants)
DISMISS = f"""DELETE FROM procrastinate_workers
 WHERE last_heartbeat < now() - interval '{STALLED_SECONDS * 10} seconds'"""  # noqa: S608 (constants)
FAILED = "SELECT id FROM procrastinate_jobs WHERE status = 'failed' AND task_name = %s"
FINISHED = """DELETE FROM procrastinate_jobs AS j WHERE (status IN ('succeeded', 'cancelled', 'aborted')
 OR status = 'failed' AND task_name <> %s)
 AND NOT EXISTS (SELECT FROM procrastinate_events WHERE job_id = j.id AND at > now() - interval '7 days')"""


def _set_aside(moment: datetime) -> QuerySet[ParkedEvent]:
    return ParkedEvent.objects.filter(replayed_at=None, given_up_at=None)


backlogs.declare(Undelivered())
backlogs.declare(Unread())
backlogs.declare(Missed())
backlogs.declare(NoRoom())
backlogs.declare(AtItsMoment())
backlogs.declare(
    backlogs.Rows(
        name="parked", title=cast(str, _("Reactions set aside after repeated failure")), rows=_set_aside,
        since="parked_at",
    )
)  # fmt: skip


@every("1m", title=_("Give the jobs of workers that ended to others"), waits=False)
def reap(act: Act) -> None:
    """Give the jobs of dead workers to live ones, and those that never come to an end. What they had done
    stays done: reactions take effect once. It waits for no other reaper: who would reap that one?"""
    _have_again(LEFT)
    _execute(DISMISS)


@every("10m", title=_("Try deliveries again that failed altogether"))
def deliver_again(act: Act) -> None:
    """Try deliveries again that could not even be parked, because the database itself was out of order."""
    _have_again(FAILED, outbox.deliver.name)


@every("1m", title=_("Do what is due in single matters"))
def take_up_due(act: Act) -> None:
    """Ask for a job for everything whose moment has come."""
    if backlog_queries.left_behind(act, backlog=AtItsMoment.name):
        backlog_operations.take_up(act, backlog=AtItsMoment.name)


@every("5m", title=_("Find what waits without a job"))
def sweep(act: Act) -> None:
    """Find what waits without a job, whatever became of that, and ask for it anew. A kind that cannot be
    looked at does not keep the others from it."""
    note_new(act)
    jobs.for_each(backlogs.BACKLOGS, lambda name: _sweep_kind(act, name))


def _sweep_kind(act: Act, name: str) -> None:
    if backlog_queries.left_behind(act, backlog=name):
        found = backlog_operations.take_up(act, backlog=name)
        log.warning("%d of %s were left behind and are taken up again", found, name)


@every("03:07", title=_("Make room for the coming days and months"))
def make_room(act: Act) -> None:
    """Make the partitions that the coming days and months need."""
    partitions.make_room(act)


@every("03:17", title=_("Forget keys nobody asks about any more, and what is kept no longer"))
def clear_away(act: Act) -> None:
    """Forget what nobody can ask about any more, and what is older than the place keeps it."""
    events.forget_keys(act)
    partitions.prune(act)


@every("03:27", title=_("Forget jobs that were done a week ago"))
def prune_jobs(act: Act) -> None:
    """Delete finished jobs after a week; of deliveries only those that came to something."""
    _execute(FINISHED, outbox.deliver.name)


@every("03:50", title=_("Forget sessions that are over"))
def clear_sessions(act: Act) -> None:
    """Forget sessions that are over: every search by somebody unknown begins one."""
    SessionStore.clear_expired()


def _have_again(which: str, *values: str) -> None:
    """Have the jobs done again whose ids a statement finds."""
    with connection.cursor() as cursor:
        cursor.execute(which, values)
        found = [number for (number,) in cursor.fetchall()]
    for number in found:
        with suppress(UniqueViolation):  # one of a kind that waits already: the waiting one does its work
            jobs.retry(number)


def _execute(statement: str, *values: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)

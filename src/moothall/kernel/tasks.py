"""What the kernel does by the clock: keeping the queue and its memory in order, and finding what was lost."""

import logging
from contextlib import suppress
from datetime import datetime
from typing import cast

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation

from moothall.kernel import act as acts
from moothall.kernel import backlogs, clock, jobs, outbox
from moothall.kernel.models import ParkedFact
from moothall.kernel.operations import backlogs as backlog_operations
from moothall.kernel.operations import facts
from moothall.kernel.queries import backlogs as backlog_queries
from moothall.kernel.signin.sessions import SessionStore
from moothall.kernel.undelivered import Undelivered

log = logging.getLogger(__name__)

STALLED_SECONDS = 90
"""After this long without a sign of life a worker counts as dead, and its jobs are done by another."""
LONGEST_JOB = "1 hour"
"""A job begun so long ago has lost its end: its worker could not write down that it was done."""
ENDLESS = f"""SELECT id FROM procrastinate_jobs WHERE status = 'doing' AND NOT EXISTS (SELECT FROM
 procrastinate_events WHERE job_id = procrastinate_jobs.id AND type = 'started'
 AND at > now() - interval '{LONGEST_JOB}')"""  # noqa: S608 (a constant)
KEEP_JOBS_HOURS = 24 * 7


def _set_aside(moment: datetime) -> QuerySet[ParkedFact]:
    return ParkedFact.objects.filter(replayed_at=None)


backlogs.declare(Undelivered())
backlogs.declare(
    backlogs.Rows(
        name="parked", title=cast(str, _("Reactions set aside after repeated failure")), rows=_set_aside,
        since="parked_at",
    )
)  # fmt: skip


@app.periodic(cron="* * * * *")
@app.task(name="kernel.reap", queue="upkeep", queueing_lock="kernel.reap", pass_context=False)
async def reap(timestamp: int) -> None:
    """Give the jobs of dead workers to live ones, and those that never come to an end. What they had done
    stays done: reactions take effect once."""
    stalled = await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS)
    endless = await app.connector.execute_query_all_async(ENDLESS)
    for number in {job.id for job in stalled if job.id} | {row["id"] for row in endless}:
        with suppress(UniqueViolation):  # one of a kind that waits already: the waiting one does its work
            await app.job_manager.retry_job_by_id_async(number, retry_at=clock.now())
    await app.job_manager.prune_stalled_workers(seconds_since_heartbeat=STALLED_SECONDS * 10)


@app.periodic(cron="*/10 * * * *")
@app.task(name="kernel.deliver_again", queue="upkeep", queueing_lock="kernel.deliver_again")
async def deliver_again(timestamp: int) -> None:
    """Try deliveries again that could not even be parked, because the database itself was out of order."""
    failed = await app.job_manager.list_jobs_async(task=outbox.deliver.name, status="failed")
    for job in failed:
        await app.job_manager.retry_job(job)


@app.periodic(cron="*/5 * * * *")
@app.task(name="kernel.sweep", queue="upkeep", queueing_lock="kernel.sweep")
def sweep(timestamp: int) -> None:
    """Find what waits without a job, whatever became of that, and ask for it anew. A kind that cannot be
    looked at does not keep the others from it."""
    jobs.for_each(backlogs.BACKLOGS, _sweep_kind)


def _sweep_kind(name: str) -> None:
    if backlog_queries.left_behind(acts.system(), backlog=name):
        found = backlog_operations.take_up(acts.system(), backlog=name)
        log.warning("%d of %s were left behind and are taken up again", found, name)


@app.periodic(cron="17 3 * * *")
@app.task(name="kernel.clear_away", queue="upkeep", queueing_lock="kernel.clear_away")
def clear_away(timestamp: int) -> None:
    """Forget what nobody can ask about any more, and make the coming months' partitions."""
    facts.clear_away(acts.system())


@app.periodic(cron="27 3 * * *")
@app.task(name="kernel.prune_jobs", queue="upkeep", queueing_lock="kernel.prune_jobs")
async def prune_jobs(timestamp: int) -> None:
    """Delete finished jobs after a week; of deliveries only those that came to something."""
    forget = app.job_manager.delete_old_jobs
    await forget(nb_hours=KEEP_JOBS_HOURS, include_cancelled=True)
    for queue in {task.queue for task in app.tasks.values()} - {outbox.deliver.queue}:
        await forget(nb_hours=KEEP_JOBS_HOURS, queue=queue, include_failed=True)


@app.periodic(cron="50 3 * * *")
@app.task(name="kernel.clear_sessions", queue="upkeep", queueing_lock="kernel.clear_sessions")
def clear_sessions(timestamp: int) -> None:
    """Forget sessions that are over: every search by somebody unknown begins one."""
    SessionStore.clear_expired()

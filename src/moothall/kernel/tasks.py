"""What the kernel does by the clock: keeping the queue and its memory in order."""

from contextlib import suppress

from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation

from moothall.kernel import act as acts
from moothall.kernel import outbox
from moothall.kernel.operations import facts

STALLED_SECONDS = 90
"""After this long without a sign of life a worker counts as dead, and its jobs are done by another."""
KEEP_JOBS_HOURS = 24 * 7


@app.periodic(cron="* * * * *")
@app.task(name="kernel.reap", queue="upkeep", queueing_lock="kernel.reap", pass_context=False)
async def reap(timestamp: int) -> None:
    """Give the jobs of dead workers to live ones. What they had done stays done: reactions take effect
    once."""
    stalled = await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS)
    for job in stalled:
        with suppress(UniqueViolation):  # one of a kind that waits already: the waiting one does its work
            await app.job_manager.retry_job(job)
    await app.job_manager.prune_stalled_workers(seconds_since_heartbeat=STALLED_SECONDS * 10)


@app.periodic(cron="*/10 * * * *")
@app.task(name="kernel.deliver_again", queue="upkeep", queueing_lock="kernel.deliver_again")
async def deliver_again(timestamp: int) -> None:
    """Try deliveries again that could not even be parked, because the database itself was out of order."""
    failed = await app.job_manager.list_jobs_async(task=outbox.deliver.name, status="failed")
    for job in failed:
        await app.job_manager.retry_job(job)


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

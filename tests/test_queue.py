"""The queue and the access rules of the database get on with each other; upkeep loses nothing."""

from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from moothall.kernel import act as acts
from moothall.kernel import outbox, tasks


@pytest.mark.django_db
def test_a_job_that_waits_already_is_refused_by_its_name() -> None:
    """A worker asks this every minute for each periodic job, and ends if the database does not say which."""
    once = app.configure_task("kernel.reap", queueing_lock="kernel.reap", queue="clock")
    once.defer(timestamp=1)
    with pytest.raises(AlreadyEnqueued, match=r"kernel\.reap"):
        once.defer(timestamp=2)


@pytest.mark.django_db
def test_failed_deliveries_are_tried_again_and_never_pruned() -> None:
    delivery, other = (
        outbox.deliver.defer(reaction="nobody.knows", events=[]),
        app.configure_task("kernel.clear_away").defer(timestamp=1),
    )
    _end("failed", delivery, other)
    _carry_out(tasks.prune_jobs)
    assert _states() == {delivery: "failed"}
    _carry_out(tasks.deliver_again)
    assert _states() == {delivery: "todo"}
    _end("succeeded", delivery)
    _carry_out(tasks.prune_jobs)
    assert _states() == {}


def _carry_out(task: Any) -> None:
    task(acts.system())


def _end(status: str, *jobs: int) -> None:
    """End the jobs, eight days ago."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = %s WHERE id = ANY(%s)", (status, list(jobs)))
        cursor.execute("UPDATE procrastinate_events SET at = now() - interval '8 days'")


def _states() -> dict[int, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, status::text FROM procrastinate_jobs")
        return dict(cursor.fetchall())

"""Asking for work that is done later: the one way to do so, and always a part of the act that asks.

A job is a row that is written over Django's own connection, so it is there when the transaction commits and
never without it, in a worker too (whose own connections, for taking up jobs, know nothing of the act's).
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from django.db import connection
from procrastinate.connector import BaseConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job
from procrastinate.manager import JobManager
from procrastinate.retry import BaseRetryStrategy, RetryDecision
from procrastinate.tasks import ConfigureTaskOptions

from moothall.kernel import clock

log = logging.getLogger(__name__)

T = TypeVar("T")

LONGEST_WAIT = timedelta(hours=6)


class Lane(StrEnum):
    """Where a job waits only for its like: each lane has workers of its own."""

    NOW = "now"
    """What somebody waits for: reactions, payments."""
    SOON = "soon"
    """What may wait for an outside system: messages."""
    BULK = "bulk"
    """What is long: describing, importing."""
    CLOCK = "clock"
    """What the clock does."""


_WRITTEN = JobManager(DjangoConnector())


class Patiently(BaseRetryStrategy):
    """Whatever a job failed of, it comes again: after ``first``, then twice as long each time, six hours at
    most. After ``tries`` it is left as failed, for the sweeper (:mod:`moothall.kernel.backlogs`) to find."""

    def __init__(self, *, tries: int, first: timedelta = timedelta(seconds=2)) -> None:
        self.tries = tries
        self.first = first

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """When to try again; ``None`` once it was tried often enough."""
        if job.attempts + 1 >= self.tries:
            return None
        return RetryDecision(retry_in={"seconds": int(wait_after(job.attempts, self.first).total_seconds())})


def wait_after(failures: int, first: timedelta) -> timedelta:
    """How long to wait once something failed after ``failures`` earlier ones."""
    doublings: int = 2 ** min(failures, 20)
    return min(first * doublings, LONGEST_WAIT)


def have(task: str, *, lock: str | None = None, at: datetime | None = None, **arguments: Any) -> None:
    """Have ``task`` carried out with ``arguments`` once this transaction is committed, not before ``at``.

    Jobs with the same ``lock`` run one after another. Raises ``RuntimeError`` outside a transaction.
    """
    have_all([job(task, arguments, lock=lock, at=at)])


def job(
    task: str,
    arguments: Mapping[str, Any],
    *,
    lock: str | None = None,
    at: datetime | None = None,
    lane: Lane | None = None,
) -> Job:
    """A job for :func:`have_all`, in its task's own lane if not in another. Raises ``TaskNotFound`` for a
    task nobody has."""
    in_lane: ConfigureTaskOptions = {"queue": lane.value} if lane else {}
    asked = app.configure_task(task, allow_unknown=False, lock=lock, schedule_at=at, **in_lane)
    return asked.make_new_job(**arguments)


def have_all(asked: Sequence[Job]) -> None:
    """Have several jobs carried out, as :func:`have` does; asks the database once."""
    if not connection.in_atomic_block:
        raise RuntimeError("A job is asked for inside an act, so that neither is there without the other.")
    if not asked:
        return
    try:
        _WRITTEN.batch_defer_jobs(list(asked))
    except ConnectorException as failure:
        with connection.wrap_database_errors:  # as Django's own, like any other statement's of the act
            raise failure.__cause__ or failure from None


def asked_for(tasks: Sequence[str]) -> set[str]:
    """Those of ``tasks`` for which a job waits or is under way."""
    found = ProcrastinateJob.objects.filter(task_name__in=tasks, status__in=("todo", "doing"))
    return set(found.values_list("task_name", flat=True))


def retry(number: int) -> None:
    """Have a job done again that was begun or failed. Raises ``UniqueViolation`` while one like it waits."""
    _WRITTEN.retry_job_by_id(number, retry_at=clock.now())


def for_each(things: Iterable[T], carry_out: Callable[[T], object]) -> None:
    """Carry something out for each of ``things``, whatever becomes of the others: what a clock task does.

    Raises an ``ExceptionGroup`` at the end, so that the job counts as failed and its failure is seen.
    """
    failures = [failure for thing in things if (failure := _failure_of(thing, carry_out)) is not None]
    if failures:
        raise ExceptionGroup(f"{len(failures)} could not be done.", failures)


def _failure_of(thing: T, carry_out: Callable[[T], object]) -> Exception | None:
    try:
        carry_out(thing)
    except Exception as failure:
        log.exception("the clock could not deal with %s", thing)
        return failure
    return None


@contextmanager
def kept_in(connector: BaseConnector) -> Iterator[None]:
    """Inside the block jobs go to ``connector`` instead of the database: for days that are simulated."""
    before = _WRITTEN.connector
    _WRITTEN.connector = connector
    try:
        yield
    finally:
        _WRITTEN.connector = before

"""Background work done at once, in the simulated moment, instead of by the worker at the real one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from procrastinate.contrib.django import app
from procrastinate.testing import InMemoryConnector

from moothall.kernel import clock, jobs, outbox, readers


@dataclass(slots=True)
class InlineQueue:
    """Jobs that wait in memory until :meth:`work` does those that are due."""

    connector: InMemoryConnector

    def work(self) -> None:
        """Do every job that is due at this moment, and those they ask for, in order; then what follows the
        stream reads on."""
        while due := self._due():
            for job in due:
                del self.connector.jobs[job["id"]]
                _do(job)

    def _due(self) -> list[dict[str, Any]]:
        readers.catch_up()
        return [job for job in self.connector.jobs.values() if _is_due(job)]


@contextmanager
def queue() -> Iterator[InlineQueue]:
    """Inside the block, jobs asked for by this process go to an :class:`InlineQueue`."""
    connector = InMemoryConnector()
    with jobs.kept_in(connector):
        yield InlineQueue(connector)


def _is_due(job: dict[str, Any]) -> bool:
    when: datetime | None = job["scheduled_at"]
    return job["status"] == "todo" and (when is None or when <= clock.now())


def _do(job: dict[str, Any]) -> None:
    if job["task_name"] == outbox.deliver.name:
        outbox.carry_out(**job["args"], is_last=True)
    else:
        app.tasks[job["task_name"]](**job["args"])

"""An installation in which bells are rung and answered by real processes that are killed."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import psycopg

from moothall.site import environment, postgres
from tests.crash.installation import Installation
from tests.support.patience import PATIENCE

TOWERS = 8
"""Bells of one tower are answered in the order they were rung."""
POISONED = 13
"""Nobody can answer this one."""
ANSWERED = (
    "SELECT person_id::text, (payload->>'number')::int FROM kernel_event"
    " WHERE name = '__main__.BellAnswered' ORDER BY at, id"
)
AS_TIME_GOES_BY = "UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - interval '10 minutes'"

WAITING_IS_OVER = """
    WITH due AS (UPDATE procrastinate_jobs SET scheduled_at = now()
                  WHERE status = 'todo' AND scheduled_at > now() RETURNING id, queue_name),
         told AS (SELECT queue_name,
                         json_build_object('type', 'job_inserted', 'job_id', id)::text AS job FROM due)
    SELECT pg_notify('procrastinate_any_queue_v1', job),
           pg_notify('procrastinate_queue_v1#' || queue_name, job)
      FROM told
"""


@dataclass
class Belfry:
    """The installation, the processes that know bells, and what has been answered so far."""

    place: Installation
    program: str = "tests.crash.bells"
    also: dict[str, str] = field(default_factory=dict)
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """A process that knows bells."""
        roots = os.pathsep.join([str(environment.ROOT / "src"), str(environment.ROOT)])
        surroundings = self.place.environ() | {
            "PYTHONPATH": roots,
            "DJANGO_SETTINGS_MODULE": "moothall.site.settings",
            **self.also,
        }
        process = subprocess.Popen([sys.executable, "-m", self.program, *words], env=surroundings)
        self.processes.append(process)
        return process

    def hire(self) -> subprocess.Popen[bytes]:
        """One more worker."""
        return self.start("work")

    def are_well(self) -> bool:
        """Whether no process has failed; who was killed has not."""
        return all(process.poll() in {None, 0, -signal.SIGKILL} for process in self.processes)

    def carry_out(self, *words: str) -> None:
        """Run a bell process to its end."""
        assert self.start(*words).wait(PATIENCE) == 0

    def ask(self, question: str) -> list[tuple[object, ...]]:
        """What the superuser sees."""
        with psycopg.connect(postgres.superuser_dsn("moothall"), autocommit=True) as server:
            cursor = server.execute(question.encode())
            return list(cursor) if cursor.description else []

    def answered(self) -> dict[str, list[int]]:
        """The numbers of the bells answered, by tower, in the order of the answers."""
        found: dict[str, list[int]] = {}
        for tower, number in self.ask(ANSWERED):
            found.setdefault(str(tower), []).append(int(str(number)))
        return found

    def count(self) -> int:
        """How many answers there are."""
        return sum(map(len, self.answered().values()))

    def let_time_go_by(self) -> None:
        """Let the dead be dead for long, and have their jobs given to the living."""
        self.ask(AS_TIME_GOES_BY)
        self.carry_out("reap")

    def hurry(self) -> bool:
        """Have what waits to be tried again tried now; true, so that it can stand in a condition."""
        self.ask(WAITING_IS_OVER)
        return True


@contextmanager
def belfry(place: Installation, program: str = "tests.crash.bells") -> Iterator[Belfry]:
    """A belfry whose processes are gone at the end."""
    made = Belfry(place, program)
    try:
        yield made
    finally:
        for process in made.processes:
            process.kill()
            process.wait()

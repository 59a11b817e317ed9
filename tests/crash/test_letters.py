"""Many journeys while everything goes wrong: every event is delivered once, and no message is lost.

``MOOTHALL_JOURNEYS=10000 ./moot test -s tests/crash/test_letters.py`` repeats it at length and prints the
table of docs/look-up/repetition.md.
"""

import os
import random
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
import pytest

from moothall.site import postgres
from tests.crash.belfry import Belfry, belfry
from tests.crash.installation import Installation
from tests.support.patience import until

pytestmark = pytest.mark.slow

JOURNEYS = int(os.environ.get("MOOTHALL_JOURNEYS", "60"))
MISCHIEF = max(6, JOURNEYS // 60)
"""How often something is done to the place while it works."""
TOLD = "SELECT count(*), count(DISTINCT payload->>'number') FROM kernel_event WHERE name LIKE '%.SavingTold'"
SAVED = TOLD.replace("SavingTold", "JourneySaved")
STATES = "SELECT state, count(*), sum(attempts) FROM moot_messages_message GROUP BY 1"
SENT = "SELECT count(*) FROM moot_messages_message WHERE state = 'sent'"
PARKED = "SELECT count(*) FROM kernel_parkedevent"
DEAD = (
    "UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - interval '10 minutes'"
    " WHERE last_heartbeat < now() - interval '45 seconds'"
)
DRAIN = (
    "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"
    " AND queue_name IN ('now', 'soon')"
)


class Trouble:
    """What is done to the place, and how often it was."""

    def __init__(self, office: Belfry) -> None:
        self.office = office
        self.chance = random.Random(6)
        self.workers: list[subprocess.Popen[bytes]] = []
        self.done: Counter[str] = Counter()

    def keep_two_workers(self) -> bool:
        """Hire again whom the post or somebody else has killed; true, so that it can stand in a condition."""
        self.done["workers that died of the post"] += sum(
            worker.poll() is not None for worker in self.workers
        )
        self.workers = [worker for worker in self.workers if worker.poll() is None]
        while len(self.workers) < 2:
            self.workers.append(self.office.hire())
        return True

    def make(self) -> None:
        """Something, at random."""
        self.chance.choice([self.kill_worker, self.hold_commits, self.hold_commits, self.kill_server])()

    def kill_worker(self) -> None:
        """One of two ends at once."""
        worker = self.workers.pop(self.chance.randrange(len(self.workers)))
        worker.kill()
        worker.wait()
        self.done["workers killed"] += 1

    def hold_commits(self) -> None:
        """For a while nothing that has an audit entry can be committed: jobs would run before their acts."""
        with psycopg.connect(postgres.superuser_dsn("moothall")) as other:
            other.execute("LOCK TABLE kernel_auditentry IN SHARE MODE")
            time.sleep(self.chance.uniform(0.3, 2.5))
        self.done["commits held back"] += 1

    def kill_server(self) -> None:
        """PostgreSQL and all its processes end at once."""
        server = postgres.Cluster()
        master = server.postmaster()
        assert master is not None
        for process in [master, *master.children(recursive=True)]:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        server.start()
        self.done["PostgreSQL killed"] += 1


@pytest.fixture
def office(place: Installation) -> Iterator[Belfry]:
    """A place whose post is hostile."""
    with belfry(place, "tests.crash.letters") as found:
        found.also = {"MOOTHALL_EMAIL": "hostile"}
        yield found


def number(office: Belfry, question: str) -> int:
    """What the server answers; nothing while it is away."""
    with suppress(psycopg.OperationalError):
        return int(str(office.ask(question)[0][0]))
    return -1


def test_everything_acknowledged_is_passed_on(office: Belfry, place: Installation) -> None:
    began, trouble = time.monotonic(), Trouble(office)
    half = JOURNEYS // 2
    saving = [office.start("save", "0", str(half)), office.start("save", str(half), str(JOURNEYS))]
    for wanted in range(JOURNEYS // MISCHIEF, JOURNEYS, JOURNEYS // MISCHIEF):
        until(lambda wanted=wanted: trouble.keep_two_workers() and number(office, TOLD) >= wanted)
        trouble.make()
    until(lambda: trouble.keep_two_workers() and all(one.poll() is not None for one in saving))
    until(lambda: trouble.keep_two_workers() and is_done(office))
    tell(office, place, trouble, seconds=time.monotonic() - began)
    assert office.ask(SAVED) == [(JOURNEYS, JOURNEYS)]
    assert office.ask(TOLD) == [(JOURNEYS, JOURNEYS)], "every event is delivered once"
    assert [(state, count) for state, count, _tries in office.ask(STATES)] == [("sent", JOURNEYS)]
    assert office.ask(PARKED) == [(0,)]
    taken = letters(place)
    assert len(taken) == JOURNEYS, "every message was taken by the post"
    lost_answers = sum(files - 1 for files, unsaid in taken.values() if files - 1 > unsaid)
    assert lost_answers <= trouble.done.total(), "none is sent again once the place knows that it was"


def is_done(office: Belfry) -> bool:
    """Whether all is sent; what waits to be tried again is tried now, and the dead are taken for dead."""
    with suppress(psycopg.OperationalError):
        office.hurry()
        office.ask(DEAD)
    return number(office, SENT) >= JOURNEYS and number(office, DRAIN) == 0


def letters(place: Installation) -> dict[str, tuple[int, int]]:
    """By message: how often the post took it, and how often it then failed to say so."""
    found = {}
    for folder in (Path(place.folder) / "outbox").iterdir():
        files = [file.name for file in folder.iterdir()]
        found[folder.name] = (len(files), sum(name.endswith("-unsaid") for name in files))
    return found


def tell(office: Belfry, place: Installation, trouble: Trouble, *, seconds: float) -> None:
    """Print what docs/look-up/repetition.md shows."""
    taken = letters(place)
    tries = sum(int(str(tried)) for _state, _count, tried in office.ask(STATES))
    rows = {
        "journeys saved": number(office, SAVED),
        "events delivered": number(office, TOLD),
        "events delivered twice": number(office, TOLD) - JOURNEYS,
        "messages sent": number(office, SENT),
        "messages lost": JOURNEYS - len(taken),
        "tries to send": tries,
        "taken by the post again, because it or its worker ended before it had said so": sum(
            files - 1 for files, _unsaid in taken.values()
        ),
        **dict(sorted(trouble.done.items())),
        "minutes": round(seconds / 60),
    }
    print("\n| | |\n|---|---:|")
    for words, count in rows.items():
        print(f"| {words} | {count:,} |")

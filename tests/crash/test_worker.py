"""Workers are killed while facts flow: everything is done once, in order; what cannot be is set aside."""

import random
from collections.abc import Iterator

import pytest

from moothall.site import postgres
from moothall.site.exits import Exit
from tests.crash.belfry import POISONED, TOWERS, Belfry, belfry, until
from tests.crash.installation import Installation

pytestmark = pytest.mark.slow

BELLS = 96
STATES = "SELECT status::text, count(*) FROM procrastinate_jobs WHERE task_name = 'kernel.deliver' GROUP BY 1"
PARKED = "SELECT count(*), max(error) FROM kernel_parkedfact WHERE replayed_at IS NULL"
BUSY = "SELECT 1 FROM procrastinate_jobs WHERE status = 'doing' AND task_name = 'kernel.deliver'"


@pytest.fixture
def bells(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Belfry]:
    """An installation with a server of its own that runs through the test."""
    place = Installation(tmp_path_factory.mktemp("belfry"))
    monkeypatch.setenv("MOOTHALL_DATA", str(place.folder))
    monkeypatch.delenv("MOOTHALL_DB", raising=False)
    with postgres.running():
        made = place.run("migrate")
        assert made.returncode == Exit.DONE, made.stdout + made.stderr
        with belfry(place) as found:
            yield found


def expected() -> dict[str, list[int]]:
    """Every bell but the poisoned one, in order, by tower."""
    towers: dict[str, list[int]] = {}
    for number in range(BELLS):
        if number != POISONED:
            towers.setdefault(f"00000000-0000-0000-0000-{1 + number % TOWERS:012x}", []).append(number)
    return towers


def test_what_killed_workers_leave_is_done_once_and_in_order(bells: Belfry) -> None:
    chance = random.Random(7)
    ringing = bells.start("ring", "0", str(BELLS))
    for _ in range(3):
        worker, before = bells.hire(), bells.count()
        wanted = min(before + chance.randint(1, 12), BELLS - 1)
        until(lambda wanted=wanted: bells.count() >= wanted or bool(bells.ask(BUSY)))
        worker.kill()
        worker.wait()
    assert ringing.wait(90) == 0
    bells.let_time_go_by()
    bells.hire()
    until(lambda: bells.ask(PARKED)[0][0] == 1 and bells.count() == BELLS - 1, seconds=180)

    assert bells.answered() == expected()
    assert bells.ask(PARKED) == [(1, "ValueError")]
    assert dict(bells.ask(STATES)).keys() == {"succeeded"}

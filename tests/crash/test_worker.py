"""Workers are killed while facts flow: everything is done once, in order; what cannot be is set aside."""

import os
import random
from collections.abc import Iterator

import pytest

from tests.crash.belfry import POISONED, TOWERS, Belfry, belfry
from tests.crash.installation import Installation
from tests.support.patience import PATIENCE, until

pytestmark = pytest.mark.slow

ROUNDS = int(os.environ.get("MOOTHALL_CRASH_ROUNDS", "2"))
"""How many workers are killed, each while the bells of a round are being answered."""
BELLS = 24 * ROUNDS
STATES = "SELECT status::text, count(*) FROM procrastinate_jobs WHERE task_name = 'kernel.deliver' GROUP BY 1"
PARKED = "SELECT count(*), max(error) FROM kernel_parkedfact WHERE replayed_at IS NULL"
BUSY = "SELECT 1 FROM procrastinate_jobs WHERE status = 'doing' AND task_name = 'kernel.deliver'"


@pytest.fixture
def bells(place: Installation) -> Iterator[Belfry]:
    """A place where bells are rung and answered."""
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
    for _ in range(ROUNDS):
        worker, before = bells.hire(), bells.count()
        wanted = min(before + chance.randint(1, 12), BELLS - 1)
        until(lambda wanted=wanted: bells.count() >= wanted or bool(bells.ask(BUSY)))
        worker.kill()
        worker.wait()
    assert ringing.wait(PATIENCE) == 0
    bells.let_time_go_by()
    bells.hire()
    until(lambda: bells.hurry() and bells.ask(PARKED)[0][0] == 1 and bells.count() == BELLS - 1)

    assert bells.answered() == expected()
    assert bells.ask(PARKED) == [(1, "ValueError")]
    assert dict(bells.ask(STATES)).keys() == {"succeeded"}

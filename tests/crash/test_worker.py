"""Workers are killed while events flow: everything is done once, in order; what cannot be is set aside."""

import random
from collections.abc import Iterator

import pytest

from tests.crash.belfry import POISONED, TOWERS, Belfry, belfry
from tests.crash.installation import Installation
from tests.support.patience import PATIENCE, until

pytestmark = pytest.mark.slow

ROUND = 24
"""Bells that are rung for every worker that is killed."""
STATES = "SELECT status::text, count(*) FROM procrastinate_jobs WHERE task_name = 'kernel.deliver' GROUP BY 1"
PARKED = "SELECT count(*), split_part(max(error), ' ', 1) FROM kernel_parkedevent WHERE replayed_at IS NULL"
BUSY = "SELECT 1 FROM procrastinate_jobs WHERE status = 'doing' AND task_name = 'kernel.deliver'"


@pytest.fixture
def bells(place: Installation) -> Iterator[Belfry]:
    """A place where bells are rung and answered."""
    with belfry(place) as found:
        yield found


def expected(bells: int) -> dict[str, list[int]]:
    """Every bell of so many but the poisoned one, in order, by tower."""
    towers: dict[str, list[int]] = {}
    for number in range(bells):
        if number != POISONED:
            towers.setdefault(f"00000000-0000-0000-0000-{1 + number % TOWERS:012x}", []).append(number)
    return towers


@pytest.mark.parametrize("rounds", [2, pytest.param(20, marks=pytest.mark.long)])
def test_what_killed_workers_leave_is_done_once_and_in_order(bells: Belfry, rounds: int) -> None:
    chance, rung = random.Random(7), ROUND * rounds
    ringing = bells.start("ring", "0", str(rung))
    for _ in range(rounds):
        worker, before = bells.hire(), bells.count()
        wanted = min(before + chance.randint(1, 12), rung - 1)
        until(lambda wanted=wanted: bells.count() >= wanted or bells.ask(BUSY), alive=bells.are_well)
        worker.kill()
        worker.wait()
        bells.let_time_go_by()
    assert ringing.wait(PATIENCE) == 0
    bells.hire()
    until(lambda: bells.hurry() and all_is_done(bells, rung), alive=bells.are_well)

    assert bells.answered() == expected(rung)
    assert bells.ask(PARKED) == [(1, "ValueError")]


def all_is_done(bells: Belfry, rung: int) -> bool:
    """Whether every bell is answered or set aside, and the worker has noted it."""
    answered = bells.count() == rung - 1 and bells.ask(PARKED)[0][0] == 1
    return answered and dict(bells.ask(STATES)).keys() == {"succeeded"}

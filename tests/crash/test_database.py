"""PostgreSQL is killed while events flow: nothing is lost, and a repeated act has one effect."""

from collections.abc import Iterator
from contextlib import suppress

import psutil
import psycopg
import pytest

from moothall.site import postgres
from tests.crash.belfry import Belfry
from tests.crash.test_worker import ROUND, bells, expected
from tests.support.patience import PATIENCE, living, until

pytestmark = pytest.mark.slow

__all__ = ["bells"]
BELLS = 2 * ROUND
RUNG = (
    "SELECT count(*), count(DISTINCT payload->>'number') FROM kernel_event WHERE name = '__main__.BellRung'"
)


@pytest.fixture
def server() -> Iterator[postgres.Cluster]:
    """The installation's own server."""
    yield postgres.Cluster()


def kill(server: postgres.Cluster) -> None:
    """End the server and all its processes at once, then start it again."""
    master = server.postmaster()
    assert master is not None
    for process in [master, *master.children(recursive=True)]:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    server.start()


def answered(bells: Belfry, number: int) -> bool:
    """Whether so many bells are answered, as far as the server says anything."""
    with suppress(psycopg.OperationalError):
        return bells.count() >= number
    return False


def test_nothing_is_lost_and_nothing_done_twice(bells: Belfry, server: postgres.Cluster) -> None:
    ringing = bells.start("ring", "0", str(BELLS))
    for share in (4, 2):
        worker = bells.hire()
        until(lambda share=share: answered(bells, BELLS // share // 2), alive=living(worker))
        kill(server)
        worker.kill()
        worker.wait()
    assert ringing.wait(PATIENCE) == 0
    assert bells.ask(RUNG) == [(BELLS, BELLS)]
    bells.let_time_go_by()
    worker = bells.hire()
    until(lambda: bells.hurry() and answered(bells, BELLS - 1), alive=living(worker))
    assert bells.answered() == expected(BELLS)

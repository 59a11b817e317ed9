"""Many commands, one server: the first one in starts it, the last one out stops it.

Each user of the server holds a shared lock on one file; the system drops it however the process ends, so the
count of users is never wrong, not even after ``kill -9``.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from moothall.site import environment
from moothall.site.postgres.cluster import Cluster, Say, silent


@contextmanager
def running(cluster: Cluster | None = None, *, say: Say = silent) -> Iterator[Cluster]:
    """The embedded server is up inside the block.

    Args:
        cluster: which server; by default the one of the data folder.
        say: told about progress in plain words.

    Raises ``Trouble`` when the server cannot be started.
    """
    server = cluster or Cluster()
    server.folder.mkdir(parents=True, exist_ok=True)
    with _lock_file(server.folder / "pg.users.lock") as users:
        _enter(server, users, say)
        try:
            yield server
        finally:
            _leave(server, users)


def _enter(server: Cluster, users: IO[bytes], say: Say) -> None:
    """Start the server unless somebody uses it already, and count as one of its users.

    A server that runs and that nobody uses was left by a killed command: it is stopped and started afresh.
    """
    with _lock_file(server.folder / "pg.door.lock") as door:
        fcntl.flock(door, fcntl.LOCK_EX)
        alone = _try(users, fcntl.LOCK_EX)
        if alone or server.postmaster() is None:
            server.start(say)
        else:
            server.await_answer(say, alive=lambda: server.postmaster() is not None)
        fcntl.flock(users, fcntl.LOCK_SH)


def revive(server: Cluster, say: Say = silent) -> None:
    """Start the server again if it has ended under its users."""
    with _lock_file(server.folder / "pg.door.lock") as door:
        fcntl.flock(door, fcntl.LOCK_EX)
        if server.postmaster() is None:
            say("PostgreSQL has ended; starting it again")
            server.start(say)


def _leave(server: Cluster, users: IO[bytes]) -> None:
    with _lock_file(server.folder / "pg.door.lock") as door:
        fcntl.flock(door, fcntl.LOCK_EX)
        if _try(users, fcntl.LOCK_EX):
            server.stop()


def _try(file: IO[bytes], how: int) -> bool:
    try:
        fcntl.flock(file, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _lock_file(path: Path) -> IO[bytes]:
    """An open lock file that child processes do not inherit."""
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600), "r+b")


@contextmanager
def available(say: Say = silent) -> Iterator[None]:
    """The installation's database server, whichever it is, is up inside the block."""
    if environment.server().is_embedded:
        with running(say=say):
            yield
    else:
        yield

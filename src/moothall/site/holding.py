"""Who has the data folder: ``up`` while it runs, ``restore`` while it replaces the database."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from moothall.site import environment
from moothall.site.exits import Stop


@contextmanager
def hold_data_folder() -> Iterator[IO[str]]:
    """Hold the data folder alone; yields the file in which to say who holds it.

    The system lets go of it however the process ends. Raises ``Stop`` when another process has it.
    """
    folder = environment.data_folder()
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "up.lock").open("a+") as note:
        if not _take(note):
            note.seek(0)
            who = note.read().strip() or "it is just starting"
            raise Stop(
                f"Moothall is already running from {folder}: {who}. "
                "Stop it first, or name another folder with --data."
            )
        note.truncate(0)
        yield note
        note.truncate(0)


def is_held() -> bool:
    """Whether a process has the data folder now."""
    path = environment.data_folder() / "up.lock"
    if not path.exists():
        return False
    with path.open() as note:
        return not _take(note)


def _take(note: IO[str]) -> bool:
    try:
        fcntl.flock(note, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True

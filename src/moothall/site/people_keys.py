"""The file of wrapped data keys (of people, organisations, matters), beside the secrets, never in a backup.

Who is erased is taken out of it, so that no backup, however old, can be read about them again.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from moothall.kernel import act, context, vault
from moothall.site import environment


def path() -> Path:
    """Where the file is."""
    return environment.secrets_folder() / "people.keys"


def write() -> int:
    """Write the keys there are now; returns how many."""
    with _alone(), context.acting(act.system()):
        return vault.write_escrow(path())


def forget(holder: UUID) -> None:
    """Take one key out. Doing it twice changes nothing."""
    with _alone():
        if not path().exists():
            return
        draft = path().with_suffix(".writing")
        with (
            path().open() as kept,
            os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as rest,
        ):
            rest.writelines(line for line in kept if not line.startswith(str(holder)))
            rest.flush()
            os.fsync(rest.fileno())
        draft.replace(path())


@contextmanager
def _alone() -> Iterator[None]:
    """Whoever writes the file waits for whoever else does."""
    lock = os.open(path().with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)

"""Whether processes have ended.

One that has ended stays in the system's list until its parent asks for its exit code; in many containers the
first process, which inherits the orphans, never asks. Nobody needs to wait for that.
"""

import time
from collections.abc import Iterable
from contextlib import suppress

import psutil

TICK = 0.02


def has_ended(process: psutil.Process) -> bool:
    """Whether ``process`` does nothing any more: it is gone, or only its exit code is kept."""
    with suppress(psutil.NoSuchProcess):
        return not process.is_running() or process.status() in {psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD}
    return True


def still_there(processes: Iterable[psutil.Process], *, seconds: float) -> list[psutil.Process]:
    """Wait until all have ended, at most so many seconds; returns those that have not."""
    left, until = list(processes), time.monotonic() + seconds
    while (left := [process for process in left if not has_ended(process)]) and time.monotonic() < until:
        time.sleep(TICK)
    return left

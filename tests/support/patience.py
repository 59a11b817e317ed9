"""How long tests wait: as long as the slowest machine may need. Nothing is judged by how long it took."""

import subprocess
import time
from collections.abc import Callable
from typing import Any

PATIENCE = 300
"""Seconds after which what never comes true is given up. No test may name another limit."""
TICK = 0.05


def living(process: subprocess.Popen[Any]) -> Callable[[], bool]:
    """Whether ``process`` runs, as a question to be asked again."""
    return lambda: process.poll() is None


def until(holds: Callable[[], object], *, alive: Callable[[], bool] = lambda: True) -> None:
    """Come back when ``holds`` does.

    Args:
        holds: asked again and again.
        alive: whether it can still come true; the test fails at once when it cannot.
    """
    given_up_at = time.monotonic() + PATIENCE
    while True:
        could = alive()
        if holds():
            return
        assert could, "It cannot come true any more: what was waited for has ended."
        assert time.monotonic() < given_up_at, "It never came true."
        time.sleep(TICK)

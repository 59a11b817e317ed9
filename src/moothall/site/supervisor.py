"""Programs that belong together: started together, kept running, stopped together, never left behind.

Each child leads a process group of its own and holds the reading end of a pipe as its standard input. When
the supervisor ends in any way, even by ``kill -9``, the pipe breaks and the child stops itself.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import IO, NoReturn

from moothall.site.interrupts import undisturbed

GRACE_SECONDS = 20.0
STARTING_SECONDS, STARTING_GRACE = 8.0, 2.0
STEADY_SECONDS = 60.0
LONGEST_PAUSE = 30.0
LIFELINE = "MOOTHALL_LIFELINE"

Write = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Program:
    """A child to run: its name in the logs, its command. ``once``: it may end and is not started again."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    once: bool = False


@dataclass(slots=True)
class Child:
    """A program under supervision."""

    program: Program
    write: Write
    process: subprocess.Popen[str] | None = None
    started_at: float = 0.0
    due_at: float = 0.0
    pause: float = 0.5
    stops: int = field(default=0)

    def tend(self, now: float) -> None:
        """Start the program if it is due; notice if it has ended. ``now``: seconds of a steady clock."""
        if self.process is None:
            if now >= self.due_at:
                self._start(now)
        elif self.process.poll() is not None:
            self._note_end(now, self.process.returncode)

    def is_running(self) -> bool:
        """Whether its process is there."""
        return self.process is not None and self.process.poll() is None

    def is_busy(self, asked_at: float) -> bool:
        """Whether to go on waiting for its end, asked for at ``asked_at``; one that has hardly begun to start
        has nothing to finish."""
        has_begun = asked_at - self.started_at > STARTING_SECONDS
        grace = GRACE_SECONDS if has_begun else STARTING_GRACE
        return self.is_running() and time.monotonic() < asked_at + grace

    def send(self, how: signal.Signals) -> None:
        """Send a signal to the program: a kill goes to everything it started, all else to itself."""
        if self.process is not None:
            with suppress(ProcessLookupError, PermissionError):
                if how is signal.SIGKILL:
                    os.killpg(self.process.pid, how)
                elif self.process.poll() is None:
                    self.process.send_signal(how)

    def _start(self, now: float) -> None:
        with undisturbed():
            self.process = subprocess.Popen(  # noqa: S603
                self.program.command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env={**self.program.environment, LIFELINE: "1", "PYTHONUNBUFFERED": "1"},
                start_new_session=True,
                text=True,
                errors="replace",
            )
        self.started_at = now
        threading.Thread(target=self._relay, args=(self.process.stdout,), daemon=True).start()

    def _relay(self, output: IO[str]) -> None:
        for line in output:
            self.write(f"{self.program.name:<6} | {line.rstrip()}")

    def _note_end(self, now: float, code: int) -> None:
        self.send(signal.SIGKILL)  # anything it left behind
        self.process = None
        if self.program.once:
            self.due_at = float("inf")
            return
        if now - self.started_at > STEADY_SECONDS:
            self.pause = 0.5
        self.stops += 1
        self.due_at = now + self.pause
        self.write(f"{self.program.name:<6} | ended ({_reason(code)}); starting it again in {self.pause:g} s")
        self.pause = min(self.pause * 2, LONGEST_PAUSE)


def supervise(children: Sequence[Child], tick: Callable[[], None], *, interval: float = 0.2) -> NoReturn:
    """Keep ``children`` running until an exception (such as ``KeyboardInterrupt``) ends it; then stop them.

    Args:
        tick: called at every round, before the children are tended; may raise to end it all.
        interval: seconds between rounds.
    """
    try:
        while True:
            tick()
            for child in children:
                child.tend(time.monotonic())
            time.sleep(interval)
    finally:
        stop(children)


def stop(children: Sequence[Child]) -> None:
    """Ask every child to finish; end those that have not within their grace, or when interrupted again."""
    for child in children:
        child.send(signal.SIGTERM)
    began_at = time.monotonic()
    with suppress(KeyboardInterrupt):
        while any(child.is_busy(began_at) for child in children):
            time.sleep(0.05)
    for child in children:
        child.send(signal.SIGKILL)
        if child.process is not None:
            child.process.wait()


def hold_lifeline() -> None:
    """In a supervised child: stop in order when the supervisor is gone, at once if that takes long."""
    if os.environ.pop(LIFELINE, None):
        threading.Thread(target=_watch, daemon=True).start()


def _watch() -> None:
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    os.killpg(0, signal.SIGKILL)


def _reason(code: int) -> str:
    return f"exit code {code}" if code >= 0 else f"signal {signal.Signals(-code).name}"

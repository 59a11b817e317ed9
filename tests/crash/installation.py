"""An installation of the tests' own, run through the command line like anybody's."""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from moothall.site import environment
from moothall.site.endings import has_ended
from tests.support.patience import PATIENCE

ADDRESS = re.compile(r"Moothall is at (\S+)")


@dataclass
class Run:
    """A command under way, and what it has said so far."""

    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)

    def until(self, pattern: str) -> re.Match[str]:
        """Read on until a line matches. Fails when the command ends first."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line.rstrip())
            if found := re.search(pattern, line):
                return found
        raise AssertionError(f"It ended without saying {pattern}:\n" + "\n".join(self.said))

    def is_under_way(self) -> bool:
        """Whether the command runs."""
        return self.process.poll() is None

    def end(self, how: signal.Signals) -> int:
        """Send a signal, read the rest, and return the exit code."""
        self.process.send_signal(how)
        rest, _ = self.process.communicate(timeout=PATIENCE)
        self.said += rest.splitlines()
        return self.process.returncode


@dataclass(frozen=True)
class Installation:
    """A data folder and the commands run from it."""

    folder: Path

    def environ(self) -> dict[str, str]:
        """What the commands are told: this folder, this code, nothing of the tests' own settings."""
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("MOOTHALL", "DJANGO"))
        }
        return kept | {"MOOTHALL_DATA": str(self.folder), "PYTHONPATH": str(environment.ROOT / "src")}

    def command(self, *words: str) -> Sequence[str]:
        """The words as a command line."""
        return [sys.executable, "-P", "-m", "moothall.site.cli", *words]

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        return subprocess.run(
            self.command(*words),
            env=self.environ(),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    def begin(self, *words: str, **more: str) -> subprocess.Popen[str]:
        """A command under way, with ``more`` in its environment, that hears and is heard through pipes."""
        return subprocess.Popen(
            self.command(*words),
            env=self.environ() | more,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    @contextmanager
    def up(self, *words: str) -> Iterator[Run]:
        """``moot up`` under way; killed at the end if it is still there."""
        port = str(free_port())
        with self.begin("up", "--no-demo", "--port", port, *words) as process:
            try:
                yield Run(process)
            finally:
                process.kill()

    def processes(self) -> list[psutil.Process]:
        """Every process of this installation, whoever started it."""
        return [process for process in psutil.process_iter() if self._owns(process)]

    def is_database(self, process: psutil.Process) -> bool:
        """Whether a process is PostgreSQL's; one that has ended meanwhile is nobody's."""
        try:
            return process.name().startswith("postgres")
        except psutil.Error:
            return False

    def running(self, command: str) -> psutil.Process:
        """The process of this installation that carries out ``command``."""
        return next(process for process in self.processes() if _last_word(process) == command)

    def _owns(self, process: psutil.Process) -> bool:
        try:
            told = process.environ().get("MOOTHALL_DATA") == str(self.folder)
            return (told or process.cwd() == str(self.folder / "pg")) and not has_ended(process)
        except psutil.Error:
            return False


def _last_word(process: psutil.Process) -> str:
    """The last argument of a process; nothing of one that has ended meanwhile."""
    try:
        return "".join(process.cmdline()[-1:])
    except psutil.Error:
        return ""


@contextmanager
def scratch() -> Iterator[Path]:
    """A data folder for a test's own server, taken away afterwards.

    Not one of pytest's temporary folders: each run of pytest closes those to all other accounts, and under
    root the server has an account of its own.
    """
    with tempfile.TemporaryDirectory(prefix="moothall-", ignore_cleanup_errors=True) as folder:
        yield Path(folder).resolve()


@contextmanager
def copied(prepared: Path) -> Iterator[Installation]:
    """An installation like the one at ``prepared``, taken away afterwards."""
    with scratch() as folder:
        subprocess.run(["cp", "-a", f"{prepared}/.", str(folder)], check=True)
        yield Installation(folder)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serves(address: str) -> bool:
    """Whether the place at ``address`` reaches its database."""
    with urllib.request.urlopen(f"{address}/readyz", timeout=PATIENCE) as answer:
        return bool(answer.status == 200)

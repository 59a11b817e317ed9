"""One PostgreSQL server and its folder: make, start, stop, and get going again after any kind of end."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import psycopg

from moothall.site import environment
from moothall.site.endings import TICK, has_ended, still_there
from moothall.site.interrupts import undisturbed
from moothall.site.postgres import wheel
from moothall.site.postgres.account import Account, account
from moothall.site.postgres.tuning import settings

RECOVERY_SECONDS = 600.0
STOP_SECONDS = 60.0
ENDINGS = (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL)
"""How PostgreSQL is told to end: politely, at once, and without being asked."""
Say = Callable[[str], None]

LOCKED_OUT = (
    "The database server does not accept the password in the secrets folder. Bring back the secrets folder "
    "that belongs to this data folder."
)


class Trouble(RuntimeError):
    """The server cannot be made, started or stopped. Carries words for the person at the console."""


def silent(_words: str) -> None:
    """Says nothing; for callers that show no progress."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """The server whose data lies in ``folder/pg``. ``forgetful`` servers are for tests: fast, not durable."""

    folder: Path = field(default_factory=environment.data_folder)
    socket_folder: Path = field(default_factory=environment.socket_folder)
    forgetful: bool = False

    @property
    def data(self) -> Path:
        """PostgreSQL's own folder."""
        return self.folder / "pg"

    @property
    def log(self) -> Path:
        """What the server said before its own logs (``pg/log``) began."""
        return self.folder / "pg.start.log"

    def dsn(self, database: str = "postgres") -> str:
        """A connection string for the superuser."""
        return wheel.superuser_dsn(database, socket_folder=self.socket_folder)

    def start(self, say: Say = silent) -> None:
        """Make the server if there is none, and start it; returns when it answers.

        The caller must be the only one who starts this server (``sharing.running`` sees to that).
        Raises ``Trouble``.
        """
        runs_as = account()
        self._open_folders(runs_as)
        if not self.data.exists():
            say("Making the database server")
            self._make(runs_as)
        self._clear_remains()
        process = self._launch(runs_as)
        try:
            self.await_answer(say, alive=lambda: process.poll() is None)
        except BaseException:
            if process.poll() is None:
                _end(psutil.Process(process.pid))
            raise

    def stop(self) -> None:
        """Stop the server, letting transactions under way roll back; forcibly after a minute. Raises
        ``Trouble``."""
        master = self.postmaster()
        if master is not None:
            _end(master)
        _launched[:] = [process for process in _launched if process.poll() is None]

    def postmaster(self) -> psutil.Process | None:
        """The running server's main process; ``None`` if its lock file is absent or stale."""
        with suppress(OSError, ValueError, IndexError, psutil.Error):
            process = psutil.Process(int((self.data / "postmaster.pid").read_text().splitlines()[0]))
            if _works_in(process, self.data):
                return process
        return None

    def answers(self) -> bool:
        """Whether the server takes connections now. Raises ``Trouble`` when it does not know our password."""
        try:
            psycopg.connect(self.dsn(), connect_timeout=5).close()
        except psycopg.OperationalError as error:
            if "password authentication failed" in str(error):
                raise Trouble(LOCKED_OUT) from error
            return False
        return True

    def _open_folders(self, runs_as: Account) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        runs_as.own(self.socket_folder)
        runs_as.reach([self.data, self.socket_folder, wheel.program("postgres")])

    def _make(self, runs_as: Account) -> None:
        """initdb into a folder of another name, renamed when complete: no try leaves half a server."""
        draft = self.folder / "pg.new"
        subprocess.run(["rm", "-rf", str(draft)], check=True)  # noqa: S603, S607
        runs_as.own(draft)
        password = self.socket_folder / "password"
        password.write_text(wheel.superuser_password())
        os.chown(password, runs_as.uid, runs_as.gid)
        password.chmod(0o600)
        try:
            self._run(runs_as, "initdb", *_initdb_options(draft, password))
        finally:
            password.unlink()
        draft.rename(self.data)

    def _run(self, runs_as: Account, name: str, *options: str) -> None:
        command = [str(wheel.program(name)), *options]
        done = subprocess.run(  # noqa: S603
            command, capture_output=True, text=True, cwd="/", env=_bare(), **runs_as.identity()
        )
        if done.returncode:
            raise Trouble(f"{name} failed:\n{done.stderr.strip()[-2000:]}")

    def _clear_remains(self) -> None:
        """After a kill: stop a server left running, end processes it left, take away its lock files."""
        self.stop()
        for remains in _processes_in(self.data):
            with suppress(psutil.NoSuchProcess):
                remains.send_signal(signal.SIGQUIT)
        for stubborn in still_there(_processes_in(self.data), seconds=3):
            _end(stubborn, how=(signal.SIGKILL,))
        for lock in (self.data / "postmaster.pid", *self.socket_folder.glob(".s.PGSQL.*")):
            lock.unlink(missing_ok=True)

    def _launch(self, runs_as: Account) -> subprocess.Popen[bytes]:
        options = {"unix_socket_directories": str(self.socket_folder), **settings(forgetful=self.forgetful)}
        command = [str(wheel.program("postgres")), "-D", str(self.data)]
        command += [f"--{name}={value}" for name, value in options.items()]
        with self.log.open("wb") as log, undisturbed():
            process = _Server(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=_bare(),
                start_new_session=True,
                **runs_as.identity(),
            )
            _launched.append(process)
        return process

    def await_answer(self, say: Say = silent, *, alive: Callable[[], bool]) -> None:
        """Wait until the server answers, as long as it is ``alive``. Raises ``Trouble``."""
        deadline, next_word = time.monotonic() + RECOVERY_SECONDS, time.monotonic() + 3
        while not (self._is_ready() and self.answers()):
            if not alive():
                raise Trouble(f"PostgreSQL did not start:\n{self.last_words()}")
            if time.monotonic() > deadline:
                raise Trouble(f"PostgreSQL did not answer within ten minutes:\n{self.last_words()}")
            if time.monotonic() > next_word:
                say("PostgreSQL is recovering from an abrupt end")
                next_word += 15
            time.sleep(TICK)

    def _is_ready(self) -> bool:
        with suppress(OSError, IndexError):
            return (self.data / "postmaster.pid").read_text().splitlines()[7].strip() == "ready"
        return False

    def last_words(self) -> str:
        """The end of the newest log, for the console."""
        logs = [self.log, *(self.data / "log").glob("*.log")]
        newest = max((log for log in logs if log.exists()), key=lambda log: log.stat().st_mtime)
        return newest.read_text(errors="replace").strip()[-2000:]


class _Server(subprocess.Popen[bytes]):
    """A server's main process. Others may use the server longer than the command that started it, so it may
    outlive this object, which must not complain."""

    def __del__(self) -> None:
        """Leave the process alone."""


_launched: list[_Server] = []  # kept, so that a server that has ended is asked for its exit code


def _end(process: psutil.Process, *, how: Sequence[signal.Signals] = ENDINGS) -> None:
    """Have ``process`` end, each way of telling it given a minute to work. Raises ``Trouble``."""
    for number in how:
        with suppress(psutil.NoSuchProcess):
            process.send_signal(number)
        if not still_there([process], seconds=STOP_SECONDS):
            return
    raise Trouble(f"PostgreSQL (process {process.pid}) does not stop. End it by hand and try again.")


def _initdb_options(folder: Path, password: Path) -> list[str]:
    """Passwords everywhere, checksums, and an order of letters that no system upgrade can change."""
    return [
        f"--pgdata={folder}",
        f"--username={wheel.SUPERUSER}",
        f"--pwfile={password}",
        "--auth=scram-sha-256",
        "--data-checksums",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--no-instructions",
    ]


def _bare() -> dict[str, str]:
    """An environment without anything that could steer PostgreSQL (PGDATA, PGHOST, LC_…)."""
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


def _works_in(process: psutil.Process, folder: Path) -> bool:
    """Whether ``process`` is a PostgreSQL process of the server in ``folder`` (they all work inside it)."""
    with suppress(psutil.Error):
        is_ours = process.name().startswith("postgres") and Path(process.cwd()) == folder
        return is_ours and not has_ended(process)
    return False


def _processes_in(folder: Path) -> list[psutil.Process]:
    return [process for process in psutil.process_iter() if _works_in(process, folder)]

"""``moot up``: the whole place in one foreground command."""

import argparse
import math
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from moothall.site import environment, postgres, schema, statics, supervisor
from moothall.site.commands import ports
from moothall.site.exits import Exit, Stop
from moothall.site.holding import hold_data_folder
from moothall.site.supervisor import Child, Program


def main(arguments: list[str]) -> int:
    """Start everything, keep it running, stop it in order on Ctrl-C or SIGTERM."""
    options = _options(arguments)
    with hold_data_folder() as note:
        try:
            with _database() as server:
                _bring_up_to_date()
                _serve(options, server, note)
        except KeyboardInterrupt:
            pass
        _say("Stopped. Everything is kept; ./moot up starts it again.")
    return Exit.DONE


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="moot up",
        description="Start the place: database, web server and worker, in this window, until Ctrl-C. "
        "The first start also makes the database and loads the demo place.",
    )
    parser.add_argument("--port", type=int, default=int(os.environ.get("MOOTHALL_PORT", "8000")))
    parser.add_argument("--host", default=os.environ.get("MOOTHALL_HOST", "127.0.0.1"))
    parser.add_argument("--data", metavar="DIR", help="keep everything in DIR (default: var)")
    parser.add_argument("--no-demo", action="store_true", help="leave the place empty")
    return parser.parse_args(arguments)


@contextmanager
def _database() -> Iterator[postgres.Cluster | None]:
    if not environment.server().is_embedded:
        _say("Using the database server of DATABASE_URL")
        yield None
        return
    _say("Starting PostgreSQL")
    with postgres.running(say=_say) as server:
        yield server


def _bring_up_to_date() -> None:
    if schema.is_current() and statics.are_current():
        return
    done = subprocess.run(_moot("migrate"), check=False, stdin=subprocess.DEVNULL)  # noqa: S603
    if done.returncode:
        raise Stop(
            "The database could not be brought up to date; the lines above say why.", Exit(done.returncode)
        )


def _serve(options: argparse.Namespace, server: postgres.Cluster | None, note: IO[str]) -> None:
    port = ports.free_port(options.host, options.port)
    if port != options.port:
        _say(f"Port {options.port} is taken by another program; using {port}")
    address = os.environ.get("MOOTHALL_URL") or f"http://{_shown(options.host)}:{port}"
    note.write(f"process {os.getpid()}, {address}")
    note.flush()
    common = dict(os.environ) | {
        "MOOTHALL_URL": address,
        "MOOTHALL_HOST": options.host,
        "MOOTHALL_PORT": str(port),
    }
    _say("Starting the web server and the worker")
    web = Child(Program("web", _moot("web"), common), _say)
    later = [Child(Program("worker", _moot("worker"), common), _say, due_at=math.inf)]
    if not options.no_demo:
        demo = Program("demo", _moot("demo"), common, once=True)
        later.append(Child(demo, _say, due_at=math.inf))
    watch = _Watch(options.host, port, address, server, later)
    supervisor.supervise([web, *later], watch.look)


@dataclass(slots=True)
class _Watch:
    """Looks after what is not a child: whether pages are served (only then the other programs start, so that
    the first page is there soonest), and whether PostgreSQL runs."""

    host: str
    port: int
    address: str
    server: postgres.Cluster | None
    later: list[Child]
    announced: bool = False

    def look(self) -> None:
        """One round."""
        if not self.announced and ports.answers(self.host, self.port):
            self.announced = True
            _say(f"Moothall is at {self.address}  (Ctrl-C stops it)")
            for child in self.later:
                child.due_at = time.monotonic()
        if self.server is not None and self.server.postmaster() is None:
            postgres.revive(self.server, _say)


def _moot(command: str) -> list[str]:
    return [sys.executable, "-P", "-m", "moothall.site.cli", command]


def _shown(host: str) -> str:
    return "127.0.0.1" if host in {"0.0.0.0", "::", ""} else host  # noqa: S104 (compared, not bound)


def _say(words: str) -> None:
    print(words, flush=True)

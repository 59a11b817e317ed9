"""``moot web``: one web server (Granian), stateless; any number may share one database."""

import argparse
import os
import resource

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from moothall.site import environment, wsgi
from moothall.site.exits import Exit

MOST_WORKERS = 4
CONNECTIONS, BACKLOG = 4_000, 2_048
"""Requests that one process takes in at the same time, and connections that may wait to be accepted. One that
is being sent takes a file and some memory, no thread."""
LONGEST_HEAD = 65_536
"""Octets of a request's line and headers."""


def main(arguments: list[str]) -> int:
    """Serve pages until SIGTERM or Ctrl-C; requests under way are finished."""
    options = _options(arguments)
    os.environ["MOOTHALL_WEB_THREADS"] = str(options.threads)
    _allow_connections()
    Granian(
        f"{wsgi.__name__}:front",
        factory=True,
        address=options.host,
        port=options.port,
        interface=Interfaces.RSGI,
        workers=options.workers,
        backlog=BACKLOG,
        backpressure=CONNECTIONS,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(max_buffer_size=LONGEST_HEAD),
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=8,
        log_level=LogLevels.warning,
        log_dictconfig=_log_lines(),
    ).serve()
    return Exit.DONE


def _allow_connections() -> None:
    """Let each process open a file for every connection: many systems allow 1,024 unless they are asked."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = 2 * CONNECTIONS
    wanted = most if hard == resource.RLIM_INFINITY else min(hard, most)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _options(arguments: list[str]) -> argparse.Namespace:
    given = os.environ.get
    parser = argparse.ArgumentParser(prog="moot web", description="Run a web server only.")
    parser.add_argument("--host", default=given("MOOTHALL_HOST", "127.0.0.1"))
    parser.add_argument("--port", type=int, default=int(given("MOOTHALL_PORT", "8000")))
    workers = given("MOOTHALL_WEB_WORKERS") or min(os.cpu_count() or 1, MOST_WORKERS)
    parser.add_argument("--workers", type=int, default=int(workers), help="processes")
    parser.add_argument("--threads", type=int, default=environment.web_threads(), help="of each, for pages")
    return parser.parse_args(arguments)


def _log_lines() -> dict[str, object]:
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": "moothall.site.logs.LineFormatter"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "loggers": {
            name: {"handlers": ["console"], "level": "WARNING", "propagate": False}
            for name in ("_granian", "granian.access")
        },
    }

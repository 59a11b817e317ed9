"""``moot web``: one web server (Granian), stateless; any number may share one database."""

import argparse
import os

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from moothall.site.exits import Exit

MOST_WORKERS = 4


def main(arguments: list[str]) -> int:
    """Serve pages until SIGTERM or Ctrl-C; requests under way are finished."""
    options = _options(arguments)
    Granian(
        "moothall.site.wsgi:application",
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=options.workers,
        blocking_threads=options.threads,
        blocking_threads_idle_timeout=600,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=8,
        log_level=LogLevels.warning,
        log_dictconfig=_log_lines(),
    ).serve()
    return Exit.DONE


def _options(arguments: list[str]) -> argparse.Namespace:
    given = os.environ.get
    parser = argparse.ArgumentParser(prog="moot web", description="Run a web server only.")
    parser.add_argument("--host", default=given("MOOTHALL_HOST", "127.0.0.1"))
    parser.add_argument("--port", type=int, default=int(given("MOOTHALL_PORT", "8000")))
    workers = given("MOOTHALL_WEB_WORKERS") or min(os.cpu_count() or 1, MOST_WORKERS)
    parser.add_argument("--workers", type=int, default=int(workers), help="processes")
    parser.add_argument(
        "--threads", type=int, default=int(given("MOOTHALL_WEB_THREADS", "4")), help="of each"
    )
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

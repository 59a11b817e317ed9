"""``moot worker``: carries out what happens later or by the clock (Procrastinate)."""

import argparse
import asyncio
import os
import secrets
import socket

from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.psycopg_connector import PsycopgConnector

from moothall.site.exits import Exit

POOL_SECONDS = 5.0


def main(arguments: list[str]) -> int:
    """Work until SIGTERM or Ctrl-C; jobs under way are finished."""
    options = _options(arguments)
    with app.replace_connector(_connector()) as ready:
        asyncio.run(_work(ready, options.concurrency, wait=not options.drain))
    return Exit.DONE


def _connector() -> PsycopgConnector:
    """Connections that notice a database server that was away, so that the worker ends soon and is started
    again (its jobs are taken up by another), instead of waiting for half a minute."""
    return PsycopgConnector(
        kwargs=connector_params(),
        timeout=POOL_SECONDS,
        reconnect_timeout=POOL_SECONDS,
    )


async def _work(ready: App, concurrency: int, *, wait: bool) -> None:
    async with ready.open_async():
        await ready.run_worker_async(
            name=f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(3)}",
            concurrency=concurrency,
            wait=wait,
            shutdown_graceful_timeout=15,
        )


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="moot worker", description="Run a worker only.")
    concurrency = int(os.environ.get("MOOTHALL_WORKER_CONCURRENCY", "4"))
    parser.add_argument("--concurrency", type=int, default=concurrency, help="jobs at the same time")
    parser.add_argument("--drain", action="store_true", help="end when no job waits any more")
    return parser.parse_args(arguments)

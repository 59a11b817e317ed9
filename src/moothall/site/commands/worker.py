"""``moot worker``: carries out what happens later or by the clock (Procrastinate)."""

import argparse
import asyncio
import os
import secrets
import socket

from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from moothall.site import supervisor
from moothall.site.exits import Exit


def main(arguments: list[str]) -> int:
    """Work until SIGTERM or Ctrl-C; jobs under way are finished."""
    options = _options(arguments)
    supervisor.hold_lifeline()
    connector = app.connector
    if isinstance(connector, DjangoConnector):
        connector = connector.get_worker_connector()
    with app.replace_connector(connector) as ready:
        asyncio.run(_work(ready, options.concurrency, wait=not options.drain))
    return Exit.DONE


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

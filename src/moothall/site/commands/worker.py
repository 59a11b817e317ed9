"""``moot worker``: carries out what happens later or by the clock (Procrastinate), and reads the stream.

One process with a worker for each lane, so that what is slow in one keeps nobody waiting in another.
"""

import argparse
import asyncio
import logging
import os
import secrets
import socket
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from django.db import connections
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.periodic import PeriodicRegistry
from procrastinate.psycopg_connector import PsycopgConnector
from procrastinate.signals import on_stop
from procrastinate.worker import Worker

from moothall.kernel import readers
from moothall.kernel.jobs import Lane
from moothall.kernel.readers import READERS, Reader
from moothall.site.exits import Exit

log = logging.getLogger(__name__)

POOL_SECONDS = 5.0
PAUSE_SECONDS = 1.0
"""How long a reader that has read everything waits before it looks again."""
AT_A_TIME = {Lane.NOW: 3, Lane.SOON: 1, Lane.BULK: 1, Lane.CLOCK: 1}
"""Jobs at the same time in each lane. Each costs a thread and a connection to the database."""


def main(arguments: list[str]) -> int:
    """Work until SIGTERM or Ctrl-C; jobs under way are finished."""
    options = _options(arguments)
    lanes = {lane: _at_a_time(lane) for lane in options.lane or Lane}
    with app.replace_connector(_connector(len(lanes))) as ready:
        asyncio.run(_work(ready, lanes, drain=options.drain))
    return Exit.DONE


def _connector(lanes: int) -> PsycopgConnector:
    """Connections that notice a database server that was away, so that the worker ends soon and is started
    again (its jobs are taken up by another), instead of waiting for half a minute."""
    return PsycopgConnector(
        kwargs=connector_params(),
        timeout=POOL_SECONDS,
        reconnect_timeout=POOL_SECONDS,
        max_size=lanes + 3,
    )


async def _work(ready: App, lanes: Mapping[Lane, int], *, drain: bool) -> None:
    """Work in ``lanes``, each with so many jobs at a time, until told to stop or, to ``drain``, until nothing
    waits any more."""
    threads = ThreadPoolExecutor(sum(lanes.values()) + len(READERS) + 1)
    asyncio.get_running_loop().set_default_executor(threads)
    async with ready.open_async():
        await (_drain(ready, lanes) if drain else _go_on(ready, lanes))


async def _drain(ready: App, lanes: Mapping[Lane, int]) -> None:
    """Work until no job waits and everything is read."""
    done = -1
    while done != (done := await _count_done(ready)):
        await asyncio.gather(*(_run(_worker(ready, lane, many, wait=False)) for lane, many in lanes.items()))
        await asyncio.to_thread(_in_thread, readers.catch_up)


async def _go_on(ready: App, lanes: Mapping[Lane, int]) -> None:
    """Work until told to stop. When one lane ends by itself (its database is away), all do, so that the
    supervisor starts them anew."""
    workers = [_worker(ready, lane, many, wait=True) for lane, many in lanes.items()]
    stopping = asyncio.Event()

    def stop() -> None:
        stopping.set()
        for worker in workers:
            worker.stop()  # type: ignore[no-untyped-call]

    with on_stop(stop):
        running = [asyncio.create_task(_run(worker)) for worker in workers]
        following = [asyncio.create_task(_follow(reader, stopping)) for reader in READERS.values()]
        try:
            await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stop()
            await asyncio.gather(*running, *following)


def _worker(ready: App, lane: Lane, at_a_time: int, *, wait: bool) -> Worker:
    """The worker of a lane. One lane alone looks at the clock."""
    own = ready.with_connector(ready.connector)
    if lane is not Lane.CLOCK:
        own.periodic_registry = PeriodicRegistry()  # type: ignore[no-untyped-call]
    return Worker(
        own,
        queues=[lane.value],
        name=f"{lane}-{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(3)}",
        concurrency=at_a_time,
        wait=wait,
        shutdown_graceful_timeout=15,
        install_signal_handlers=False,
    )


async def _run(worker: Worker) -> None:
    await worker.run()  # type: ignore[no-untyped-call]


async def _follow(reader: Reader, stopping: asyncio.Event) -> None:
    """Have a reader read on until told to stop."""
    while not stopping.is_set():
        if not await asyncio.to_thread(_in_thread, lambda: _read(reader)):
            with suppress(TimeoutError):
                await asyncio.wait_for(stopping.wait(), PAUSE_SECONDS)


def _read(reader: Reader) -> int:
    """Read a batch; what no event is to blame for comes again after a pause."""
    try:
        return readers.read(reader)
    except Exception as failure:
        log.warning("the reader %s could not go on: %s", reader.name, type(failure).__name__)
        return 0


def _in_thread(carry_out: Callable[[], int | None]) -> int | None:
    """Carry something out with connections that are whole before and after."""
    for connection in connections.all(initialized_only=True):
        connection.close_if_unusable_or_obsolete()
    return carry_out()


async def _count_done(ready: App) -> int:
    """How much has become of jobs so far: it stands still when nothing waits any more."""
    row = await ready.connector.execute_query_one_async(
        "SELECT (SELECT count(*) FROM procrastinate_events) AS done"
    )
    return int(row["done"])


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="moot worker", description="Run a worker only.")
    parser.add_argument(
        "--lane", type=Lane, action="append", choices=list(Lane), metavar="LANE",
        help="work in this lane only (now, soon, bulk, clock); may be given several times",
    )  # fmt: skip
    parser.add_argument("--drain", action="store_true", help="end when no job waits any more")
    return parser.parse_args(arguments)


def _at_a_time(lane: Lane) -> int:
    return int(os.environ.get(f"MOOTHALL_LANE_{lane.name}", AT_A_TIME[lane]))

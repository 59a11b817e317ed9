"""How many rows a second are taken in by batches, against plain COPY.

    python -m benchmarks.intake [--batches 20] [--rows 5000]

Runs on a database of its own, made and dropped by the run, in the table of measurements that tests make.
Every batch is an act with its policies, audit entry and hash tree. The floor, in the same run and in turn
with it, is a superuser's COPY of as many rows into a bare table with the same columns and primary key.
"""

import argparse
import os
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

import psycopg  # noqa: E402

from moothall.kernel import clock  # noqa: E402
from moothall.kernel.tests.observations import Reading, make_table, take_readings  # noqa: E402
from moothall.kernel.tests.support import Small, small_place  # noqa: E402
from tests.support.database import fresh_database  # noqa: E402

BEGIN = datetime(2027, 3, 1, tzinfo=UTC)
PLAIN = """CREATE TABLE plain_observation (at timestamptz, id uuid, organisation_id uuid NOT NULL,
    value float8 NOT NULL, PRIMARY KEY (at, id))"""
COPY = "COPY plain_observation (at, id, organisation_id, value) FROM STDIN"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--batches", type=int, default=20)
    parser.add_argument("--rows", type=int, default=5_000)
    asked = parser.parse_args()
    with fresh_database() as database, database.superuser(database.name) as server:
        make_table()
        server.execute(PLAIN)
        measure(small_place(), server, asked.batches, asked.rows)


def measure(place: Small, server: psycopg.Connection, batches: int, rows: int) -> None:
    """Batches in turn, one way and the other; medians."""
    spent: dict[str, list[float]] = {"intake": [], "COPY": []}
    for number in range(batches):
        begin = BEGIN + timedelta(seconds=number * rows)
        sent = [Reading(begin + timedelta(seconds=step), step / 10) for step in range(rows)]
        act = place.as_officer().with_key(f"batch {number}")
        spent["intake"].append(
            timed(lambda act=act, sent=sent: take_readings(act, organisation=place.council, readings=sent))
        )
        spent["COPY"].append(timed(lambda sent=sent: copy(server, place, sent)))
    for name, seconds in spent.items():
        print(f"{name:8} {rows / statistics.median(seconds):10,.0f} rows/s")


def copy(server: psycopg.Connection, place: Small, sent: list[Reading]) -> None:
    """The floor: the rows and nothing else."""
    with server.cursor() as cursor, cursor.copy(COPY) as into:
        for one in sent:
            into.write_row((one.at, clock.uuid7(one.at), place.council, one.value))


def timed(carry_out: Callable[[], object]) -> float:
    """Seconds that it takes."""
    begin = time.perf_counter()
    carry_out()
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()

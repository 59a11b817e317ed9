"""What the access policies cost: list and detail of matters with and without them, setting the act, a gate
round trip.

Usage: python -m benchmarks.access [--matters 1000000]. Makes a database of its own on the tests' server,
fills it by SQL as the owner, and prints CPU milliseconds of application and PostgreSQL together. "Without" is
the same statement by the owner, whose one policy is ``true``, prepared like the application's.
"""

import argparse
import os
import time
from collections.abc import Callable
from itertools import cycle
from uuid import UUID

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.db import connections, transaction  # noqa: E402

from benchmarks.cases import TICK, backends, plan_alike, ticks  # noqa: E402
from moothall.kernel import act as acts  # noqa: E402
from moothall.kernel import allow  # noqa: E402
from moothall.kernel.act import Act  # noqa: E402
from moothall.kernel.context import acting  # noqa: E402
from moothall.kernel.gate import query  # noqa: E402
from tests.support.database import PlaceDatabase, fresh_database  # noqa: E402

ORGANISATIONS, GRANTED, TRIES = 60, 40, 1000
FILL = """
INSERT INTO kernel_organisation (id, slug, name, kind, description, website, email, telephone, created_at)
SELECT gen_random_uuid(), 'o' || n, 'Organisation ' || n, 'council', '', '', '', '', now()
  FROM generate_series(1, {organisations}) AS n;
INSERT INTO kernel_person (id, created_at, assurance, language)
SELECT gen_random_uuid(), now(), 'guest', 'en' FROM generate_series(1, {matters} / 10) AS n;
INSERT INTO kernel_matter (id, reference, kind, organisation_id, person_id, opened_at, visibility,
title, hidden_for)
SELECT gen_random_uuid(), 'R' || n, 'bulky-waste', o.ids[1 + floor(power(random(), 2) *
{organisations})::int],
       p.ids[1 + n % cardinality(p.ids)], now() - n * interval '30 seconds',
       CASE WHEN n % 500 = 0 THEN 'people' ELSE 'organisation' END, '', ''
  FROM generate_series(1, {matters}) AS n, (SELECT array_agg(id) AS ids FROM kernel_organisation) AS o,
       (SELECT array_agg(id) AS ids FROM kernel_person) AS p;
INSERT INTO kernel_grant (id, matter_id, organisation_id, basis, purposes, service, attributes, reason,
 since_at, until_at)
SELECT gen_random_uuid(), m.id, o.id, 'referral', '{{service}}', '', '{{}}', '',
       now(), now() + interval '1 year'
  FROM (SELECT id FROM kernel_matter ORDER BY opened_at DESC LIMIT {matters} / {granted}) AS m,
       LATERAL (SELECT id FROM kernel_organisation ORDER BY md5(m.id::text || id::text) LIMIT 1) AS o;
"""
LIST = (
    "SELECT id, reference, opened_at FROM kernel_matter"
    " WHERE organisation_id = %s ORDER BY opened_at DESC LIMIT 100"
)
DETAIL = "SELECT * FROM kernel_matter WHERE id = %s"


@query(allow=allow.anyone)
def nothing_for_benchmark(act: Act) -> None:
    """A question that asks nothing: what the gate itself costs."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT 1")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--matters", type=int, default=1_000_000)
    options = parser.parse_args()
    with fresh_database() as database:
        fill(database, options.matters)
        plan_alike()
        report(database)


def fill(database: PlaceDatabase, matters: int) -> None:
    """The rows, in a few statements."""
    started = time.monotonic()
    with database.superuser(database.name) as server:
        server.execute("SET session_replication_role = replica")
        server.execute(FILL.format(matters=matters, organisations=ORGANISATIONS, granted=GRANTED).encode())
        server.execute("VACUUM ANALYZE")
    print(f"{matters:,} matters filled in {time.monotonic() - started:.0f} s")


def report(database: PlaceDatabase) -> None:
    """Every figure, in milliseconds."""
    with database.superuser(database.name) as server:
        (big,) = server.execute(
            "SELECT organisation_id FROM kernel_matter GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"
        ).fetchone() or (None,)
        own = [row[0] for row in server.execute(
            "SELECT id FROM kernel_matter WHERE organisation_id = %s AND visibility <> 'people' LIMIT 200",
            [big],
        )]  # fmt: skip
        granted = [row[0] for row in server.execute(
            "SELECT matter_id FROM kernel_grant AS g JOIN kernel_matter AS m ON m.id = g.matter_id"
            " WHERE g.organisation_id = %s AND m.organisation_id <> %s"
            " AND m.visibility <> 'people' LIMIT 200",
            [big, big],
        )]  # fmt: skip
    act = acts.staff(UUID(int=1), organisation=big, permissions=frozenset())
    compare("list of 100, own", act, LIST, [[big]])
    compare("detail, own", act, DETAIL, [[one] for one in own])
    compare("detail, granted", act, DETAIL, [[one] for one in granted])
    say("setting the act", cpu(lambda: enter(act)), cpu(bare))
    say("gate round trip", cpu(lambda: nothing_for_benchmark(act)), cpu(bare))


def compare(name: str, act: Act, statement: str, arguments: list[list[object]]) -> None:
    """One statement with the policies and as the owner."""
    with acting(act), transaction.atomic(using="owner"):
        say(name, run(statement, arguments, "default"), run(statement, arguments, "owner"))


def run(statement: str, arguments: list[list[object]], alias: str) -> float:
    """The CPU of one of many executions, in milliseconds."""
    values = cycle(arguments)
    with connections[alias].cursor() as cursor:

        def once() -> None:
            cursor.execute(statement, next(values))
            cursor.fetchall()

        return cpu(once)


def enter(act: Act) -> None:
    """A transaction that knows who acts."""
    with acting(act), connections["default"].cursor() as cursor:
        cursor.execute("SELECT 1")


def bare() -> None:
    """A transaction as any Django view has it."""
    with transaction.atomic(), connections["default"].cursor() as cursor:
        cursor.execute("SELECT 1")


def cpu(once: Callable[[], None]) -> float:
    """The CPU of a call, of this process and its PostgreSQL backends, in milliseconds."""
    for _ in range(20):
        once()
    before, started = sum(map(ticks, backends())), time.process_time()
    for _ in range(TRIES):
        once()
    server = (sum(map(ticks, backends())) - before) / TICK
    return 1000 * (time.process_time() - started + server) / TRIES


def say(name: str, measured: float, floor: float) -> None:
    """One line."""
    print(f"{name:<24} {measured:7.3f} ms   without {floor:7.3f} ms   extra {measured - floor:+7.3f} ms")


if __name__ == "__main__":
    main()

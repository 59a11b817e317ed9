"""What finding by place costs: a circle among many points, through cells and without, under a policy.

Usage: python -m benchmarks.geo [--points 1000000]. Makes a database of its own on the tests' server and fills
it with places over 20 by 20 km. Prints milliseconds, medians of interleaved tries: the application asking
``geo.near`` under row-level security (*cells*), the same circle by distances alone (*looking at all*), and a
superuser asking the GiST index of points that stood here before (*points*), which no policy lets through.
"""

import argparse
import os
import random
import statistics
import time
from collections.abc import Callable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

import psycopg  # noqa: E402
from django.db import models  # noqa: E402
from django.db.models import F, Func, Value  # noqa: E402

from moothall.foundations.directory.models import Location  # noqa: E402
from moothall.kernel import act as acts  # noqa: E402
from moothall.kernel import clock, geo  # noqa: E402
from moothall.kernel.context import acting  # noqa: E402
from moothall.kernel.geo import Spot  # noqa: E402
from tests.support.database import PlaceDatabase, fresh_database  # noqa: E402

WEST, SOUTH, WIDE, TALL = -3.85, 51.1, 0.29, 0.18
TRIES = {"cells": 60, "points": 60, "looking at all": 3}
COPY = (
    "COPY directory_location (id, organisation_id, source, digest, name, location_type, longitude, latitude,"
    " cell9, area, postcode, features, document) FROM STDIN"
)
POINTS = """
SELECT id FROM directory_location WHERE point(longitude, latitude) <@ box(point(%s, %s), point(%s, %s))
   AND moothall.metres(longitude, latitude, %s, %s) <= %s
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=1_000_000)
    options = parser.parse_args()
    with fresh_database() as database:
        fill(database, options.points)
        for reach in (100, 500, 2_000):
            report(database, reach)


def fill(database: PlaceDatabase, points: int) -> None:
    """The places, with the index of points beside that of cells."""
    dice, owner = random.Random(1), clock.uuid7()
    with database.superuser(database.name) as server:
        server.execute("SET session_replication_role = replica")
        with server.cursor() as cursor, cursor.copy(COPY) as copy:
            for _ in range(points):
                x, y = WEST + dice.random() * WIDE, SOUTH + dice.random() * TALL
                placed = (x, y, geo.cell_of(x, y), "", "", "{}", "{}")
                copy.write_row((clock.uuid7(), owner, "", b"", "", "physical", *placed))
        server.execute("CREATE INDEX points ON directory_location USING gist (point(longitude, latitude))")
        server.execute("ANALYZE directory_location")
        server.commit()


def report(database: PlaceDatabase, reach: float) -> None:
    """One line for circles of a size."""
    took: dict[str, list[float]] = {name: [] for name in TRIES}
    found = 0
    with database.superuser(database.name) as server:
        for number in range(max(TRIES.values())):
            dice = random.Random(number)
            spot = Spot(WEST + dice.random() * WIDE, SOUTH + dice.random() * TALL)
            counts = {
                name: timed(way, took[name])
                for name, way in ways(server, spot, reach).items()
                if number < TRIES[name]
            }
            assert len(set(counts.values())) == 1, counts
            found += counts["cells"]
    medians = ", ".join(f"{name} {statistics.median(each):.2f} ms" for name, each in took.items())
    ranges = len(geo.ranges(spot, reach) or ())
    print(f"{reach:>6} m: {found / max(TRIES.values()):.0f} found, {ranges} ranges: {medians}")


def ways(server: psycopg.Connection, spot: Spot, reach: float) -> dict[str, Callable[[], int]]:
    """The three ways of asking; each says how many it found."""
    distance: Func = Func(
        F("longitude"), F("latitude"), Value(spot.longitude), Value(spot.latitude),
        function="moothall.metres", output_field=models.FloatField(),
    )  # fmt: skip
    up, across = reach / 111_000, reach / 69_000
    edges = (spot.longitude - across, spot.latitude - up, spot.longitude + across, spot.latitude + up)

    def cells() -> int:
        with acting(acts.public()):
            return len(list(geo.near(Location.objects.all(), spot, reach).values_list("pk")))

    def points() -> int:
        return len(server.execute(POINTS, (*edges, spot.longitude, spot.latitude, reach)).fetchall())

    def all_of_them() -> int:
        with acting(acts.public()):
            rows = Location.objects.annotate(metres=distance).filter(metres__lte=reach)
            return len(list(rows.values_list("pk")))

    return {"cells": cells, "points": points, "looking at all": all_of_them}


def timed(way: Callable[[], int], into: list[float]) -> int:
    """How many a way found; its milliseconds go into the list."""
    started = time.perf_counter()
    count = way()
    into.append((time.perf_counter() - started) * 1_000)
    return count


if __name__ == "__main__":
    main()

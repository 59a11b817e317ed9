"""How long imports take and how much memory they need: real data, and a generated feed of any size.

    python -m benchmarks.imports [--services 50000] [--real]

Runs on a database of its own, made and dropped by the run, with the tests' settings. The floor, measured in
the same run, is reading the file (ijson) without keeping anything.
"""

import argparse
import contextlib
import io
import json
import os
import random
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from moothall.foundations.addresses import commands as addresses  # noqa: E402
from moothall.foundations.directory import commands as directory  # noqa: E402
from moothall.foundations.directory.feeds import streaming  # noqa: E402
from moothall.foundations.directory.tests.shared import DIRECTORY  # noqa: E402
from tests.support.database import fresh_database  # noqa: E402

WORDS = [
    "advice",
    "help",
    "group",
    "club",
    "carers",
    "family",
    "youth",
    "debt",
    "food",
    "housing",
    "garden",
    "repair",
    "walking",
    "singing",
    "health",
    "memory",
    "benefits",
    "welcome",
    "weekly",
    "friendly",
    "volunteers",
    "support",
    "people",
    "home",
    "visit",
    "lunch",
    "transport",
    "training",
    "work",
]


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--services", type=int, default=50_000, help="in the generated feed; 0: none")
    parser.add_argument("--real", action="store_true", help="also the real feed, service list and postcodes")
    options = parser.parse_args()
    with fresh_database(), tempfile.TemporaryDirectory() as folder:
        if options.real:
            _real()
        if options.services:
            _generated(Path(folder) / "feed.json", options.services)


def _real() -> None:
    with _timed("real data: 24,214 postcodes, 1,519 types, 313 services"):
        _quiet(
            lambda: addresses.import_postcodes([str(DIRECTORY / "hounslow" / "postcodes_west_london.csv")])
        )
        _quiet(lambda: directory.import_service_list([str(DIRECTORY / "lgsl" / "lgsl_v4_services.csv")]))
        feed = DIRECTORY / "hounslow" / "hounslow_oruk3_services.json"
        _quiet(lambda: directory.import_open_referral([str(feed)]))


def _generated(path: Path, count: int) -> None:
    write_feed(path, count)
    print(f"{count:,} services, {path.stat().st_size / 1e6:.0f} MB")
    with _timed("floor: reading the file only"):
        for _ in streaming.services_in(path):
            pass
    for label in ("first import", "again, nothing changed"):
        with _timed(label):
            _quiet(lambda: directory.import_open_referral([str(path)]))


def write_feed(path: Path, count: int) -> None:
    """A feed of ``count`` services of a tenth as many organisations, the same at every run."""
    draw = random.Random(7)
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            file.write("[\n" if number == 0 else ",\n")
            json.dump(_service(draw, number), file)
        file.write("\n]\n")


def _service(draw: random.Random, number: int) -> dict[str, Any]:
    identity, organisation = str(UUID(int=10**12 + number)), number // 10
    name = " ".join(draw.choices(WORDS, k=4)).capitalize()
    return {
        "id": identity,
        "name": f"{name} {number}",
        "status": "active",
        "description": " ".join(draw.choices(WORDS, k=120)),
        "url": f"https://www.example.org/{number}",
        "email": f"service{number}@example.org",
        "last_modified": "2026-03-14T09:30:00.000Z",
        "organization": {
            "id": str(UUID(int=10**9 + organisation)),
            "name": f"Organisation {organisation}",
            "description": "Serves people here.",
        },
        "cost_options": [
            {"id": str(UUID(int=10**13 + number)), "option": "Everyone", "amount": draw.choice([0, 5])}
        ],
        "schedules": [
            {
                "id": str(UUID(int=10**14 + number)),
                "freq": "WEEKLY",
                "byday": draw.choice(["MO,TU,WE", "SA", "FR"]),
                "opens_at": "09:00",
                "closes_at": "17:00",
            }
        ],
        "service_at_locations": [_place(draw, number)],
    }


def _place(draw: random.Random, number: int) -> dict[str, Any]:
    return {
        "id": str(UUID(int=10**15 + number)),
        "location": {
            "id": str(UUID(int=10**16 + number)),
            "location_type": "physical",
            "name": f"Hall {number}",
            "latitude": round(51.2 + draw.random() / 5, 6),
            "longitude": round(-3.8 + draw.random() / 5, 6),
            "addresses": [
                {
                    "id": str(UUID(int=10**17 + number)),
                    "address_1": f"{number} High Street",
                    "city": "Wexcombe Bay",
                    "state_province": "Severnmoor",
                    "postal_code": "WX1 1AL",
                    "country": "GB",
                    "address_type": "physical",
                }
            ],
        },
    }


@contextlib.contextmanager
def _timed(label: str) -> Iterator[None]:
    wall, cpu = time.monotonic(), time.process_time()
    yield
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{label}: {time.monotonic() - wall:.1f} s, {time.process_time() - cpu:.1f} s CPU of the importer, "
        f"peak memory so far {peak:.0f} MB",
        flush=True,
    )


def _quiet(run: Callable[[], int]) -> None:
    """Run an import and show only its report."""
    with contextlib.redirect_stderr(io.StringIO()):
        code = run()
    assert code in {0, 1}, f"exit code {code}"


if __name__ == "__main__":
    main()

"""CPU of a whole journey: a resident has large items collected, from the first page to the receipt.

    python -m benchmarks.journeys [--journeys 60]

Twenty-odd requests through the whole middleware, as a browser without JavaScript makes them, with the
embedded payment provider; and beside it, in the same run, as many bare Django views that keep a row each.
Counts the CPU of the application and of its PostgreSQL backends, the statements, and how long requests take.
"""

import argparse
import itertools
import os
import statistics
import time
from collections.abc import Callable
from datetime import time as hour
from typing import Any
from uuid import UUID

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.db import connections, transaction  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.test import Client, RequestFactory  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from benchmarks.cases import TICK, backends, ticks  # noqa: E402
from moothall.foundations.bookings import operations as bookings  # noqa: E402
from moothall.foundations.bookings.operations.resources import Opening  # noqa: E402
from moothall.kernel import act as acts  # noqa: E402
from moothall.kernel import clock  # noqa: E402
from moothall.kernel.models import Matter  # noqa: E402
from tests.journeys.test_large_items import (  # noqa: E402
    checks_and_pays,
    chooses_a_day,
    chooses_a_home,
    lists_two_sofas,
)
from tests.journeys.town import WARD, Town, build  # noqa: E402
from tests.journeys.walking import Walker  # noqa: E402
from tests.support.database import fresh_database  # noqa: E402

PAGES_OF_EACH = 10
"""Pages read and answered for each journey."""


class Timed(Client):
    """A browser that notes how long each answer took."""

    def __init__(self, taken: list[float]) -> None:
        super().__init__()
        self.taken = taken

    def request(self, **request: Any) -> Any:
        """Ask, and note."""
        started = time.perf_counter()
        answer = super().request(**request)
        self.taken.append(1000 * (time.perf_counter() - started))
        return answer


def main() -> None:
    """Measure journeys and their floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--journeys", type=int, default=60)
    options = parser.parse_args()
    with fresh_database():
        town = build()
        _make_room(town, options.journeys + 20)
        taken: list[float] = []
        for _ in range(10):
            travel([])
        _count()
        requests = _measure("a journey", lambda: travel(taken), options.journeys, taken)
        ask = RequestFactory().post("/")
        floor: list[float] = []
        _measure(
            f"floor: {requests} bare views", lambda: _bare(ask, town.council, requests, floor),
            options.journeys, floor,
        )  # fmt: skip
        _pages(options.journeys * PAGES_OF_EACH, ask, town.council)


def _pages(times: int, ask: HttpRequest, council: UUID) -> None:
    """One page in the middle of a journey, read and answered, each beside a bare view."""
    taken: list[float] = []
    somebody = Walker(client=Timed(taken)).opens("/do/bulky-waste/")
    chooses_a_home(somebody)
    lists_two_sofas(somebody)
    somebody.answers().sees("Where will you put the items?")
    page, browser, sides = somebody.at, somebody.client, itertools.cycle(("front", "side"))

    def read() -> None:
        assert browser.get(page).status_code == 200

    def answer() -> None:
        assert browser.post(page, {"key": clock.token(), "answer": next(sides)}).status_code == 302

    for _ in range(times // 4):
        read()
        answer()
    _measure("a page: read", read, times, taken)
    _measure("a page: answered", answer, times, taken)
    bare: list[float] = []
    _measure("floor: one bare view", lambda: _bare(ask, council, 1, bare), times, bare)


def travel(taken: list[float]) -> None:
    """One resident, from the first page to the receipt."""
    somebody = Walker(client=Timed(taken)).opens("/do/bulky-waste/")
    chooses_a_home(somebody)
    lists_two_sofas(somebody)
    chooses_a_day(somebody)
    checks_and_pays(somebody)
    somebody.sees("Your collection is booked")


def _make_room(town: Town, journeys: int) -> None:
    """Another round, with room for everybody."""
    every_day = Opening(
        rule="FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", opens=hour(7), closes=hour(12), capacity=journeys,
        since_date=clock.now().date(),
    )  # fmt: skip
    bookings.describe_resource(
        acts.system(organisation=town.council), organisation=town.council, slug="large-round",
        kind="large-items", name="Large round", areas=[WARD], openings=[every_day], weeks_ahead=3,
    )  # fmt: skip


def _count() -> None:
    with CaptureQueriesContext(connections["default"]) as asked:
        travel([])
    keys = sum("kernel_datakey" in statement["sql"] for statement in asked)
    print(f"{len(asked)} statements in a journey, {keys} of them for data keys")


def _measure(label: str, once: Callable[[], None], times: int, taken: list[float]) -> int:
    """Print one line; returns the requests of one time."""
    taken.clear()
    before, start, wall = sum(map(ticks, backends())), time.process_time(), time.perf_counter()
    for _ in range(times):
        once()
    own, seconds = 1000 * (time.process_time() - start) / times, time.perf_counter() - wall
    server = 1000 * (sum(map(ticks, backends())) - before) / TICK / times
    hundredths = statistics.quantiles(taken, n=100)
    print(
        f"{label:24}{own:7.1f} + {server:5.1f} = {own + server:6.1f} CPU ms; {times / seconds:5.1f}/s,"
        f" {len(taken) / seconds:5.0f} requests/s, one client; a request p50 {hundredths[49]:.1f} ms,"
        f" p95 {hundredths[94]:.1f} ms"
    )
    return len(taken) // times


def _bare(request: HttpRequest, council: UUID, requests: int, taken: list[float]) -> None:
    for _ in range(requests):
        started = time.perf_counter()
        _bare_view(request, council)
        taken.append(1000 * (time.perf_counter() - started))


def _bare_view(request: HttpRequest, council: UUID) -> HttpResponse:
    with transaction.atomic("owner"):
        row = Matter.objects.using("owner").create(
            kind="bulky-waste", organisation_id=council, opened_at=clock.now()
        )
    return HttpResponse(f"<h1>{row.reference}</h1>")


if __name__ == "__main__":
    main()

"""How many places a second many people can book at once, and whether any is given away twice.

    python -m benchmarks.bookings [--clients 16] [--seconds 5]

Runs on a database of its own, made and dropped by the run. The floor, in the same run, is a bare transaction
over two plain tables: a conditional ``UPDATE`` and an ``INSERT``, with no act, policy, audit entry or event.
"""

import argparse
import os
import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from uuid import UUID

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.db import connections, transaction  # noqa: E402

from moothall.foundations.bookings import operations, queries  # noqa: E402
from moothall.foundations.bookings.tests.support import Crew, crew, diary, resident  # noqa: E402
from moothall.foundations.bookings.tests.test_contention import assert_nobody_shares  # noqa: E402
from moothall.kernel import act as acts  # noqa: E402
from moothall.kernel import clock  # noqa: E402
from moothall.kernel.refusal import Refused  # noqa: E402
from tests.support.database import fresh_database  # noqa: E402

PLACES = 40
PLAIN = """
CREATE TABLE plain_slot (id integer PRIMARY KEY, capacity integer NOT NULL, taken integer NOT NULL DEFAULT 0
    CHECK (taken <= capacity));
CREATE TABLE plain_booking (id uuid PRIMARY KEY, slot_id integer REFERENCES plain_slot, person_id uuid);
INSERT INTO plain_slot (id, capacity) SELECT n, %s FROM generate_series(0, %s) AS n;
GRANT SELECT, UPDATE ON plain_slot TO {app}; GRANT INSERT ON plain_booking TO {app};
"""


@dataclass(frozen=True)
class Outcome:
    """What a run of many clients came to."""

    tries: int
    booked: int
    seconds: float
    cpu_seconds: float

    def __str__(self) -> str:
        return (
            f"{self.tries / self.seconds:8,.0f} tries/s  {self.booked / self.seconds:8,.0f} booked/s"
            f"  {1000 * self.cpu_seconds / self.tries:6.2f} ms CPU of the application a try"
        )


def main() -> None:
    """Measure the floor, rounds with capacity, and appointments that exclude each other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=5.0)
    options = parser.parse_args()
    with fresh_database():
        _report("floor: bare transaction", _measure(options, _plain(slots=8)), shared=0)
        people = [resident() for _ in range(options.clients)]
        round_ = crew(capacity=PLACES)
        _report("round with capacity", _measure(options, _booking(round_, people)), shared=_shared(round_))
        adviser = crew(openings=diary(10), is_exclusive=True, buffer_minutes=15)
        _report("exclusive diary", _measure(options, _booking(adviser, people)), shared=_shared(adviser))
        _report_reading(round_)


def _plain(*, slots: int) -> Callable[[int], bool]:
    app = connections["default"].settings_dict["USER"]
    with connections["owner"].cursor() as cursor:
        cursor.execute(PLAIN.format(app=app) % (PLACES, slots - 1))

    def attempt(_client: int) -> bool:
        slot = random.randrange(slots)
        with transaction.atomic(), connections["default"].cursor() as cursor:
            cursor.execute(
                "UPDATE plain_slot SET taken = taken + 1 WHERE id = %s AND taken < capacity", [slot]
            )
            if not cursor.rowcount:
                return False
            cursor.execute(
                "INSERT INTO plain_booking VALUES (%s, %s, %s)", [clock.uuid7(), slot, clock.uuid7()]
            )
            return True

    return attempt


def _booking(round_: Crew, people: list[UUID]) -> Callable[[int], bool]:
    """Book a random slot, and cancel half of what was booked so that there is room to fight over."""
    slots = [slot.id for slot in round_.slots()]

    def attempt(client: int) -> bool:
        try:
            booking = operations.book(acts.resident(people[client]), slot=random.choice(slots))
        except Refused:
            return False
        if random.random() < 0.5:
            operations.cancel(acts.resident(people[client]), booking=booking)
        return True

    return attempt


def _measure(options: argparse.Namespace, attempt: Callable[[int], bool]) -> Outcome:
    def client(number: int) -> tuple[int, int]:
        tries = booked = 0
        try:
            while time.perf_counter() < end:
                booked += attempt(number)
                tries += 1
        finally:
            connections.close_all()
        return tries, booked

    begun, cpu = time.perf_counter(), time.process_time()
    end = begun + options.seconds
    with ThreadPoolExecutor(options.clients) as pool:
        done = list(pool.map(client, range(options.clients)))
    spent = time.perf_counter() - begun, time.process_time() - cpu
    return Outcome(sum(tries for tries, _ in done), sum(booked for _, booked in done), *spent)


def _shared(round_: Crew) -> int:
    """Places given away twice: none, or the check raises."""
    assert_nobody_shares(round_)
    return 0


def _report(name: str, outcome: Outcome, *, shared: int) -> None:
    print(f"{name:26}{outcome}  {shared} given away twice")


def _report_reading(round_: Crew, times: int = 200) -> None:
    cpu = time.process_time()
    for _time in range(times):
        queries.open_slots(acts.public(), kind="large-items", organisation=round_.organisation)
    spent = 1000 * (time.process_time() - cpu) / times
    print(f"{'the next open days':26}{spent:8.2f} ms CPU of the application")


if __name__ == "__main__":
    main()

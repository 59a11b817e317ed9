"""Thirty-two people at once, on connections of their own: never a double booking, never a lost place."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from random import Random
from threading import Barrier
from uuid import UUID, uuid4

from django.db import connections

from moothall.foundations.bookings import operations
from moothall.foundations.bookings.models import Booking, Slot
from moothall.foundations.bookings.tests.support import Crew, crew, diary, resident
from moothall.kernel import act as acts
from moothall.kernel import context
from moothall.kernel.refusal import Refused
from tests.support.database import PlaceDatabase

CLIENTS = 32


def all_at_once(client: Callable[[int], int]) -> int:
    """Let every client do its thing at the same moment; returns the sum of what they did."""
    start = Barrier(CLIENTS)

    def run(number: int) -> int:
        try:
            start.wait()
            return client(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(CLIENTS) as pool:
        return sum(pool.map(run, range(CLIENTS)))


def assert_nobody_shares(round_: Crew) -> int:
    """Each slot counts what its live bookings hold, and no more than it has; exclusive ones never overlap.

    Returns the places taken."""
    with context.acting(acts.system()):
        slots = {slot.id: slot for slot in Slot.objects.filter(resource_id=round_.resource)}
        live = list(Booking.objects.filter(slot__in=slots, state__in=("held", "booked")))
    for slot in slots.values():
        assert slot.taken == sum(row.places for row in live if row.slot_id == slot.id)
        assert slot.taken <= slot.capacity
    spans = sorted((row.span.lower, row.span.upper) for row in live if row.is_exclusive)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    return sum(slot.taken for slot in slots.values())


def test_more_people_than_places(committed: PlaceDatabase) -> None:
    round_ = crew(capacity=11)
    slot = round_.slots()[0].id
    people = [resident() for _ in range(CLIENTS)]

    def client(number: int) -> int:
        try:
            operations.book(acts.resident(people[number]), slot=slot)
        except Refused:
            return 0
        return 1

    assert all_at_once(client) == 11
    assert assert_nobody_shares(round_) == 11


def test_overlapping_appointments(committed: PlaceDatabase) -> None:
    adviser = crew(openings=diary(30), is_exclusive=True, buffer_minutes=20)
    slots = [slot.id for slot in adviser.slots()]
    people = [resident() for _ in range(CLIENTS)]

    def client(number: int) -> int:
        return sum(_booked(people[number], slot) for slot in Random(number).sample(slots, k=6))

    booked = all_at_once(client)
    assert assert_nobody_shares(adviser) == booked > 0


def test_holding_moving_cancelling_and_running_out_in_every_order(committed: PlaceDatabase) -> None:
    round_ = crew(capacity=4)
    slots = [slot.id for slot in round_.slots()[:4]]
    people = [resident() for _ in range(CLIENTS)]

    def client(number: int) -> int:
        random = Random(number)
        for _turn in range(6):
            _something(people[number], random, slots)
        return 0

    all_at_once(client)
    assert_nobody_shares(round_)


def test_two_who_swap_their_slots(committed: PlaceDatabase) -> None:
    round_ = crew(capacity=CLIENTS)
    slots = [slot.id for slot in round_.slots()[:2]]
    acts_ = [acts.resident(resident()) for _ in range(CLIENTS)]
    bookings = [operations.book(act, slot=slots[number % 2]) for number, act in enumerate(acts_)]

    def client(number: int) -> int:
        operations.move(
            acts.resident(acts_[number].person), booking=bookings[number], slot=slots[(number + 1) % 2]
        )
        return 1

    assert all_at_once(client) == CLIENTS
    assert assert_nobody_shares(round_) == CLIENTS


def _booked(person: UUID, slot: UUID) -> bool:
    try:
        operations.book(acts.resident(person), slot=slot)
    except Refused:
        return False
    return True


def _something(person: UUID, random: Random, slots: list[UUID]) -> None:
    """Hold or book a slot, then perhaps move, confirm or cancel it; long-gone holds are in the way."""
    act = acts.resident(person)
    slot, other = random.sample(slots, k=2)
    try:
        if random.random() < 0.3:
            _forgotten_hold(person, slot)
        booking = operations.hold(act, slot=slot, held_for=uuid4(), step="day")
        if random.random() < 0.7:
            booking = operations.confirm(acts.resident(person), booking=booking)
            if random.random() < 0.5:
                operations.move(acts.resident(person), booking=booking, slot=other)
        if random.random() < 0.5:
            operations.cancel(acts.resident(person), booking=booking)
    except Refused:
        return


def _forgotten_hold(person: UUID, slot: UUID) -> None:
    """A hold that ran out a moment ago."""
    act = acts.resident(person)
    operations.hold(replace(act, at=act.at - timedelta(minutes=21)), slot=slot)

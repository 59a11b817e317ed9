"""Readers follow the stream: all of it, once, in order, whatever is under way; no event keeps them up."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from threading import Event as Signal
from threading import Thread
from typing import Any

import pytest
from django.db import DatabaseError, OperationalError, connection, connections

from moothall.kernel import act as acts
from moothall.kernel import allow, outbox, readers
from moothall.kernel.act import Act
from moothall.kernel.context import acting
from moothall.kernel.event import Event
from moothall.kernel.gate import operation, publish
from moothall.kernel.models import ParkedEvent, StoredEvent
from moothall.kernel.operations import events, matters
from moothall.kernel.queries import backlogs
from moothall.kernel.reactions import REACTIONS, Envelope
from moothall.kernel.readers import READERS, reader
from moothall.kernel.roles import permissions_of
from moothall.kernel.tests.support import small_place
from tests.journeys.working import is_all_read
from tests.support.database import PlaceDatabase
from tests.support.patience import PATIENCE, until

database = pytest.mark.django_db(databases=["default", "signin"])


@dataclass(frozen=True, kw_only=True)
class DropFell(Event):
    """A drop fell, for tests."""

    number: int


@dataclass(frozen=True, kw_only=True)
class RainSeen(Event):
    """It rained where everybody could see, for tests."""

    audience = "public"
    drops: int


@operation(allow=allow.anyone)
def rain_for_test(act: Act, *, numbers: list[int]) -> None:
    """Let drops fall."""
    for number in numbers:
        publish(DropFell(number=number), act)


@operation(allow=allow.anyone)
def show_for_test(act: Act, *, drops: int) -> None:
    """Let it rain where everybody can see."""
    publish(RainSeen(drops=drops), act)


caught: list[int] = []
batches: list[int] = []


def catch(act: Act, events: Sequence[Envelope[Any]]) -> None:
    """Catch every drop but the thirteenth."""
    drops = [one.event.number for one in events if isinstance(one.event, DropFell)]
    batches.append(len(drops))
    if 13 in drops:
        raise ValueError("thirteen")
    caught.extend(drops)


@pytest.fixture(autouse=True)
def gauge() -> Iterator[None]:
    caught.clear()
    batches.clear()
    with READERS.fresh(), REACTIONS.fresh():
        reader("kernel.gauge", batch=8)(catch)
        yield


@database
def test_every_event_is_read_once_in_order_in_batches() -> None:
    place = small_place()
    rain_for_test(place.as_resident(), numbers=list(range(20, 40)))
    readers.catch_up()
    readers.catch_up()
    assert caught == list(range(20, 40))
    assert max(batches) <= 8


@database
def test_the_one_event_that_cannot_be_read_is_set_aside_and_the_stream_goes_on() -> None:
    place = small_place()
    rain_for_test(place.as_resident(), numbers=[11, 12, 13, 14, 15])
    readers.catch_up()
    with acting(acts.system()):
        (parked,) = ParkedEvent.objects.all()
    assert (parked.reaction, parked.stored_name) == ("kernel.gauge", DropFell.event_name())
    assert sorted({*caught}) == [11, 12, 14, 15] and caught[-1] == 15


@database
def test_an_operator_has_it_read_again_by_itself() -> None:
    place = small_place()
    rain_for_test(place.as_resident(), numbers=[13])
    readers.catch_up()
    with acting(acts.system()):
        (parked,) = ParkedEvent.objects.all()
    operator = acts.staff(
        place.officer, organisation=place.council, permissions=permissions_of(["operator"]),
        role=acts.Role.OPERATOR,
    )  # fmt: skip
    events.replay_fact(operator, parked=parked.id)
    with READERS.fresh(), REACTIONS.fresh():
        reader("kernel.gauge")(lambda act, events: caught.extend(one.event.number for one in events))
        outbox.carry_out("kernel.gauge", [[parked.event_at.isoformat(), str(parked.event_id)]], is_last=False)
    assert caught == [13]


@database
def test_what_no_event_is_to_blame_for_parks_none() -> None:
    place = small_place()

    def away(act: Act, events: Sequence[Envelope[Any]]) -> None:
        raise OperationalError("gone")

    with READERS.fresh(), REACTIONS.fresh():
        reader("kernel.gauge")(away)
        rain_for_test(place.as_resident(), numbers=[1])
        with pytest.raises(OperationalError):
            readers.catch_up()
    readers.catch_up()
    assert caught == [1]


@database
def test_how_far_behind_readers_are_is_shown() -> None:
    place = small_place()
    readers.catch_up()
    rain_for_test(place.as_resident(), numbers=[1, 2, 3])
    (found,) = [one for one in backlogs.standings(acts.system()) if one.name == "stream"]
    assert found.count == 3 and found.oldest is not None
    readers.catch_up()
    (found,) = [one for one in backlogs.standings(acts.system()) if one.name == "stream"]
    assert (found.count, found.oldest) == (0, None)


@database
def test_what_is_public_everybody_sees_who_sees_the_matter_and_it_names_nobody() -> None:
    place = small_place()
    reporter = place.as_resident()
    lamp = matters.bring_matter(
        reporter, kind="report", organisation=place.council, title="A lamp is out", is_public=True,
        is_published=True,
    )  # fmt: skip
    show_for_test(reporter.about(lamp), drops=7)
    show_for_test(reporter, drops=8)
    (of_matter,) = rain_seen(acts.public(), matter_id=lamp)
    assert (of_matter.person_id, of_matter.actor_id, of_matter.payload) == (None, None, {"drops": 7})
    matters.hide_matter(place.as_officer(), matter=lamp, reason="harmful")
    assert [rain.payload for rain in rain_seen(acts.public())] == [{"drops": 8}]
    assert len(rain_seen(place.as_officer())) == 2


def rain_seen(act: Act, **which: object) -> list[StoredEvent]:
    with acting(act):
        return list(StoredEvent.objects.filter(name=RainSeen.event_name(), **which))


@database
def test_nothing_public_can_be_stored_that_names_somebody() -> None:
    place = small_place()
    naming = """INSERT INTO kernel_event (id, at, name, act_id, person_id, actor_id, actor_role, door,
     audience, payload, salt, leaf, signature, xid)
     VALUES (gen_random_uuid(), now(), 'kernel.RainSeen', %s, %s, %s, 'resident', 'page',
     'public', '{}', '', '', '', 1)"""
    act = place.as_resident()
    with pytest.raises(DatabaseError, match="names_nobody"), acting(act), connection.cursor() as cursor:
        cursor.execute(naming, [act.id, place.resident, place.resident])


def test_nothing_is_passed_over_that_an_open_transaction_writes_late(committed: PlaceDatabase) -> None:
    """The one that began first commits last: its events have the lower numbers, and are read all the same."""
    place, written, go_on = small_place(), Signal(), Signal()

    def slowly() -> None:
        try:
            with acting(act := place.as_resident()):
                rain_for_test(act, numbers=[1])
                written.set()
                assert go_on.wait(PATIENCE)
        finally:
            connections.close_all()

    slow = Thread(target=slowly)
    slow.start()
    try:
        assert written.wait(PATIENCE)
        rain_for_test(place.as_neighbour(), numbers=[2])
        readers.catch_up()
        assert caught == [], "what comes after something open is not read yet"
    finally:
        go_on.set()
        slow.join(PATIENCE)
    until(is_all_read)
    assert caught == [1, 2]

"""Batches of rows that are no acts of their own: one entry for all of them, once, under the same policies."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection
from hypothesis import given
from hypothesis import strategies as st
from psycopg.errors import FeatureNotSupported

from moothall.kernel import allow, merkle
from moothall.kernel.act import Act
from moothall.kernel.context import acting
from moothall.kernel.intake import intake, root_of
from moothall.kernel.models import AuditEntry, Matter, StoredEvent
from moothall.kernel.refusal import Conflict, NotAllowed, Refused
from moothall.kernel.tests.observations import MOST, Observation, Reading, make_table, take_readings
from moothall.kernel.tests.support import Small, small_place
from tests.support.database import PlaceDatabase

BEGIN = datetime(2027, 3, 1, tzinfo=UTC)


@pytest.fixture
def place(committed: PlaceDatabase) -> Small:
    make_table()
    return small_place()


def readings(count: int) -> list[Reading]:
    return [Reading(BEGIN + timedelta(seconds=step), step / 10) for step in range(count)]


def stored(act: Act) -> list[Observation]:
    with acting(act):
        return list(Observation.objects.all())


def entries(act: Act) -> list[AuditEntry]:
    with acting(act):
        return list(AuditEntry.objects.filter(operation="kernel.take_readings").order_by("at"))


def events(act: Act) -> int:
    with acting(act):
        return StoredEvent.objects.count()


def test_a_batch_leaves_its_rows_and_one_entry_that_proves_them(place: Small):
    act = place.as_officer().with_key("one")
    before = events(act)
    taken = take_readings(act, organisation=place.council, readings=readings(1_000))
    rows, (entry,) = stored(act), entries(act)
    assert taken.count == entry.rows == len(rows) == 1_000
    assert taken.root == bytes(entry.root).hex() == root_of(rows, salt=bytes(entry.salt)).hex()
    assert root_of(rows[1:], salt=bytes(entry.salt)) != bytes(entry.root), "one is missing"
    rows[5].value += 1
    assert root_of(rows, salt=bytes(entry.salt)) != bytes(entry.root), "one was changed"
    assert events(act) == before


def test_a_batch_that_is_sent_again_changes_nothing(place: Small):
    first = take_readings(
        place.as_officer().with_key("same"), organisation=place.council, readings=readings(3)
    )
    again = take_readings(
        place.as_officer().with_key("same"), organisation=place.council, readings=readings(3)
    )
    assert first == again and len(stored(place.as_officer())) == 3
    assert [entry.rows for entry in entries(place.as_officer())] == [3, None], "that it was repeated is known"
    with pytest.raises(Conflict):
        take_readings(place.as_officer().with_key("same"), organisation=place.council, readings=readings(4))


def test_nobody_takes_in_rows_of_another_organisation_or_without_permission(place: Small):
    adviser = place.as_adviser().with_key("theirs")
    with pytest.raises(NotAllowed):
        take_readings(adviser, organisation=place.council, readings=readings(2))
    with pytest.raises(NotAllowed):
        take_readings(place.as_resident().with_key("x"), organisation=place.council, readings=readings(2))
    take_readings(place.as_officer().with_key("ours"), organisation=place.council, readings=readings(2))
    assert stored(place.as_adviser()) == [] and len(stored(place.as_officer())) == 2
    with pytest.raises(DatabaseError), acting(place.as_officer()), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM kernel_observation_other")


def test_the_database_copies_into_no_table_with_policies(place: Small):
    """Why a batch is one INSERT: should this fail one day, COPY is the faster way."""
    into = "COPY kernel_observation (at, id, organisation_id, value) FROM STDIN"
    with (
        pytest.raises(FeatureNotSupported),
        acting(place.as_officer()),
        connection.cursor() as cursor,
        cursor.copy(into),
    ):
        pass


@pytest.mark.parametrize("count, key", [(MOST + 1, "many"), (1, None)])
def test_a_batch_that_is_too_large_or_has_no_key_is_refused_whole(place: Small, count: int, key: str | None):
    act = replace(place.as_officer(), key=key)
    with pytest.raises(Refused) as refused:
        take_readings(act, organisation=place.council, readings=readings(count))
    assert refused.value.code == ("too-many" if key else "no-batch-key")
    assert stored(place.as_officer()) == [] and entries(place.as_officer()) == []


def test_only_a_table_in_partitions_takes_batches():
    with pytest.raises(TypeError):
        intake(into=Matter, allow=allow.system)


def by_division(leaves: list[bytes]) -> bytes:
    """The definition of RFC 9162, section 2.1.1, word for word."""
    if len(leaves) < 2:
        return leaves[0] if leaves else hashlib.sha256().digest()
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\1" + by_division(leaves[:half]) + by_division(leaves[half:])).digest()


@given(st.lists(st.binary(min_size=32, max_size=32), max_size=70))
def test_the_root_is_that_of_the_standard(leaves: list[bytes]):
    assert merkle.root(leaves) == by_division(leaves)

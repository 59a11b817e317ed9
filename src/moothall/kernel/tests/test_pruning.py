"""Room made ahead for what comes, and what of the past is kept, and for how long."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection

from moothall.kernel import act as acts
from moothall.kernel import clock, settings
from moothall.kernel.clock import uuid7
from moothall.kernel.context import acting
from moothall.kernel.models import AuditEntry, Delivery, Matter, ReaderPosition, StoredEvent
from moothall.kernel.operations import backlogs as backlog_operations
from moothall.kernel.operations import events, matters, partitions, people
from moothall.kernel.operations import settings as setting_operations
from moothall.kernel.queries import backlogs
from moothall.kernel.tests.support import Small, small_place

pytestmark = pytest.mark.django_db(databases=["default", "signin"])

NOW = datetime.fromisoformat("2027-06-15T04:00:00+00:00")
LONG_AGO = datetime.fromisoformat("2014-03-15T04:00:00+00:00")


@pytest.fixture
def place() -> Small:
    return small_place()


def partition_of(stored: UUID) -> str:
    with acting(acts.system()), connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text FROM kernel_event WHERE id = %s", [stored])
        return str(cursor.fetchone()[0])


def partitions_of(table: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = to_regclass(%s)", [table]
        )
        return {name.removeprefix(f"{table}_") for (name,) in cursor.fetchall()}


def registered(key: str | None = None) -> UUID:
    """Somebody registered at the clock's moment; returns the id of the event that says so."""
    person = people.register_person(acts.public().with_key(key), personal={})
    with acting(acts.system()):
        return StoredEvent.objects.get(person_id=person).id


def make_room_at(moment: datetime) -> None:
    with clock.set_to(moment):
        partitions.make_room(acts.system())


def all_is_read() -> None:
    """The one reader there is has come to the end of the stream."""
    with acting(acts.system()):
        last = StoredEvent.objects.order_by("xid", "seq").last()
        assert last
        ReaderPosition.objects.update_or_create(name="sample", defaults={"xid": last.xid, "seq": last.seq})


def keep(**years: int) -> None:
    setting_operations.change_settings(acts.system(), capability="kernel", content=years, after=0)
    settings.forget()


def is_on_record(moment: datetime) -> bool:
    with acting(acts.system()):
        return AuditEntry.objects.filter(at=moment).exists()


def test_keys_go_after_a_week(place: Small):
    for name, age in {"fresh": timedelta(days=1), "old": timedelta(days=8)}.items():
        with clock.set_to(NOW - age):
            registered(key=name)
    with clock.set_to(NOW):
        events.forget_keys(acts.system())
    with connection.cursor() as cursor, acting(acts.public()):
        cursor.execute("SELECT at FROM kernel_idempotencykey")
        assert [at for (at,) in cursor.fetchall()] == [NOW - timedelta(days=1)]


def test_facts_go_each_to_the_partition_of_its_month(place: Small):
    make_room_at(NOW)
    made = {}
    for month in (6, 7, 8):
        with clock.set_to(NOW.replace(month=month)):
            made[month] = registered()
    with clock.set_to(NOW + timedelta(days=400)):
        later = registered()
    assert {month: partition_of(stored) for month, stored in made.items()} == {
        6: "kernel_event_202706", 7: "kernel_event_202707", 8: "kernel_event_202708",
    }  # fmt: skip
    assert partition_of(later) == "kernel_event_other", "a month nobody prepared has a place too"
    make_room_at(NOW + timedelta(days=400))
    assert "202807" not in partitions_of("kernel_event"), "a month begun among all others stays there"


def test_a_new_partition_is_as_closed_as_the_whole(place: Small):
    make_room_at(NOW)
    with clock.set_to(NOW):
        registered()
    with acting(place.as_neighbour()):
        assert not StoredEvent.objects.filter(at=NOW).exists()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, relrowsecurity AND relforcerowsecurity,"
            " has_table_privilege(current_user, oid, 'SELECT, INSERT, UPDATE, DELETE') FROM pg_class"
            " WHERE oid IN (SELECT inhrelid FROM pg_inherits WHERE inhparent::regclass::text LIKE 'kernel_%%'"
            " AND relkind = 'r')"
        )
        found = cursor.fetchall()
    assert {"kernel_auditentry_202706", "kernel_delivery_202707", "kernel_event_other"} <= {
        r[0] for r in found
    }
    assert {row[1:] for row in found} == {(True, False)}


def test_what_the_place_keeps_no_longer_goes_a_whole_month_at_a_time(place: Small):
    make_room_at(LONG_AGO)
    with clock.set_to(LONG_AGO):
        registered()
        with acting(acts.system()):
            Delivery.objects.create(event_at=LONG_AGO, event_id=uuid7(), reaction="sample", at=LONG_AGO)
    yesterday = acts.system().at - timedelta(days=1)
    with clock.set_to(yesterday):
        young = registered()
    all_is_read()
    assert partitions.prune(acts.system()) == 9, "three months of three tables"
    assert "201403" not in partitions_of("kernel_event") | partitions_of("kernel_auditentry")
    with acting(acts.system()):
        assert not StoredEvent.objects.filter(at=LONG_AGO).exists()
        assert not AuditEntry.objects.filter(at=LONG_AGO).exists()
        assert not Delivery.objects.exists()
        assert StoredEvent.objects.filter(id=young).exists()
    assert is_on_record(yesterday)
    assert partitions.prune(acts.system()) == 0


def test_what_somebody_still_needs_stays(place: Small):
    make_room_at(LONG_AGO)
    with clock.set_to(LONG_AGO):
        unread = registered()
        matter = matters.open_matter(
            acts.resident(place.resident), kind="repair", organisation=place.council, person=place.resident
        )
    with acting(acts.system()):
        ReaderPosition.objects.create(name="sample")
        opened = set(StoredEvent.objects.filter(matter_id=matter).values_list("id", flat=True))

    def left() -> set[UUID]:
        partitions.prune(acts.system())
        with acting(acts.system()):
            return set(StoredEvent.objects.filter(at=LONG_AGO).values_list("id", flat=True))

    assert left() == {unread, *opened}, "a reader has not read them"
    all_is_read()
    assert left() == opened, "what it is about is not over"
    with acting(acts.system()):
        Matter.objects.filter(id=matter).update(closed_at=clock.now())
    assert left() == set()


def test_the_place_says_for_how_long_but_not_less_than_the_law(place: Small):
    keep(audit_kept_years=20)
    make_room_at(LONG_AGO)
    recent = acts.system().at - timedelta(days=4 * 366)
    for moment in (LONG_AGO, recent):
        with clock.set_to(moment):
            registered()
    all_is_read()
    partitions.prune(acts.system())
    assert is_on_record(LONG_AGO)
    with acting(acts.system()), connection.cursor() as cursor:
        cursor.execute("SELECT moothall.prune('kernel_auditentry', now() + interval '1 year')")
    assert not is_on_record(LONG_AGO) and is_on_record(recent), "whoever asks, the last six years stay"


@pytest.mark.parametrize(
    "statement",
    ["SELECT moothall.make_partitions(now())", "SELECT moothall.prune('kernel_delivery', now())"],
)
def test_only_moothall_lays_out_tables(place: Small, statement: str):
    with pytest.raises(DatabaseError) as refused, acting(place.as_officer()), connection.cursor() as cursor:
        cursor.execute(statement)
    assert str(refused.value.__cause__.sqlstate) == "42501"  # type: ignore[union-attr]


def test_operators_are_warned_when_the_next_month_has_no_room_and_it_is_made(place: Small):
    def standing() -> tuple[int, bool]:
        (found,) = [one for one in backlogs.standings(acts.system()) if one.name == "partitions"]
        return found.count, found.is_late

    assert standing() == (0, False), "every migration makes room"
    with clock.set_to(NOW):
        assert standing() == (3, True)
        assert backlogs.left_behind(acts.system(), backlog="partitions") == 1
        assert backlog_operations.take_up(acts.system(), backlog="partitions") == 1
        assert backlogs.left_behind(acts.system(), backlog="partitions") == 0, "it is asked for once"
        partitions.make_room(acts.system())
        assert standing() == (0, False)

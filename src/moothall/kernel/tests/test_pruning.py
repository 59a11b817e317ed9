"""What is kept for a while and what for good: deliveries, keys and partitions, over a year and a half."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection

from moothall.kernel import act as acts
from moothall.kernel import clock
from moothall.kernel.clock import uuid7
from moothall.kernel.context import acting
from moothall.kernel.models import Delivery, Fact
from moothall.kernel.operations import facts, people
from moothall.kernel.tests.support import Small, small_place

pytestmark = pytest.mark.django_db(databases=["default", "signin"])

NOW = datetime.fromisoformat("2027-06-15T04:00:00+00:00")


@pytest.fixture
def place() -> Small:
    return small_place()


def partition_of(fact: UUID) -> str:
    with acting(acts.system()), connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text FROM kernel_fact WHERE id = %s", [fact])
        return str(cursor.fetchone()[0])


def registered(key: str | None = None) -> UUID:
    """Somebody registered at the clock's moment; returns the id of the fact that says so."""
    person = people.register_person(acts.public().with_key(key), personal={})
    with acting(acts.system()):
        return Fact.objects.get(person_id=person).id


def clear_away_at(moment: datetime) -> None:
    with clock.set_to(moment):
        facts.clear_away(acts.system())


def test_deliveries_go_after_ninety_days_and_keys_after_seven(place: Small):
    ages = {"fresh": timedelta(days=1), "aging": timedelta(days=30), "old": timedelta(days=91)}
    with acting(acts.system()):
        for name, age in ages.items():
            Delivery.objects.bulk_create([Delivery(fact_id=uuid7(), reaction=name, at=NOW - age)])
    for name, age in ages.items():
        with clock.set_to(NOW - age):
            registered(key=name)
    clear_away_at(NOW)
    with acting(acts.system()):
        left = Delivery.objects.filter(reaction__in=ages).values_list("reaction", flat=True)
        assert set(left) == {"fresh", "aging"}
    with connection.cursor() as cursor, acting(acts.public()):
        cursor.execute("SELECT at FROM kernel_idempotencykey")
        assert [at for (at,) in cursor.fetchall()] == [NOW - ages["fresh"]]


def test_facts_stay_each_in_the_partition_of_its_month(place: Small):
    clear_away_at(NOW)
    made = {}
    for month in (6, 7, 8):
        with clock.set_to(NOW.replace(month=month)):
            made[month] = registered()
    with clock.set_to(NOW + timedelta(days=400)):
        later = registered()
    assert {month: partition_of(fact) for month, fact in made.items()} == {
        6: "kernel_fact_202706", 7: "kernel_fact_202707", 8: "kernel_fact_202708",
    }  # fmt: skip
    assert partition_of(later) == "kernel_fact_other", "a month nobody prepared has a place too"
    clear_away_at(NOW + timedelta(days=400))
    with acting(acts.system()):
        assert Fact.objects.filter(id__in=[*made.values(), later]).count() == 4


def test_a_new_partition_is_as_closed_as_the_whole(place: Small):
    clear_away_at(NOW)
    with clock.set_to(NOW):
        registered()
    with acting(place.as_neighbour()):
        assert not Fact.objects.filter(at=NOW).exists()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relrowsecurity AND relforcerowsecurity, has_table_privilege(current_user, oid, 'SELECT')"
            " FROM pg_class WHERE relname = 'kernel_fact_202706'"
        )
        assert cursor.fetchone() == (True, False)

"""Statements are planned once a connection; what a kept plan answers follows the act and the policies."""

import pytest
from django.db import DatabaseError, connection, connections, transaction

from moothall.kernel import access, policies
from moothall.kernel import act as acts
from moothall.kernel.act import Act
from moothall.kernel.context import acting
from moothall.kernel.fetching import fetch
from moothall.kernel.models import Matter
from moothall.kernel.operations import matters
from moothall.kernel.tests.support import Small, small_place
from tests.support.database import PlaceDatabase

OFTEN = 12
"""Times: three until psycopg prepares, five until PostgreSQL tries a plan for any values, and some more."""
SEEN = "SELECT id FROM kernel_matter WHERE kind = %s ORDER BY id"


@pytest.fixture
def place(committed: PlaceDatabase) -> Small:
    return small_place()


def seen(act: Act) -> list[object]:
    with acting(act):
        return fetch(lambda id: id, SEEN, "planned")


def generic_plans() -> int:
    with acting(acts.system()):
        (count,) = fetch(int, "SELECT coalesce(sum(generic_plans), 0) FROM pg_prepared_statements")
        return count


def opened(place: Small) -> object:
    return matters.open_matter(
        place.as_resident(), kind="planned", organisation=place.council, person=place.resident
    )


def test_a_kept_plan_answers_each_act_for_itself(place: Small):
    matter = opened(place)
    for _ in range(OFTEN):
        assert seen(place.as_resident()) == [matter]
        assert seen(place.as_neighbour()) == []
        assert seen(place.as_officer()) == [matter]
        assert seen(acts.public()) == []
    assert generic_plans() > 0


def test_a_kept_plan_raises_without_an_act(place: Small):
    opened(place)
    for _ in range(OFTEN):
        seen(place.as_officer())
    with pytest.raises(DatabaseError, match="No act is under way"), connection.cursor() as cursor:
        cursor.execute(SEEN, ("planned",))
    with (
        pytest.raises(DatabaseError, match="not genuine"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT set_config('moothall.act', '9999999999|0|a|system|||||x', true)")
        cursor.execute(SEEN, ("planned",))


def test_a_kept_plan_follows_a_policy_that_changes(place: Small):
    matter = opened(place)
    for _ in range(OFTEN):
        assert seen(place.as_officer()) == [matter]
    nobody = access.policy(read=[access.when("false")])
    with connections["owner"].cursor() as cursor:
        for statement in policies.table_statements(Matter._meta.db_table, nobody):
            cursor.execute(statement)
    assert seen(place.as_officer()) == []

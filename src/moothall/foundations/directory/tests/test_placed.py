"""What is near, what lies in a part of the map, and what stands together: as looking at every place says."""

import json
from random import Random

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from moothall.foundations.directory.models import Location
from moothall.kernel import act as acts
from moothall.kernel import clock, context, geo
from moothall.kernel.geo import Box, Spot
from moothall.kernel.operations import organisations

pytestmark = pytest.mark.django_db
CENTRES = [Spot(-3.7, 51.2), Spot(180, 5), Spot(-179.99, -64), Spot(12, 89.9), Spot(-70, -89.99), Spot(0, 0)]


@pytest.fixture
def places() -> list[Location]:
    """Places around spots of every kind, and all over the world."""
    owner = organisations.add_organisation(acts.system(), slug="o", name="O", kind="council")
    dice = Random(7)
    spots = [
        (((centre.longitude + dice.gauss(0, wide) + 540) % 360 - 180), _level(centre.latitude, wide, dice))
        for centre in CENTRES
        for wide in (0.002, 0.02, 0.5, 8)
        for _ in range(12)
    ]
    rows = [
        Location(
            id=clock.uuid7(), organisation_id=owner, source="", digest=b"", location_type="physical",
            longitude=longitude, latitude=latitude, document={},
        )
        for longitude, latitude in [*spots, (None, None)]
    ]  # fmt: skip
    with context.acting(acts.system()):
        Location.objects.bulk_create(rows)
    return rows[:-1]


def _level(latitude: float, wide: float, dice: Random) -> float:
    return max(-90.0, min(90.0, latitude + dice.gauss(0, wide)))


@given(data=st.data())
def test_near_and_within_are_what_looking_at_all_says(places: list[Location], data: st.DataObject):
    spot = data.draw(st.sampled_from(CENTRES))
    reach = data.draw(st.sampled_from([0, 50, 400, 1_500, 12_000, 90_000, 800_000, 4_000_000, 2e7]))
    south, north = sorted(data.draw(st.tuples(st.floats(-90, 90), st.floats(-90, 90))))
    box = Box(south, data.draw(st.floats(-180, 180)), north, data.draw(st.floats(-180, 180)))
    with context.acting(acts.public()):
        near = {row.id for row in geo.near(Location.objects.all(), spot, reach)}
        inside = {row.id for row in geo.within(Location.objects.all(), box)}
    assert near == {row.id for row in places if geo.metres(spot, _spot(row)) <= reach}
    assert inside == {row.id for row in places if _lies_in(row, box)}


def _spot(row: Location) -> Spot:
    return Spot(row.longitude or 0.0, row.latitude or 0.0)


def _lies_in(row: Location, box: Box) -> bool:
    spot = _spot(row)
    beyond, before = spot.longitude >= box.west, spot.longitude <= box.east
    across = beyond and before if box.west <= box.east else beyond or before
    return across and box.south <= spot.latitude <= box.north


@pytest.mark.parametrize("zoom", [0, 5, 9, 14, 20])
def test_clusters_hold_everything_once(places: list[Location], zoom: int):
    with context.acting(acts.public()):
        found = geo.clustered(Location.objects.all(), zoom)
    assert sum(cluster.count for cluster in found) == len(places)
    counted = {cluster.cell: cluster.count for cluster in found}
    parents = [geo.parent(row.cell9, zoom) for row in places]
    assert counted == {cell: parents.count(cell) for cell in parents}


def test_a_row_that_moves_takes_its_cell_along(places: list[Location]):
    with context.acting(acts.system()):
        row = Location.objects.get(pk=places[0].pk)
        row.longitude, row.latitude = 10.0, 10.0
        row.save()
        assert [found.pk for found in geo.near(Location.objects.all(), Spot(10, 10), 1)] == [row.pk]
        row.longitude = row.latitude = None
        row.save()
        assert not geo.near(Location.objects.all(), Spot(10, 10), 1).exists()


def test_the_index_is_used_though_a_policy_stands_before_it(places: list[Location]):
    with context.acting(acts.public()), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        statement, values = geo.near(Location.objects.all(), CENTRES[0], 800).query.sql_with_params()
        cursor.execute(f"EXPLAIN (FORMAT json) {statement}", values)
        plan = cursor.fetchone()[0]
    text = plan if isinstance(plan, str) else json.dumps(plan)
    assert "directory_location_cell" in text

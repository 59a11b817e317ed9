"""The door of the map: what lies in a square, singly or together, for whoever may see it."""

from random import Random

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from moothall.foundations.directory.models import Location
from moothall.kernel import act as acts
from moothall.kernel import allow, clock, context, geo
from moothall.kernel.operations import organisations
from moothall.kernel.queries import mapped
from moothall.kernel.queries.mapped import PlacedSet, Shown
from moothall.kernel.refusal import NotFound

pytestmark = pytest.mark.django_db


def shown(row: Location) -> Shown:
    """A place under its own name."""
    return Shown(row.name, f"/at/{row.name}", row.longitude, row.latitude)


@pytest.fixture
def places() -> list[Location]:
    """Three places alone, and a hundred together."""
    owner = organisations.add_organisation(acts.system(), slug="o", name="O", kind="council")
    dice = Random(3)
    spots = [(-3.7, 51.2), (179.99, 0.5), (-179.99, 0.5)]
    spots += [(10 + dice.gauss(0, 0.02), 50 + dice.gauss(0, 0.02)) for _ in range(100)]
    rows = [
        Location(
            id=clock.uuid7(), organisation_id=owner, source="", digest=b"", location_type="physical",
            name=f"p{number}", longitude=longitude, latitude=latitude, document={},
        )
        for number, (longitude, latitude) in enumerate(spots)
    ]  # fmt: skip
    with context.acting(acts.system()):
        Location.objects.bulk_create(rows)
    return rows


@pytest.fixture
def door(places: list[Location]):
    """The places as a public set, and as one for nobody but staff."""
    with mapped.SETS.fresh():
        mapped.SETS.offer("all", PlacedSet("All", Location.objects.all, shown, is_public=True))
        mapped.SETS.offer("inner", PlacedSet("Inner", Location.objects.all, shown, whom=allow.member))
        yield Client()


def test_a_square_shows_few_singly_and_many_together(door: Client):
    few = door.get("/map/all/12/2005/1367")
    assert few["Content-Type"] == "application/geo+json" and "max-age" in few["Cache-Control"]
    assert [one["properties"] for one in few.json()["features"]] == [{"name": "p0", "href": "/at/p0"}]
    many = door.get("/map/all/6/33/21").json()["features"]
    assert sum(one["properties"]["count"] for one in many) == 100 and len(many) < 60
    again = door.get("/map/all/12/2005/1367", headers={"If-None-Match": few["ETag"]})
    assert again.status_code == 304 and not again.content


def test_what_is_not_there_or_not_for_everybody_is_refused(door: Client):
    for address in ("nowhere/1/0/0", "all/21/0/0", "all/2/4/0", "all/2/0/4"):
        assert door.get(f"/map/{address}").status_code == 404
    assert door.get("/map/inner/1/0/0").status_code in {302, 403}


@given(zoom=st.integers(0, 20), data=st.data())
def test_every_place_is_in_the_square_that_the_map_asks_for(places: list[Location], zoom: int, data):
    row = data.draw(st.sampled_from(places))
    x, y = data.draw(st.integers(0, 2**zoom - 1)), data.draw(st.integers(0, 2**zoom - 1))
    box = mapped.box_of(zoom, x, y)
    lies_in = box.west <= row.longitude <= box.east and box.south <= row.latitude <= box.north
    with context.acting(acts.public()):
        assert geo.within(Location.objects.filter(pk=row.pk), box).exists() is lies_in


def test_a_program_is_told_that_there_is_no_such_square():
    with pytest.raises(NotFound):
        mapped.tile(acts.public(), name="services", zoom=3, x=-1, y=0)

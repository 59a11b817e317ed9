"""Circles of cells hold everything in them, anywhere on the earth: at poles, date line and pentagons too."""

from math import asin, atan2, cos, degrees, radians, sin

import pytest
from h3.api import basic_int as h3
from hypothesis import example, given
from hypothesis import strategies as st

from moothall.kernel import geo
from moothall.kernel.geo import Box, Spot

PENTAGONS = [
    Spot(longitude, latitude)
    for resolution in (1, 4, 9)
    for latitude, longitude in map(h3.cell_to_latlng, h3.get_pentagons(resolution))
]
EDGES = [Spot(180, 0), Spot(-180, 12), Spot(179.9999, -70), Spot(33, 90), Spot(0, -90), Spot(0, 0)]
ANYWHERE = st.builds(Spot, st.floats(-180, 180), st.floats(-90, 90))
SPOTS = st.one_of(ANYWHERE, st.sampled_from(PENTAGONS), st.sampled_from(EDGES))
REACHES = st.one_of(st.floats(0, 3_000), st.floats(0, 100_000), st.floats(0, geo.MOST_METRES))


def on_the_way(spot: Spot, bearing: float, reach: float) -> Spot:
    """The spot that lies ``reach`` metres away in a direction."""
    angle, north, turn = reach / geo.EARTH_METRES, radians(spot.latitude), radians(bearing)
    height = max(-1.0, min(1.0, sin(north) * cos(angle) + cos(north) * sin(angle) * cos(turn)))
    across = atan2(sin(turn) * sin(angle) * cos(north), cos(angle) - sin(north) * height)
    longitude = (spot.longitude + degrees(across) + 540) % 360 - 180
    return Spot(longitude, degrees(asin(height)))


@given(SPOTS, REACHES, st.lists(st.tuples(st.floats(0, 360), st.floats(0, 1)), min_size=20, max_size=20))
def test_a_circle_of_cells_holds_all_that_is_near(spot: Spot, reach: float, ways: list[tuple[float, float]]):
    ranges = geo.ranges(spot, reach)
    for bearing, part in [*ways, *((bearing, 1.0) for bearing in range(0, 360, 30))]:
        found = on_the_way(spot, bearing, reach * part)
        cell = geo.cell_of(found.longitude, found.latitude)
        assert any(low <= cell <= high for low, high in ranges), found
    assert len(ranges) <= 60


@given(SPOTS, SPOTS)
@example(Spot(180, 10), Spot(-180, 10))
def test_a_way_is_as_long_back_and_none_to_the_same_place(one: Spot, other: Spot):
    assert geo.metres(one, other) == pytest.approx(geo.metres(other, one), abs=1e-3)
    assert geo.metres(one, one) == 0
    if (one.longitude, one.latitude) == (180, 10) and other.longitude == -180:
        assert geo.metres(one, other) == pytest.approx(0, abs=1e-3)


@pytest.mark.parametrize("edges", [(1, 0, 0, 1), (-91, 0, 0, 1), (0, -181, 1, 0), (0, 0, 1, float("nan"))])
def test_what_is_no_part_of_the_map_is_refused(edges: tuple[float, float, float, float]):
    with pytest.raises(ValueError, match="no part of the map"):
        Box(*edges)


def test_cells_grow_coarser_the_further_away_one_stands():
    found = [geo.resolution_at(zoom) for zoom in range(21)]
    assert found == sorted(found) and found[0] <= 1 and found[-1] == geo.FINEST

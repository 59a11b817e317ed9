"""Pictures that need no scripts, and can be heard."""

import re
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from moothall.design import charts, gallery, maps


@pytest.mark.parametrize(
    "draw", [gallery.need_chart, gallery.trend_chart, gallery.ward_chart, gallery.wait_chart]
)
def test_a_chart_is_one_picture_with_a_name_in_the_colours_of_the_theme(draw: Any) -> None:
    drawn = draw()
    pictures = re.findall(r"<svg.*?</svg>", drawn, re.S)
    assert len(pictures) == 2
    for picture in pictures:
        ElementTree.fromstring(picture)
        assert picture.count("role=") == 1
        assert re.search(r'aria-label="[^"]+\. [^"]+"', picture)
        assert "var(--moot-slate)" in picture
        assert "style=" not in picture
        assert re.findall(r"#[0-9a-f]{6}\b", picture.replace("url(#", "")) == []


def test_text_in_a_chart_is_escaped() -> None:
    rows = [{"name": "<script>&", "n": 3}]
    drawn = charts.bars(rows, across="name", up="n", title='"<b>', words="&", sideways=True)
    assert "<script>" not in drawn and "<b>" not in drawn


def test_ids_in_two_charts_never_meet() -> None:
    ids = [set(re.findall(r'id="([^"]+)"', draw())) for draw in (gallery.ward_chart, gallery.wait_chart)]
    assert not ids[0] & ids[1]


def test_a_still_map_shows_every_area_and_point() -> None:
    still = gallery.MAP.still
    ElementTree.fromstring(still)
    assert still.count("<circle") == 3
    assert re.search(r'd="([^"]*)"', still).group(1).count("M") == 3  # type: ignore[union-attr]
    assert "Moor End repair café" in still


def test_nothing_to_show_is_no_map() -> None:
    assert maps.View().still == Markup("")
    assert maps.View().bounds_text == ""


@given(
    st.lists(st.tuples(st.floats(49, 61), st.floats(-8, 2)), min_size=1, max_size=20),
)
def test_every_point_is_on_the_paper(places: list[tuple[float, float]]) -> None:
    points = [maps.Point("x", latitude, longitude) for latitude, longitude in places]
    still = maps.draw_still(points, {})
    width, height = map(float, re.search(r'viewBox="0 0 (\d+) (\d+)"', still).groups())  # type: ignore[union-attr]
    for x, y in re.findall(r'cx="([\d.-]+)" cy="([\d.-]+)"', still):
        assert 0 <= float(x) <= width and 0 <= float(y) <= height + 1


def test_areas_with_holes_and_many_parts_are_read() -> None:
    ring = [[0, 0], [1, 0], [1, 1], [0, 0]]
    areas = {
        "features": [
            {"geometry": {"type": "MultiPolygon", "coordinates": [[ring], [ring, ring]]}},
            {"geometry": None},
            {"geometry": {"type": "Point", "coordinates": [0, 0]}},
        ]
    }
    assert len(list(maps.rings(areas))) == 3


def test_a_cluster_on_the_map_says_how_many_it_is():
    points = [maps.Point("Repair café", 51.45, -2.73), maps.Point("In Harbour", 51.46, -2.74, count=37)]
    still = maps.View(points=points).still
    assert ">1</text>" in still and ">37</text>" in still and 'r="16"' in still
    assert '"count": 37' in maps.View(points=points).points_json

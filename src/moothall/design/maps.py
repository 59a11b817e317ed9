"""Maps that are first a list, then a still picture, and with scripts one that moves.

The still picture is SVG drawn here: boundaries and numbered points on a plain ground, in the equirectangular
projection at the middle latitude, true enough for one place. No tile server is needed; one may be named.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import cos, radians
from typing import Any

from django.utils.translation import gettext as _
from markupsafe import Markup

WIDTH = 440
TALLEST = 380
MARGIN = 16

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Point:
    """A thing on the map: its name, WGS 84 degrees, and the address of what it leads to. A ``count`` above
    one makes it a cluster of so many, which shows how many instead of its number in the list."""

    name: str
    latitude: float
    longitude: float
    href: str = ""
    count: int = 1


@dataclass(frozen=True)
class View:
    """What a map shows; ``parts.map(view)`` draws it.

    Args:
        points: numbered as in the list beside the map, from 1.
        areas: a GeoJSON FeatureCollection of (multi)polygons for the still picture.
        areas_url: the address that serves the same boundaries to the moving map.
        tiles_url: a tile server's address with ``{z}/{x}/{y}``, if the place has one; tiles_credit names it.
    """

    points: Sequence[Point] = ()
    areas: Mapping[str, Any] = field(default_factory=dict)
    areas_url: str = ""
    tiles_url: str = ""
    tiles_credit: str = ""

    @property
    def points_json(self) -> str:
        """The points for the script."""
        return json.dumps(
            [
                {"name": p.name, "at": [p.latitude, p.longitude], "href": p.href, "count": p.count}
                for p in self.points
            ]
        )

    @property
    def bounds(self) -> Bounds | None:
        """South, west, north, east of the points, or of the areas when there is no point."""
        return _bounds([(p.longitude, p.latitude) for p in self.points]) or _bounds(
            [corner for ring in rings(self.areas) for corner in ring]
        )

    @property
    def bounds_text(self) -> str:
        """The bounds for the script."""
        return ",".join(str(edge) for edge in self.bounds or ())

    @property
    def still(self) -> Markup:
        """The still picture as SVG, or nothing when there is nothing to draw."""
        return draw_still(self.points, self.areas)


def rings(areas: Mapping[str, Any]) -> Iterator[list[tuple[float, float]]]:
    """The outer and inner rings of all polygons of a GeoJSON FeatureCollection, as (longitude, latitude)."""
    for feature in areas.get("features", ()):
        shape = feature.get("geometry") or {}
        corners = shape.get("coordinates") or ()
        polygons = {"Polygon": [corners], "MultiPolygon": corners}
        for polygon in polygons.get(str(shape.get("type")), ()):
            for ring in polygon:
                yield [(corner[0], corner[1]) for corner in ring]


def _bounds(corners: Sequence[tuple[float, float]]) -> Bounds | None:
    if not corners:
        return None
    longitudes, latitudes = zip(*corners, strict=True)
    return min(latitudes), min(longitudes), max(latitudes), max(longitudes)


@dataclass(frozen=True, slots=True)
class _Projection:
    """The paper of a still map: turns degrees into SVG units."""

    west: float
    north: float
    across: float
    down: float
    height: float

    @classmethod
    def holding(cls, corners: Sequence[tuple[float, float]]) -> "_Projection":
        south, west, north, east = _bounds(corners) or (0.0, 0.0, 0.0, 0.0)
        squeeze = cos(radians((south + north) / 2))
        inner = WIDTH - 2 * MARGIN
        wide, tall = max((east - west) * squeeze, 1e-4), max(north - south, 1e-4)
        scale = min(inner / wide, (TALLEST - 2 * MARGIN) / tall)
        slack = (inner - wide * scale) / 2
        return cls(west - slack / (scale * squeeze), north, scale * squeeze, scale, tall * scale + 2 * MARGIN)

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        return (
            round(MARGIN + (longitude - self.west) * self.across, 1),
            round(MARGIN + (self.north - latitude) * self.down, 1),
        )


def _outline(sheet: _Projection, ring: Sequence[tuple[float, float]]) -> str:
    """A ring as SVG path data, without corners closer than one unit to the one before."""
    kept: list[tuple[float, float]] = []
    for corner in ring:
        at = sheet.place(*corner)
        if not kept or abs(at[0] - kept[-1][0]) + abs(at[1] - kept[-1][1]) >= 1:
            kept.append(at)
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in kept) + "Z"


def draw_still(points: Sequence[Point], areas: Mapping[str, Any]) -> Markup:
    """An SVG picture of ``areas`` (GeoJSON) with numbered ``points``; nothing when both are empty."""
    outlines = list(rings(areas))
    corners = [corner for ring in outlines for corner in ring] + [(p.longitude, p.latitude) for p in points]
    if not corners:
        return Markup("")
    sheet = _Projection.holding(corners)
    shapes = "".join(_outline(sheet, ring) for ring in outlines)
    ground = Markup('<path class="moot-map__area" fill-rule="evenodd" d="{}"/>').format(shapes)
    pins = Markup("").join(_pin(sheet, point, number) for number, point in enumerate(points, 1))
    label = _("Map of what is listed here, with the same numbers") if points else _("Map of the areas")
    return Markup(
        '<svg class="moot-map__still" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}</svg>'
    ).format(WIDTH, round(sheet.height), label, ground, pins)


def _pin(sheet: _Projection, point: Point, number: int) -> Markup:
    x, y = sheet.place(point.longitude, point.latitude)
    is_cluster = point.count > 1
    return Markup(
        '<g><title>{}</title><circle class="moot-map__point" cx="{}" cy="{}" r="{}"/>'
        '<text class="moot-map__number" x="{}" y="{}">{}</text></g>'
    ).format(
        point.name, x, y, 16 if is_cluster else 12, x, round(y + 4.5, 1),
        point.count if is_cluster else number,
    )  # fmt: skip

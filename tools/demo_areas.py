"""Draw the demo place's borough and wards: ``python tools/demo_areas.py`` writes areas.geojson anew.

The coast and the inland edge are drawn by hand below, roughly. The land between is cut into small Voronoi
cells, each cell goes to the ward whose centre is nearest (after a smooth bend of the map, so no border is a
ruler line), and the wards are simplified together as a coverage. Neighbours share every vertex: no gap,
no overlap. Nothing here depends on the clock or the machine; the same seed draws the same place.
"""

from __future__ import annotations

import json
import math
import random
from dataclasses import dataclass
from pathlib import Path

import shapely
from shapely.geometry import MultiPoint, Point, Polygon, mapping
from shapely.geometry.base import BaseGeometry

PLACE = Path(__file__).resolve().parent.parent / "packs" / "demo" / "place"
BOROUGH_CODE, BOROUGH_NAME = "WXB", "Wexcombe Bay"
SEED = 1632
CELLS_ACROSS, CELLS_UP = 110, 90
SIMPLIFY_DEGREES = 0.0008
LATITUDE_SCALE = math.cos(math.radians(51.2))

COAST = [
    (-3.793, 51.222), (-3.786, 51.231), (-3.775, 51.240), (-3.762, 51.246), (-3.752, 51.241),
    (-3.746, 51.231), (-3.735, 51.223), (-3.720, 51.217), (-3.705, 51.214), (-3.690, 51.214),
    (-3.678, 51.218), (-3.668, 51.224), (-3.658, 51.231), (-3.647, 51.235), (-3.636, 51.232),
    (-3.626, 51.226),
]  # fmt: skip
INLAND = [
    (-3.622, 51.212), (-3.628, 51.198), (-3.622, 51.182), (-3.640, 51.168), (-3.662, 51.160),
    (-3.690, 51.158), (-3.720, 51.154), (-3.748, 51.162), (-3.772, 51.170), (-3.790, 51.184),
    (-3.799, 51.203),
]  # fmt: skip


@dataclass(frozen=True)
class Ward:
    """A ward to draw: code, name, longitude and latitude of its centre, and how many people live there."""

    code: str
    name: str
    longitude: float
    latitude: float
    population: int


WARDS = [
    Ward("WXB-W01", "Harbour", -3.688, 51.2115, 10_400),
    Ward("WXB-W02", "Old Town", -3.699, 51.2045, 11_900),
    Ward("WXB-W03", "Esplanade", -3.717, 51.2120, 10_800),
    Ward("WXB-W04", "Gull Point", -3.762, 51.2300, 9_300),
    Ward("WXB-W05", "Priory", -3.680, 51.1980, 12_600),
    Ward("WXB-W06", "Castle Down", -3.651, 51.2210, 9_900),
    Ward("WXB-W07", "Station", -3.709, 51.1930, 13_100),
    Ward("WXB-W08", "Millbrook", -3.736, 51.2030, 12_400),
    Ward("WXB-W09", "Marsh End", -3.651, 51.1970, 10_700),
    Ward("WXB-W10", "Fernhill", -3.686, 51.1770, 11_600),
    Ward("WXB-W11", "Upper Wexcombe", -3.733, 51.1770, 8_800),
    Ward("WXB-W12", "Coombe St Mary", -3.770, 51.2010, 8_500),
]


def main() -> None:
    """Write areas.geojson."""
    wards = ward_polygons()
    borough = shapely.coverage_union_all(list(wards.values()))
    everyone = sum(ward.population for ward in WARDS)
    features = [feature(BOROUGH_CODE, BOROUGH_NAME, "borough", borough, everyone)]
    features += [feature(ward.code, ward.name, "ward", wards[ward.code], ward.population) for ward in WARDS]
    lines = ",\n".join(json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in features)
    collection = f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n'
    (PLACE / "areas.geojson").write_text(collection, encoding="utf-8")


def ward_polygons() -> dict[str, BaseGeometry]:
    """The wards' shapes by code, in degrees, rounded to a tenth of a metre."""
    cells_by_ward: dict[str, list[Polygon]] = {ward.code: [] for ward in WARDS}
    for cell in land_cells():
        cells_by_ward[nearest_ward(cell.centroid).code].append(cell)
    whole = [shapely.coverage_union_all(cells) for cells in cells_by_ward.values()]
    drawn = shapely.coverage_simplify(whole, SIMPLIFY_DEGREES)
    return dict(zip(cells_by_ward, drawn, strict=True))


def land_cells() -> list[Polygon]:
    """Small cells covering the borough; their outer edges make the coast ragged, as coasts are."""
    land = Polygon(COAST + INLAND)
    rng = random.Random(SEED)
    west, south, east, north = land.buffer(0.01).bounds
    width, height = (east - west) / CELLS_ACROSS, (north - south) / CELLS_UP
    points = [
        (west + (column + rng.random()) * width, south + (row + rng.random()) * height)
        for column in range(CELLS_ACROSS)
        for row in range(CELLS_UP)
    ]
    cells = shapely.voronoi_polygons(MultiPoint(points)).geoms
    return [shapely.transform(cell, lambda xy: xy.round(6)) for cell in cells if land.contains(cell.centroid)]


def nearest_ward(point: Point) -> Ward:
    """The ward whose centre is nearest to a point on the bent map."""
    longitude, latitude = bent(point.x, point.y)
    return min(
        WARDS,
        key=lambda ward: math.hypot((ward.longitude - longitude) * LATITUDE_SCALE, ward.latitude - latitude),
    )


def bent(longitude: float, latitude: float) -> tuple[float, float]:
    """A point moved by up to about 150 metres in a smooth pattern, so borders wander as streams do."""
    across, up = longitude * 280, latitude * 420
    return (
        longitude + 0.0016 * math.sin(up + math.sin(across * 0.6)) + 0.0005 * math.sin(2.7 * up + across),
        latitude + 0.0011 * math.sin(across + math.sin(up * 0.7)) + 0.0004 * math.sin(2.9 * across - up),
    )


def feature(code: str, name: str, kind: str, shape: BaseGeometry, population: int) -> dict[str, object]:
    """One GeoJSON feature (RFC 7946: WGS 84, outer ring anticlockwise)."""
    return {
        "type": "Feature",
        "id": code,
        "properties": {"code": code, "name": name, "kind": kind, "population": population},
        "geometry": mapping(shapely.orient_polygons(shape)),
    }


if __name__ == "__main__":
    main()

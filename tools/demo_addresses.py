"""Invent the demo place's postcodes and addresses: ``python tools/demo_addresses.py`` writes both files anew.

Reads areas.geojson. Each ward gets postcodes in proportion to its people, thicker towards its centre; each
postcode is one stretch of one street with a handful of homes near it. Postcodes use the area letters WX and
UPRNs begin with 99, neither of which is in use. The same seed gives the same files.
"""

from __future__ import annotations

import csv
import json
import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from demo_areas import BOROUGH_CODE, LATITUDE_SCALE, PLACE, WARDS, Ward
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry

SEED = 4_260
POSTCODE_COUNT = 900
HOMES_PER_POSTCODE = (5, 8)
FIRST_UPRN = 990_000_000_001
METRES_PER_DEGREE = 111_200
INWARD_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
SECTORS = {
    "WXB-W01": ("WX1 1", "WX1 2"), "WXB-W02": ("WX1 3", "WX1 4"), "WXB-W03": ("WX2 1", "WX2 2"),
    "WXB-W04": ("WX3 1", "WX3 2"), "WXB-W05": ("WX2 3", "WX2 4"), "WXB-W06": ("WX3 3", "WX3 4"),
    "WXB-W07": ("WX4 1", "WX4 2"), "WXB-W08": ("WX4 3", "WX4 4"), "WXB-W09": ("WX5 1", "WX5 2"),
    "WXB-W10": ("WX5 3", "WX5 4"), "WXB-W11": ("WX6 1", "WX6 2"), "WXB-W12": ("WX6 3", "WX6 4"),
}  # fmt: skip
ALWAYS_PRESENT = {"WXB-W07": "WX4 2PL"}
TOWNS = {
    "WXB-W04": "Gull Point", "WXB-W09": "Marsh End", "WXB-W11": "Upper Wexcombe", "WXB-W12": "Coombe St Mary",
}  # fmt: skip
STREET_STEMS = (
    "Admiral", "Alder", "Anchor", "Apple Tree", "Ashlar", "Avocet", "Barley", "Bathing House", "Beacon",
    "Bell Buoy", "Blackthorn", "Boathouse", "Bramble", "Brine", "Broad", "Brook", "Buttercup", "Candle",
    "Capstan", "Chandler", "Chapel", "Church", "Cider", "Cliff", "Cobble", "Cockle", "Common", "Copper",
    "Coral", "Cormorant", "Corn", "Cross", "Curlew", "Dairy", "Damson", "Dolphin", "Dove", "Driftwood",
    "Dunlin", "Eastern", "Eider", "Elder", "Estuary", "Farrier", "Fern", "Ferry", "Field", "Fisher",
    "Flagstaff", "Foundry", "Fuchsia", "Gannet", "Garden", "Gorse", "Granary", "Grange", "Green",
    "Guillemot", "Harbourmaster", "Hawthorn", "Hazel", "Heather", "Heron", "High", "Hillside", "Holly",
    "Honeysuckle", "Ivy", "Jetty", "Juniper", "Kelp", "Kestrel", "Kiln", "Kingfisher", "Kittiwake", "Lamp",
    "Larch", "Lark", "Lavender", "Library", "Lifeboat", "Limekiln", "Linnet", "Lobster", "Long", "Lower",
    "Mackerel", "Mallow", "Maple", "Mariner", "Market", "Marsh", "Meadow", "Mill", "Mission", "Moor",
    "Museum", "Nettle", "Net Loft", "New", "North", "Oak", "Orchard", "Osprey", "Otter", "Oyster", "Park",
    "Pebble", "Pilot", "Pine", "Plover", "Poplar", "Priory", "Promenade", "Puffin", "Quarry", "Quay",
    "Quince", "Razorbill", "Redshank", "Reed", "Ridge", "River", "Rope Walk", "Rose", "Rowan", "Sail Loft",
    "Salt", "Samphire", "Sandpiper", "School", "Schooner", "Sea", "Sea Holly", "Shepherd", "Shingle",
    "Shore", "Skylark", "Slipway", "South", "Spring", "Spruce", "Starling", "Station", "Stonechat",
    "Sunny", "Swallow", "Swift", "Sycamore", "Tamarisk", "Teasel", "Tern", "Thistle", "Thrift", "Tide",
    "Tollgate", "Tower", "Town", "Turnstone", "Upper", "Vale", "Viaduct", "Vicarage", "Victory", "View",
    "Walnut", "Water", "Wave", "Well", "West", "Wheat", "Whelk", "Whinchat", "Willow", "Wind", "Wood",
    "Wren", "Yarrow", "Yew",
)  # fmt: skip
STREET_KINDS = (
    "Road", "Street", "Lane", "Avenue", "Close", "Terrace", "Gardens", "Way", "Rise", "Row", "Hill", "Drive",
)  # fmt: skip
BLOCK_KINDS = ("House", "Court", "Lodge", "Point")


@dataclass(frozen=True)
class Stretch:
    """One postcode: where it is, its ward, and the street it stands on."""

    postcode: str
    longitude: float
    latitude: float
    ward: Ward
    street: str


def main() -> None:
    """Write postcodes.csv and addresses.csv."""
    rng = random.Random(SEED)
    stretches = sorted(invented_stretches(rng), key=lambda each: each.postcode)
    postcode_rows = (
        (each.postcode, each.latitude, each.longitude, BOROUGH_CODE, each.ward.code) for each in stretches
    )
    write_csv("postcodes.csv", ("postcode", "lat", "lon", "district_gss", "ward_gss"), postcode_rows)
    columns = ("uprn", "line_1", "line_2", "town", "postcode", "longitude", "latitude")
    homes = (home for stretch in stretches for home in homes_along(stretch, rng))
    write_csv("addresses.csv", columns, ((FIRST_UPRN + 7 * at, *home) for at, home in enumerate(homes)))


def write_csv(name: str, columns: tuple[str, ...], rows: Iterator[tuple[object, ...]]) -> None:
    """Write rows under a header line."""
    with (PLACE / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def ward_shapes(path: Path) -> dict[str, BaseGeometry]:
    """The wards' shapes by code."""
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return {each["id"]: shape(each["geometry"]) for each in features if each["properties"]["kind"] == "ward"}


def invented_stretches(rng: random.Random) -> Iterator[Stretch]:
    """Every postcode of the place, in proportion to the people of each ward."""
    shapes = ward_shapes(PLACE / "areas.geojson")
    everyone = sum(ward.population for ward in WARDS)
    streets = invented_streets(rng)
    for ward in WARDS:
        count = round(POSTCODE_COUNT * ward.population / everyone)
        codes = invented_codes(ward, count, rng)
        for code, point in zip(codes, scattered(ward, shapes[ward.code], count, rng), strict=True):
            yield Stretch(code, round(point.x, 6), round(point.y, 6), ward, next(streets))


def invented_streets(rng: random.Random) -> Iterator[str]:
    """Street names in chance order, none twice."""
    names = [f"{stem} {kind}" for stem in STREET_STEMS for kind in STREET_KINDS]
    rng.shuffle(names)
    return iter(names)


def invented_codes(ward: Ward, count: int, rng: random.Random) -> list[str]:
    """Different postcodes in the ward's sectors, the one that examples mention among them."""
    fixed = ALWAYS_PRESENT.get(ward.code)
    codes = {fixed} if fixed else set[str]()
    while len(codes) < count:
        codes.add(rng.choice(SECTORS[ward.code]) + "".join(rng.choices(INWARD_LETTERS, k=2)))
    return sorted(codes, key=lambda code: (code != fixed, code))


def scattered(ward: Ward, area: BaseGeometry, count: int, rng: random.Random) -> Iterator[Point]:
    """Points well inside the ward and some way apart, the first ones nearest its centre."""
    inner = area.buffer(-0.0004)
    spread = math.sqrt(area.area) / 3.6
    points: list[Point] = []
    while len(points) < count:
        grown = spread * (0.35 + 0.65 * len(points) / count)
        longitude = rng.gauss(ward.longitude, grown / LATITUDE_SCALE)
        point = Point(longitude, rng.gauss(ward.latitude, grown * LATITUDE_SCALE))
        if inner.contains(point) and all(point.distance(other) > 0.0006 for other in points):
            points.append(point)
    return iter(points)


def homes_along(stretch: Stretch, rng: random.Random) -> Iterator[tuple[str, str, str, str, float, float]]:
    """The homes of one postcode: houses with every other number, or flats in one block."""
    count = rng.randint(*HOMES_PER_POSTCODE)
    town = TOWNS.get(stretch.ward.code, "Wexcombe Bay")
    first = rng.randrange(1, 60)
    in_flats = rng.random() < flat_share(stretch.ward)
    block = f"{rng.choice(STREET_STEMS)} {rng.choice(BLOCK_KINDS)}" if in_flats else ""
    for at in range(count):
        line_1 = f"Flat {at + 1}, {block}" if block else f"{first + 2 * at} {stretch.street}"
        line_2 = f"{first} {stretch.street}" if block else ""
        longitude, latitude = (stretch.longitude, stretch.latitude) if block else beside(stretch, rng)
        yield line_1, line_2, town, stretch.postcode, longitude, latitude


def flat_share(ward: Ward) -> float:
    """How many of a ward's postcodes are blocks of flats: half by the sea front, few in the villages."""
    return {"WXB-W01": 0.5, "WXB-W02": 0.35, "WXB-W03": 0.5, "WXB-W07": 0.3}.get(ward.code, 0.08)


def beside(stretch: Stretch, rng: random.Random) -> tuple[float, float]:
    """A longitude and latitude within 30 metres of the stretch's middle."""
    reach = 30 / METRES_PER_DEGREE * math.sqrt(rng.random())
    angle = rng.uniform(0, 2 * math.pi)
    return (
        round(stretch.longitude + reach * math.cos(angle) / LATITUDE_SCALE, 6),
        round(stretch.latitude + reach * math.sin(angle), 6),
    )


if __name__ == "__main__":
    main()

"""Where things are: points in WGS 84 degrees, found through the cells of H3 they lie in.

A model that is :class:`Placed` has a column with its cell of resolution 9 (some 400 m across; H3, h3geo.org).
The cells within a coarser one are one range of numbers, so a circle is a few ranges. Comparing whole numbers
is leakproof, so unlike points and full text these ranges use their index under row-level security, and no
definer function is needed. Cells know neither date line nor poles, and distances are great circles: both are
right.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import asin, ceil, cos, inf, radians, sin, sqrt
from typing import TYPE_CHECKING, Any, TypeVar, cast

from django.db import models
from django.db.models import Count, F, Func, Lookup, Min, Q, QuerySet, Value
from h3.api import basic_int as h3

FINEST = 9
MOST_METRES = 5_000_000
"""A circle wider than this has no ranges: everything is looked at."""
EARTH_METRES = 6_371_009
SKEW = 1.4
"""How much longer or shorter than the average an edge of a cell may be (H3's areas differ by up to two)."""
STRAY = 1.1
"""Edges that something may lie from the middle of a cell its number belongs to: see :func:`_rings`."""
BITS, SPARE, SIZE = 3, 3 * (15 - FINEST), 0xF << 52
"""Bits of a digit, of the digits that resolution 9 leaves unused, and where a cell keeps its resolution."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A point in WGS 84 degrees, and the code of the area (such as a ward) it is known to lie in."""

    longitude: float
    latitude: float
    area: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the map between parallels and meridians; ``west`` may lie beyond the date line from ``east``.

    Raises ``ValueError`` when it is none."""

    south: float
    west: float
    north: float
    east: float

    def __post_init__(self) -> None:
        if not (
            -90 <= self.south <= self.north <= 90 and -180 <= self.west <= 180 and -180 <= self.east <= 180
        ):
            raise ValueError("This is no part of the map.")

    @property
    def width(self) -> float:
        """Degrees from west to east."""
        return (self.east - self.west) % 360 if self.east != self.west + 360 else 360


@dataclass(frozen=True, slots=True)
class Cluster:
    """What lies in one cell: how many, and where it stands on a map (a single thing on its own spot)."""

    cell: int
    count: int
    longitude: float
    latitude: float


class _Cell:
    """The cell of a row, read from its spot whenever it is asked for, so that the two never differ."""

    def __init__(self, field: "CellField") -> None:
        self.field = field

    def __get__(self, row: "Placed | None", owner: type["Placed"]) -> Any:
        return self if row is None else cell_of(row.longitude, row.latitude)

    def __set__(self, row: "Placed", value: object) -> None:
        row.__dict__[self.field.attname] = value  # Django takes what is not there for deferred


if TYPE_CHECKING:
    WholeNumber = models.BigIntegerField[int | None, int | None]
    CellLookup = Lookup[Sequence[tuple[int, int]]]
else:
    WholeNumber = models.BigIntegerField
    CellLookup = Lookup


class CellField(WholeNumber):
    """The column of a row's cell: written with every row, from its spot."""

    descriptor_class = _Cell


@CellField.register_lookup
class InRanges(CellLookup):
    """``cell9__cells``: in one of these ranges. The numbers, which are made here, stand in the statement, so
    that PostgreSQL sees how few rows they are: of values it would assume half a percent of the table each."""

    lookup_name = "cells"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        """The condition."""
        column, values = self.process_lhs(compiler, connection)
        ranges: Sequence[tuple[int, int]] = self.rhs
        parts = (f"{column} BETWEEN {int(low)} AND {int(high)}" for low, high in ranges)
        return f"({' OR '.join(parts)})", tuple(values) * len(ranges)


class Placed(models.Model):
    """Something with a spot on the earth, if it is known; ``area`` is the code of the ward it lies in.

    A row is placed by what writes it whole; its spot is never changed by an ``update`` of columns.
    """

    longitude = models.FloatField(null=True)
    latitude = models.FloatField(null=True)
    cell9 = CellField(null=True)
    area = models.CharField(max_length=20, blank=True)

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["cell9"], name="%(app_label)s_%(class)s_cell")]
        constraints = [
            models.CheckConstraint(
                condition=Q(longitude=None, latitude=None, cell9=None)
                | Q(longitude__range=(-180, 180), latitude__range=(-90, 90), cell9__isnull=False),
                name="%(app_label)s_%(class)s_on_earth",
            )
        ]


P = TypeVar("P", bound=Placed)


def cell_of(longitude: float | None, latitude: float | None) -> int | None:
    """The cell of resolution 9 that a spot lies in."""
    if longitude is None or latitude is None:
        return None
    return int(h3.latlng_to_cell(latitude, longitude, FINEST))


def metres(one: Spot, other: Spot) -> float:
    """The great circle between two spots, on a sphere (right to 0.5 %): as ``moothall.metres`` has it."""
    half = sin(radians(other.latitude - one.latitude) / 2) ** 2
    half += (
        cos(radians(one.latitude))
        * cos(radians(other.latitude))
        * sin(radians(other.longitude - one.longitude) / 2) ** 2
    )
    return 2 * EARTH_METRES * asin(sqrt(min(1.0, half)))


def near(rows: QuerySet[P], spot: Spot, reach: float) -> QuerySet[P]:
    """Those of ``rows`` within ``reach`` metres of ``spot``, each with its ``metres``, nearest first."""
    distance: Func = Func(
        F("longitude"), F("latitude"), Value(spot.longitude), Value(spot.latitude),
        function="moothall.metres", output_field=models.FloatField(),
    )  # fmt: skip
    found = rows.filter(_in_ranges(spot, reach)).annotate(metres=distance)
    return cast("QuerySet[P]", found.filter(metres__lte=reach).order_by("metres", "pk"))


def within(rows: QuerySet[P], box: Box) -> QuerySet[P]:
    """Those of ``rows`` that lie in ``box``, edges included."""
    west, east = Q(longitude__gte=box.west), Q(longitude__lte=box.east)
    across = west & east if box.west <= box.east else west | east
    return rows.filter(_in_ranges(*_around(box)), across, latitude__range=(box.south, box.north))


def clustered(rows: QuerySet[P], zoom: int, *, most: int = 500) -> list[Cluster]:
    """``rows`` put together by the cells of a map at ``zoom``, the fullest first."""
    shift = SPARE + BITS * (FINEST - resolution_at(zoom))
    key: Func = Func(
        F("cell9"), template=f"(%(expressions)s >> {shift})", output_field=models.BigIntegerField()
    )
    found = (
        rows.exclude(cell9=None)
        .order_by()
        .annotate(key=key)
        .values("key")
        .annotate(count=Count("pk"), x=Min("longitude"), y=Min("latitude"))
        .order_by("-count", "key")
    )
    return [_cluster(row["key"], row["count"], row["x"], row["y"], shift) for row in found[:most]]


def resolution_at(zoom: int) -> int:
    """The resolution whose cells are about an eighth of a tile of the map across at ``zoom``."""
    across = 40_075_000 / 2**zoom / 8
    fitting = (r for r in range(FINEST, 0, -1) if 2 * edge(r) >= across)
    return next(fitting, 0)


def parent(cell: int, zoom: int) -> int:
    """The cell of a cluster at ``zoom`` in which a cell of the finest resolution stands."""
    return int(h3.cell_to_parent(cell, resolution_at(zoom)))


def edge(resolution: int) -> float:
    """The average length in metres of an edge of the cells of a resolution."""
    return float(h3.average_hexagon_edge_length(resolution, unit="m"))


def ranges(spot: Spot, reach: float) -> list[tuple[int, int]] | None:
    """Ranges of cells that hold everything within ``reach`` metres of ``spot``, and some more; ``None`` for
    everything."""
    if reach > MOST_METRES:
        return None
    resolution = next((r for r in range(FINEST, 0, -1) if 3 * edge(r) >= reach), 0)
    middle = h3.cell_to_parent(cell_of(spot.longitude, spot.latitude), resolution)
    furthest = reach + STRAY * SKEW * edge(resolution)
    disk = h3.grid_disk(middle, _rings(resolution, reach))
    return list(_joined(sorted(_range(cell) for cell in disk if metres(spot, _middle(cell)) <= furthest)))


def _middle(cell: int) -> Spot:
    latitude, longitude = h3.cell_to_latlng(cell)
    return Spot(longitude, latitude)


def _rings(resolution: int, reach: float) -> int:
    """Rings of cells around the middle one that reach far enough.

    What is in a cell of resolution 9 lies at most 1.1 edges from the middle of the coarser cell its number
    belongs to, because the middles of finer cells stray by less than 0.66 of ever shorter edges. So from
    middle to middle it is at most ``reach`` and twice that; and each ring is at least 1.5 edges further out.
    """
    longest, shortest = edge(resolution) * SKEW, edge(resolution) / SKEW
    return ceil((reach + 2 * STRAY * longest) / (1.5 * shortest))


def _range(cell: int) -> tuple[int, int]:
    """The numbers of resolution 9 that belong to ``cell``."""
    free = BITS * (FINEST - h3.get_resolution(cell))
    digits = ((1 << free) - 1) << SPARE
    low = (cell & ~SIZE & ~digits) | FINEST << 52
    return low, low | digits


def _joined(found: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Ranges with those that follow each other made one."""
    low, high = found[0]
    for start, end in found[1:]:
        if start >> SPARE <= (high >> SPARE) + 1:
            high = end
        else:
            yield low, high
            low, high = start, end
    yield low, high


def _in_ranges(spot: Spot, reach: float) -> Q:
    found = ranges(spot, reach)
    if found is None:
        return Q(cell9__isnull=False)
    return Q(cell9__cells=found)


def _around(box: Box) -> tuple[Spot, float]:
    """A circle around ``box``: its middle, and the way to what is furthest from it."""
    if box.width > 180:
        return Spot(0.0, 0.0), inf
    longitude = (box.west + box.width / 2 + 180) % 360 - 180
    middle = Spot(longitude, (box.south + box.north) / 2)
    equator = min(max(0.0, box.south), box.north)
    corners = [Spot(box.east, latitude) for latitude in (box.south, equator, box.north)]
    return middle, max(metres(middle, corner) for corner in corners) * 1.001 + 1


def _cluster(key: int, count: int, longitude: float, latitude: float, shift: int) -> Cluster:
    """The cluster of one key: a single thing where it is, several in the middle of their cell."""
    resolution = FINEST - (shift - SPARE) // BITS
    cell = (key << shift | (1 << shift) - 1) & ~SIZE | resolution << 52
    if count > 1:
        latitude, longitude = h3.cell_to_latlng(cell)
    return Cluster(cell, count, longitude, latitude)

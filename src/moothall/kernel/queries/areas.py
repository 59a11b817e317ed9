"""Which area a point lies in, by the place's own boundaries (no PostGIS needed)."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

import shapely
from django.core.cache import caches
from shapely.geometry import Point, shape
from shapely.strtree import STRtree

from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.gate import query
from moothall.kernel.memory import remembered
from moothall.kernel.models import Area

SECONDS = 300
"""How long a process may go on with the boundaries it has read."""


@dataclass(frozen=True)
class DrawnArea:
    """An area with its boundary as a GeoJSON geometry."""

    id: UUID
    code: str
    name: str
    kind: str
    population: int | None
    boundary: dict[str, Any]


@dataclass(frozen=True)
class Atlas:
    """All areas, ready to be asked which of them contain a point."""

    areas: tuple[DrawnArea, ...]

    def __bool__(self) -> bool:
        return bool(self.areas)

    @cached_property
    def _tree(self) -> STRtree:
        geometries = [shape(area.boundary) for area in self.areas]
        shapely.prepare(geometries)
        return STRtree(geometries)

    def at(self, *, longitude: float, latitude: float) -> list[DrawnArea]:
        """The areas that contain a WGS 84 point, smallest population first."""
        if not self.areas:
            return []
        found = self._tree.query(Point(longitude, latitude), predicate="intersects")
        return sorted((self.areas[index] for index in found), key=lambda area: area.population or 0)


@query(allow=allow.anyone)
def atlas(act: Act) -> Atlas:
    """Every area of the place; remembered for five minutes per process."""
    return remembered("atlas", _atlas, seconds=SECONDS)


def _atlas() -> Atlas:
    rows = Area.objects.order_by("kind", "name")
    return Atlas(
        tuple(DrawnArea(row.id, row.code, row.name, row.kind, row.population, row.boundary) for row in rows)
    )


def forget() -> None:
    """Have this process read the areas again, after one was drawn."""
    caches["memory"].delete("atlas")


@query(allow=allow.anyone, api="v1")
def area_at(act: Act, *, longitude: float, latitude: float, kind: str = "ward") -> DrawnArea | None:
    """The area of ``kind`` that contains a WGS 84 point, or nothing outside the place."""
    found = atlas(act).at(longitude=longitude, latitude=latitude)
    return next((area for area in found if area.kind == kind), None)

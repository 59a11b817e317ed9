"""Sets of placed things that a map may show, and its tiles: offered by the capabilities that keep them."""

from collections.abc import Callable
from dataclasses import dataclass
from math import atan, degrees, pi, sinh
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from moothall.kernel import allow, geo
from moothall.kernel.act import Act
from moothall.kernel.extension import Registry
from moothall.kernel.gate import query
from moothall.kernel.geo import Box, Cluster
from moothall.kernel.refusal import NotAllowed, NotFound

FINEST_ZOOM = 20
MOST_SINGLE = 60
"""Things in a tile that are shown one by one; more are put together."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A single thing on the map: its name, and the address of what it leads to."""

    name: str
    href: str
    longitude: float
    latitude: float


@dataclass(frozen=True, slots=True)
class PlacedSet:
    """Things for the map: ``rows`` of a :class:`moothall.kernel.geo.Placed` model, how one is ``shown``, and
    to ``whom``. One that ``is_public`` is the same for everybody and is kept by browsers and proxies."""

    title: str | Promise
    rows: Callable[[], QuerySet[Any]]
    shown: Callable[[Any], Shown]
    whom: allow.Condition = allow.anyone
    is_public: bool = False


SETS = Registry[str, PlacedSet]("The set of the map")


@dataclass(frozen=True, slots=True)
class Tile:
    """What lies in a square of the map: single things, or clusters where there are many."""

    single: tuple[Shown, ...] = ()
    clusters: tuple[Cluster, ...] = ()


@query(allow=allow.anyone)
def tile(act: Act, *, name: str, zoom: int, x: int, y: int) -> Tile:
    """The square ``x``, ``y`` of the web's map (Mercator, 2**zoom squares across) of a set, as far as the
    act may see its rows. Raises ``NotFound`` for a set or a square that there is not."""
    found = SETS.get(name)
    if found is None or not (0 <= zoom <= FINEST_ZOOM and 0 <= x < 2**zoom and 0 <= y < 2**zoom):
        raise NotFound("There is no such part of a map.")
    if not found.whom.allows(act):
        raise NotAllowed("This map is not for everybody.")
    rows = geo.within(found.rows(), box_of(zoom, x, y))
    single = tuple(rows.order_by("pk")[: MOST_SINGLE + 1])
    if len(single) <= MOST_SINGLE:
        return Tile(single=tuple(map(found.shown, single)))
    return Tile(clusters=tuple(geo.clustered(rows, zoom)))


def box_of(zoom: int, x: int, y: int) -> Box:
    """The part of the earth that a square of the web's map shows."""
    return Box(_latitude(zoom, y + 1), _longitude(zoom, x), _latitude(zoom, y), _longitude(zoom, x + 1))


def _longitude(zoom: int, x: int) -> float:
    return float(x / 2**zoom * 360 - 180)


def _latitude(zoom: int, y: int) -> float:
    return degrees(atan(sinh(pi * (1 - 2 * y / 2**zoom))))

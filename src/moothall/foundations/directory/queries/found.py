"""Services that fit, for lists."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from moothall.foundations.directory.models import Service
from moothall.kernel import allow, geo, paging
from moothall.kernel.act import Act
from moothall.kernel.gate import query
from moothall.kernel.paging import Page

FIND = "SELECT id, metres FROM moothall.directory_find(%s::jsonb, %s, %s, %s)"
COUNT = "SELECT moothall.directory_count(%s::jsonb)"
NEAREST = """
    SELECT a.service_id, min(moothall.metres(l.longitude, l.latitude, %s, %s))
      FROM directory_serviceatlocation AS a JOIN directory_location AS l ON l.id = a.location_id
     WHERE a.service_id = ANY (%s) GROUP BY 1
"""
POINTS = """
    SELECT a.service_id, array_agg(l.longitude ORDER BY a.id), array_agg(l.latitude ORDER BY a.id)
      FROM directory_serviceatlocation AS a JOIN directory_location AS l ON l.id = a.location_id
     WHERE a.service_id = ANY (%s) AND l.longitude IS NOT NULL GROUP BY 1
"""
MOST = 500
"""Services a page may hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What services must fit; whatever is empty does not matter.

    ``words``: full text. ``ways``, ``needs``, ``days`` (MO … SU), ``terms``: any of them. ``features``: all
    of them. ``areas``: services for one of these areas, or for everybody. ``most_pence``: costs no more (0:
    free). ``within_metres`` of ``longitude``/``latitude``; with ``or_anywhere`` also what is online, by
    telephone or at home. ``starts``/``ends``/``day``: one opening lies within (``HH:MM``). ``age``: for
    somebody of that age; ``minimum_age``/``maximum_age``: of the service, at least and at most.
    """

    words: str = ""
    statuses: Sequence[str] = ("active",)
    ways: Sequence[str] = ()
    needs: Sequence[str] = ()
    days: Sequence[str] = ()
    features: Sequence[str] = ()
    areas: Sequence[str] = ()
    terms: Sequence[UUID] = ()
    taxonomy: UUID | None = None
    organisation: UUID | None = None
    most_pence: int | None = None
    age: float | None = None
    minimum_age: float | None = None
    maximum_age: float | None = None
    longitude: float | None = None
    latitude: float | None = None
    within_metres: float | None = None
    or_anywhere: bool = False
    starts: str = ""
    ends: str = ""
    day: str = ""
    modified_after: datetime | None = None

    def as_json(self) -> str:
        """Those that matter, as the database's function takes them."""
        given: dict[str, Any] = {field.name: getattr(self, field.name) for field in fields(self)}
        if self.longitude is not None and self.latitude is not None and self.within_metres is not None:
            given["cells"] = geo.ranges(geo.Spot(self.longitude, self.latitude), self.within_metres)
        return json.dumps(
            {
                name: list(value) if isinstance(value, tuple | list) else value
                for name, value in given.items()
                if value is not None and value != "" and value != () and value != [] and value is not False
            },
            default=str,
        )


@dataclass(frozen=True, slots=True)
class ServiceFound:
    """A service in a list: what a card shows. ``organisation_kind`` such as ``charity``; ``metres``: to its
    nearest place; ``points`` its places."""

    id: UUID
    slug: str
    name: str
    organisation: str
    organisation_slug: str
    organisation_kind: str
    text: str
    status: str
    needs: tuple[str, ...]
    ways: tuple[str, ...]
    days: tuple[str, ...]
    features: tuple[str, ...]
    cost_pence: int | None
    minimum_age: float | None
    maximum_age: float | None
    assured_date: date | None
    pack: str
    schedules: tuple[Mapping[str, Any], ...]
    spaces: Mapping[str, str]
    points: tuple[tuple[float, float], ...]
    metres: float | None


COLUMNS = (
    "id", "slug", "name", "text", "status", "needs", "ways", "days", "features", "cost_pence", "minimum_age",
    "maximum_age", "assured_date", "pack", "document", "organisation__name", "organisation__slug",
    "organisation__kind",
)  # fmt: skip


@query(allow=allow.anyone)
def services_found(
    act: Act, *, filters: Filters, sorting: str = "name", limit: int = 20, offset: int = 0
) -> tuple[ServiceFound, ...]:
    """Services that fit, a page of them, sorted by ``name``, ``near`` (nearest first) or ``rank`` (words)."""
    with connection.cursor() as cursor:
        cursor.execute(FIND, (filters.as_json(), sorting, min(limit, MOST), offset))
        metres: dict[UUID, float | None] = dict(cursor.fetchall())
    return _cards(metres)


@query(allow=allow.anyone)
def service_count(act: Act, *, filters: Filters) -> int:
    """How many services fit."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, (filters.as_json(),))
        return int(cursor.fetchone()[0])


@query(allow=allow.anyone)
def cards(
    act: Act, *, ids: Sequence[UUID], longitude: float | None = None, latitude: float | None = None
) -> tuple[ServiceFound, ...]:
    """These services (at most 500) in this order, with their distance from a point if one is given."""
    wanted: dict[UUID, float | None] = dict.fromkeys(ids[:MOST])
    if longitude is not None and latitude is not None:
        with connection.cursor() as cursor:
            cursor.execute(NEAREST, (longitude, latitude, list(wanted)))
            wanted |= dict(cursor.fetchall())
    return _cards(wanted)


@query(allow=allow.anyone, api="v1")
def services_of(act: Act, *, organisation: UUID, cursor: str = "", limit: int = 50) -> Page[ServiceFound]:
    """An organisation's services by name, a page at a time."""
    return paging.page(
        Service.objects.filter(organisation_id=organisation, status="active").only("id", "name"),
        lambda rows: _cards(dict.fromkeys(row.id for row in rows)),
        by=("name", "id"),
        cursor=cursor,
        limit=limit,
    )


def _cards(metres: Mapping[UUID, float | None]) -> tuple[ServiceFound, ...]:
    rows = {row["id"]: row for row in Service.objects.filter(pk__in=metres).values(*COLUMNS)}
    points = _points(metres)
    return tuple(
        _card(rows[identity], metres[identity], points.get(identity, ()))
        for identity in metres
        if identity in rows
    )


def _points(services: Iterable[UUID]) -> dict[UUID, tuple[tuple[float, float], ...]]:
    with connection.cursor() as cursor:
        cursor.execute(POINTS, (list(services),))
        return {identity: tuple(zip(east, north, strict=True)) for identity, east, north in cursor.fetchall()}


def _card(
    row: Mapping[str, Any], metres: float | None, points: tuple[tuple[float, float], ...]
) -> ServiceFound:
    document = row["document"]
    return ServiceFound(
        id=row["id"],
        slug=row["slug"],
        name=row["name"],
        organisation=row["organisation__name"],
        organisation_slug=row["organisation__slug"],
        organisation_kind=row["organisation__kind"],
        text=document.get("description", ""),
        status=row["status"],
        needs=tuple(row["needs"]),
        ways=tuple(row["ways"]),
        days=tuple(row["days"]),
        features=tuple(row["features"]),
        cost_pence=row["cost_pence"],
        minimum_age=row["minimum_age"],
        maximum_age=row["maximum_age"],
        assured_date=row["assured_date"],
        pack=row["pack"],
        schedules=tuple(document.get("schedules", ())),
        spaces=document.get("spaces", {}),
        points=points,
        metres=metres,
    )

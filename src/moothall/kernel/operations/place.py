"""Saying which place this is, and drawing its areas."""

from typing import Any
from uuid import UUID

from moothall.kernel import allow, clock, places
from moothall.kernel.act import Act
from moothall.kernel.gate import operation
from moothall.kernel.models import Area, Place
from moothall.kernel.queries import areas


@operation(allow=allow.system | allow.operator)
def describe_place(
    act: Act,
    *,
    name: str,
    slug: str,
    longitude: float,
    latitude: float,
    timezone: str = "Europe/London",
    languages: list[str] | None = None,
    population: int | None = None,
    theme: dict[str, Any] | None = None,
    holiday_rule: str = "England",
    is_demo: bool = False,
) -> None:
    """Say which place this installation serves; saying it again replaces what was said before."""
    is_new = not Place.objects.exists()
    row = Place(
        id=1,
        name=name,
        slug=slug,
        longitude=longitude,
        latitude=latitude,
        timezone=timezone,
        languages=languages or ["en"],
        population=population,
        theme=theme or {},
        holiday_rule=holiday_rule,
        is_demo=is_demo,
    )
    row.save(force_insert=is_new, force_update=not is_new)
    places.forget()


@operation(allow=allow.system)
def draw_area(
    act: Act,
    *,
    code: str,
    name: str,
    kind: str,
    boundary: dict[str, Any],
    population: int | None = None,
    vintage: str = "",
) -> UUID:
    """Draw an area, or draw it again; ``boundary`` is a GeoJSON Polygon or MultiPolygon. Returns its id."""
    known = Area.objects.filter(code=code, vintage=vintage).first()
    row = known or Area(id=clock.uuid7(act.at), code=code, vintage=vintage)
    row.name, row.kind, row.boundary, row.population = name, kind, boundary, population
    row.save(force_insert=known is None)
    areas.forget()
    return row.id

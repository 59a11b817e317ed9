"""Asking about the place, and which day it is there."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.cache import caches

from moothall.kernel import act as acts
from moothall.kernel import context
from moothall.kernel.models import Place

SECONDS = 60
"""How long a process may go on with what it knows of the place."""


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """What pages and messages say of the place."""

    name: str
    slug: str
    timezone: str
    languages: tuple[str, ...]
    longitude: float
    latitude: float
    theme: dict[str, Any]
    holiday_rule: str
    population: int | None
    is_demo: bool = False


UNNAMED = PlaceFacts("Moothall", "moothall", "Europe/London", ("en", "cy"), -1.5, 52.5, {}, "England", None)
"""The place before anybody has said which it is."""


def place() -> PlaceFacts:
    """The place this installation serves; remembered for a minute per process."""
    found: PlaceFacts | None = caches["memory"].get("place")
    if found is None:
        found = _read()
        caches["memory"].set("place", found, SECONDS)
    return found


def forget() -> None:
    """Have this process read the place again, after it was changed."""
    caches["memory"].delete("place")


def local_date(moment: datetime) -> date:
    """The day ``moment`` falls on where the place is."""
    return moment.astimezone(ZoneInfo(place().timezone)).date()


def _read() -> PlaceFacts:
    act = context.current() or acts.public()
    with context.acting(act):
        row = Place.objects.first()
    if row is None:
        return UNNAMED
    return PlaceFacts(
        name=row.name,
        slug=row.slug,
        timezone=row.timezone,
        languages=tuple(row.languages),
        longitude=row.longitude,
        latitude=row.latitude,
        theme=row.theme,
        holiday_rule=row.holiday_rule,
        population=row.population,
        is_demo=row.is_demo,
    )

"""Asking about the place, and which day it is there."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.cache import caches

from moothall.kernel import act as acts
from moothall.kernel import context
from moothall.kernel.memory import remembered
from moothall.kernel.models import Place

SECONDS = 5
"""How long a process may go on with what it knows of the place, after another has changed it."""


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
    """The place this installation serves; remembered for some seconds per process, once anybody has said
    which it is."""
    return remembered("place", _read, seconds=SECONDS) or UNNAMED


def forget() -> None:
    """Have this process read the place again, after it was changed."""
    caches["memory"].delete("place")


def local_date(moment: datetime) -> date:
    """The day ``moment`` falls on where the place is."""
    return moment.astimezone(ZoneInfo(place().timezone)).date()


def begin_of(day: date) -> datetime:
    """The moment at which ``day`` begins where the place is."""
    return datetime.combine(day, time(), ZoneInfo(place().timezone))


def end_of(day: date) -> datetime:
    """The moment at which ``day`` is over where the place is."""
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(place().timezone))


def _read() -> PlaceFacts | None:
    act = context.current() or acts.public()
    with context.acting(act):
        row = Place.objects.first()
    if row is None:
        return None
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

"""What has happened."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from moothall.kernel import allow, paging
from moothall.kernel.act import Act
from moothall.kernel.event import Event, known, moving, undoing
from moothall.kernel.gate import query
from moothall.kernel.models import ParkedEvent, StoredEvent
from moothall.kernel.paging import Page
from moothall.kernel.places import local_date
from moothall.kernel.records import record


@dataclass(frozen=True, slots=True)
class EventShown:
    """Something that happened; ``payload`` holds ids and codes only."""

    id: UUID
    at: datetime
    name: str
    schema_version: int
    actor_role: str
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Parked:
    """An event that a reaction could not deal with after every retry."""

    id: UUID
    stored_name: str
    reaction: str
    attempts: int
    error: str
    parked_at: datetime


@query(allow=allow.resident | allow.staff("matters.read") | allow.system, reads="matter", api="v1")
def timeline(act: Act, *, matter: UUID, cursor: str = "", limit: int = 200) -> Page[EventShown]:
    """What happened in a matter, oldest first, as far as the act may see it, a page at a time."""
    return paging.page(
        StoredEvent.objects.filter(matter_id=matter),
        lambda found: (record(EventShown, row) for row in found),
        by=("at", "id"),
        cursor=cursor,
        limit=limit,
    )


@query(allow=allow.staff("events.replay"))
def parked_events(act: Act, *, cursor: str = "", limit: int = 50) -> Page[Parked]:
    """Events that wait for an operator, newest first, a page at a time."""
    return paging.page(
        ParkedEvent.objects.filter(replayed_at=None, given_up_at=None),
        lambda found: (record(Parked, row) for row in found),
        by=("-parked_at", "-id"),
        cursor=cursor,
        limit=limit,
    )


def read_standing(matter: UUID, names: Collection[str]) -> Mapping[str, date | None]:
    """Those of the kinds of event ``names`` that stand in a matter, inside another query or operation: they
    happened, and nothing that happened later undid them. With each the day on which it takes place (the
    first, if it happened more than once), for events that say one."""
    if not names:
        return {}
    standing: dict[tuple[str, str], date | None] = {}
    ends, moves = undoing(), moving()
    wanted = {*names, *(name for name, end in ends.items() if end[0] in names)}
    wanted |= {name for name, begun in moves.items() if begun in names}
    rows = StoredEvent.objects.filter(matter_id=matter, name__in=wanted).order_by("at", "id")
    for name, payload in rows.values_list("name", "payload"):
        begun = moves.get(name) or ends.get(name, (name, ""))[0]
        about = (begun, str(payload.get(known().get(name, Event).about or _about(begun), "")))
        if name in ends:
            standing.pop(about, None)
        else:
            standing[about] = _day(name, payload)
    return _first_days(standing)


def _about(begun: str) -> str:
    """The field by which what undoes a kind of event speaks of the same thing."""
    return next((field for name, field in undoing().values() if name == begun), "")


def _day(name: str, payload: Mapping[str, Any]) -> date | None:
    field = known().get(name, Event).day
    return local_date(datetime.fromisoformat(payload[field])) if field else None


def _first_days(standing: Mapping[tuple[str, str], date | None]) -> Mapping[str, date | None]:
    found: dict[str, date | None] = {}
    for (name, _), day in standing.items():
        others = found.get(name)
        found[name] = min(day, others) if day and others else day or others
    return found

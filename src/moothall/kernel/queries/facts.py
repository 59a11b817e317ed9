"""What has happened."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.event import Event, known, moving, undoing
from moothall.kernel.gate import query
from moothall.kernel.models import Fact, ParkedFact
from moothall.kernel.places import local_date


@query(allow=allow.resident | allow.staff("matters.read") | allow.system, reads="matter")
def timeline(act: Act, *, matter: UUID, limit: int = 200) -> list[Fact]:
    """What happened in a matter, oldest first, as far as the act may see it."""
    return list(Fact.objects.filter(matter_id=matter).order_by("at", "id")[:limit])


@query(allow=allow.staff("facts.replay"))
def parked_facts(act: Act, *, before: datetime | None = None, limit: int = 50) -> list[ParkedFact]:
    """Facts that wait for an operator, newest first, a page at a time."""
    rows = ParkedFact.objects.filter(replayed_at=None)
    if before is not None:
        rows = rows.filter(parked_at__lt=before)
    return list(rows.order_by("-parked_at")[:limit])


def read_standing(matter: UUID, names: Collection[str]) -> Mapping[str, date | None]:
    """Those of the kinds of fact ``names`` that stand in a matter, inside another query or operation: they
    happened, and nothing that happened later undid them. With each the day on which it takes place (the
    first, if it happened more than once), for facts that say one."""
    if not names:
        return {}
    standing: dict[tuple[str, str], date | None] = {}
    ends, moves = undoing(), moving()
    wanted = {*names, *(name for name, end in ends.items() if end[0] in names)}
    wanted |= {name for name, begun in moves.items() if begun in names}
    rows = Fact.objects.filter(matter_id=matter, name__in=wanted).order_by("at", "id")
    for name, payload in rows.values_list("name", "payload"):
        begun = moves.get(name) or ends.get(name, (name, ""))[0]
        about = (begun, str(payload.get(known().get(name, Event).about or _about(begun), "")))
        if name in ends:
            standing.pop(about, None)
        else:
            standing[about] = _day(name, payload)
    return _first_days(standing)


def _about(begun: str) -> str:
    """The field by which what undoes a kind of fact speaks of the same thing."""
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

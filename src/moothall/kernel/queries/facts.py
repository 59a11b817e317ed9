"""What has happened."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.event import undoing
from moothall.kernel.gate import query
from moothall.kernel.models import Fact, ParkedFact


@query(allow=allow.resident | allow.staff("cases.read") | allow.system, reads="matter")
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


def read_standing(matter: UUID, names: Collection[str]) -> frozenset[str]:
    """Those of the kinds of fact ``names`` that stand in a matter, inside another query or operation: they
    happened, and nothing that happened later undid them."""
    if not names:
        return frozenset()
    ends = {name: end for name, end in undoing().items() if end[0] in set(names)}
    fields = dict(ends.values())
    rows = Fact.objects.filter(matter_id=matter, name__in={*names, *ends}).order_by("at", "id")
    standing: set[tuple[str, str]] = set()
    for name, payload in rows.values_list("name", "payload"):
        if name in ends:
            begun, field = ends[name]
            standing.discard((begun, str(payload.get(field, ""))))
        else:
            standing.add((name, str(payload.get(fields.get(name, ""), ""))))
    return frozenset(name for name, _ in standing)

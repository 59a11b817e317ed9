"""What is still to come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, Min

from moothall.kernel import allow, due, paging
from moothall.kernel.act import Act
from moothall.kernel.gate import query
from moothall.kernel.models import Due
from moothall.kernel.paging import Page


@dataclass(frozen=True, slots=True)
class Coming:
    """What will be done in a matter by itself, in words for staff, and when."""

    what: str
    moment: datetime


@query(allow=allow.staff("matters.read") | allow.system, reads="matter")
def coming(act: Act, *, matter: UUID) -> tuple[Coming, ...]:
    """What will be done in a matter by itself, the next first, as far as staff are told of it."""
    return read_coming(matter)


def read_coming(matter: UUID) -> tuple[Coming, ...]:
    """The same, inside another query."""
    rows = due.open_ones(matter).order_by("moment").values_list("operation", "moment")
    shown: Mapping[str, str] = {name: str(one.shown) for name, one in due.DECLARED.items() if one.shown}
    return tuple(Coming(shown[name], moment) for name, moment in rows if name in shown)


@dataclass(frozen=True, slots=True)
class Planned:
    """How often something is still to be done, and when next."""

    title: str
    count: int
    next: datetime


@query(allow=allow.system)
def planned(act: Act) -> tuple[Planned, ...]:
    """What is to be done in single matters, by kind, the next first."""
    rows = Due.objects.filter(due.OPEN).values("operation").annotate(count=Count("pk"), next=Min("moment"))
    return tuple(
        Planned(_title(row["operation"]), row["count"], row["next"]) for row in rows.order_by("next")
    )


@dataclass(frozen=True, slots=True)
class SetAside:
    """What was due and failed after every retry."""

    id: UUID
    title: str
    moment: datetime
    error: str
    parked_at: datetime


@query(allow=allow.staff("events.replay"))
def due_set_aside(act: Act, *, cursor: str = "", limit: int = 50) -> Page[SetAside]:
    """What was due, failed and waits for an operator, oldest first, a page at a time."""
    rows = Due.objects.filter(due.OPEN, parked_at__isnull=False).exclude(again_at__gt=F("parked_at"))
    return paging.page(
        rows,
        lambda found: (
            SetAside(r.pk, _title(r.operation), r.moment, r.error, r.parked_at or r.moment) for r in found
        ),
        by=("moment", "id"),
        cursor=cursor,
        limit=limit,
    )


def _title(operation: str) -> str:
    return str(due.DECLARED[operation].title) if operation in due.DECLARED else operation

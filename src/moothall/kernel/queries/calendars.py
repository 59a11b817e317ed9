"""On which days organisations work."""

from uuid import UUID

from django.core.cache import caches

from moothall.kernel import allow, places
from moothall.kernel.act import Act
from moothall.kernel.gate import query
from moothall.kernel.memory import remembered
from moothall.kernel.models import WorkingCalendar
from moothall.kernel.workdays import WorkingDays

SECONDS = 60
"""How long a process may go on with the calendars it has read."""


@query(allow=allow.anyone)
def working_days(act: Act, *, organisation: UUID, calendar: str | None = None) -> WorkingDays:
    """On which days an organisation works: by the calendar of that slug, else its first one, else Monday to
    Friday without the place's public holidays."""
    return read_working_days(organisation, calendar)


def read_working_days(organisation: UUID, calendar: str | None) -> WorkingDays:
    """The same, inside another query or operation; remembered for a minute per process."""
    found = read_calendars(organisation)
    first = next(iter(found.values()), None) or WorkingDays(holiday_rule=places.place().holiday_rule)
    return found.get(calendar or "", first)


def read_calendars(organisation: UUID) -> dict[str, WorkingDays]:
    """The calendars of an organisation by slug, the first one first, inside another query or operation."""
    return remembered(_key(organisation), lambda: _calendars(organisation), seconds=SECONDS)


def _calendars(organisation: UUID) -> dict[str, WorkingDays]:
    rows = WorkingCalendar.objects.filter(organisation_id=organisation).order_by("id")[:50]
    return {row.slug: days_of(row) for row in rows}


def forget(organisation: UUID) -> None:
    """Have this process read an organisation's calendars again, after one was set."""
    caches["memory"].delete(_key(organisation))


def _key(organisation: UUID) -> str:
    return f"calendars-{organisation}"


def days_of(row: WorkingCalendar) -> WorkingDays:
    """A calendar as the rules know it."""
    return WorkingDays(frozenset(row.weekdays), row.holiday_rule, frozenset(row.also_closed))

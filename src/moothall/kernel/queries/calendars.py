"""On which days organisations work."""

from uuid import UUID

from moothall.kernel import allow, places
from moothall.kernel.act import Act
from moothall.kernel.gate import query
from moothall.kernel.models import WorkingCalendar
from moothall.kernel.workdays import WorkingDays


@query(allow=allow.anyone)
def working_days(act: Act, *, organisation: UUID, calendar: str | None = None) -> WorkingDays:
    """On which days an organisation works: by the calendar of that slug, else its first one, else Monday to
    Friday without the place's public holidays."""
    return read_working_days(organisation, calendar)


def read_working_days(organisation: UUID, calendar: str | None) -> WorkingDays:
    """The same, inside another query or operation."""
    rows = list(WorkingCalendar.objects.filter(organisation_id=organisation).order_by("id")[:50])
    row = next((row for row in rows if row.slug == calendar), rows[0] if rows else None)
    return WorkingDays(holiday_rule=places.place().holiday_rule) if row is None else days_of(row)


def days_of(row: WorkingCalendar) -> WorkingDays:
    """A calendar as the rules know it."""
    return WorkingDays(frozenset(row.weekdays), row.holiday_rule, frozenset(row.also_closed))

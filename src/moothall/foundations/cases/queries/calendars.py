"""Working calendars, and which day it is where the place is."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from moothall.foundations.cases.models import WorkingCalendar
from moothall.foundations.cases.rules.calendars import WEEKDAYS, WorkingDays
from moothall.kernel import allow, places
from moothall.kernel.act import Act
from moothall.kernel.gate import query


@query(allow=allow.anyone)
def working_days(act: Act, *, organisation: UUID, calendar: str | None = None) -> WorkingDays:
    """On which days an organisation works: by the calendar of that slug, else its first one, else Monday to
    Friday without the place's public holidays."""
    return read_working_days(organisation, calendar)


def read_working_days(organisation: UUID, calendar: str | None) -> WorkingDays:
    """The same, inside another query or operation."""
    rows = list(WorkingCalendar.objects.filter(organisation_id=organisation).order_by("id")[:50])
    row = next((row for row in rows if row.slug == calendar), rows[0] if rows else None)
    if row is None:
        return WorkingDays(holiday_rule=places.place().holiday_rule)
    return WorkingDays(
        frozenset(WEEKDAYS.index(day) for day in row.days), row.holiday_rule, frozenset(row.also_closed)
    )


def local_date(moment: datetime) -> date:
    """The day ``moment`` falls on where the place is."""
    return moment.astimezone(ZoneInfo(places.place().timezone)).date()

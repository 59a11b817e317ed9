"""Saying on which days an organisation works."""

from datetime import date
from uuid import UUID

from moothall.kernel import allow, clock
from moothall.kernel.act import Act
from moothall.kernel.gate import operation
from moothall.kernel.models import WorkingCalendar
from moothall.kernel.queries import calendars
from moothall.kernel.refusal import Refused
from moothall.kernel.workdays import HOLIDAY_RULES, WEEKDAYS


@operation(allow=allow.system | allow.staff("calendars.manage"), api="v1")
def set_calendar(
    act: Act,
    *,
    organisation: UUID,
    slug: str,
    name: str,
    weekdays: list[str],
    holiday_rule: str = "England",
    also_closed: list[date] | None = None,
) -> UUID:
    """Add a working calendar, or change the one with this ``slug``. Returns its id.

    ``weekdays`` are codes of RFC 5545 (``MO`` …); ``holiday_rule`` is ``none``, ``England``, ``Wales`` and so
    on. Refused without a weekday or for an unknown rule.
    """
    if not weekdays or set(weekdays) - set(WEEKDAYS):
        raise Refused("Choose at least one weekday.", fields={"weekdays": "Choose at least one weekday"})
    if holiday_rule not in HOLIDAY_RULES:
        choices = ", ".join(HOLIDAY_RULES)
        raise Refused(f"Choose one of {choices}.", fields={"holiday_rule": "Choose whose holidays"})
    known = WorkingCalendar.objects.filter(organisation_id=organisation, slug=slug).first()
    row = known or WorkingCalendar(id=clock.uuid7(act.at), organisation_id=organisation, slug=slug)
    row.name, row.weekdays, row.holiday_rule, row.also_closed = (
        name,
        weekdays,
        holiday_rule,
        also_closed or [],
    )
    row.save(force_insert=known is None)
    calendars.forget(organisation)
    return row.id

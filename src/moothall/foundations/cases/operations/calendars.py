"""Saying on which days an organisation works."""

from datetime import date
from uuid import UUID

from moothall.foundations.cases.models import WorkingCalendar
from moothall.foundations.cases.rules.calendars import RULES, WEEKDAYS
from moothall.kernel import allow, clock
from moothall.kernel.act import Act
from moothall.kernel.gate import operation
from moothall.kernel.refusal import Refused


@operation(allow=allow.system | allow.staff("people.manage"))
def set_calendar(
    act: Act,
    *,
    organisation: UUID,
    slug: str,
    name: str,
    days: list[str],
    holiday_rule: str = "England",
    also_closed: list[date] | None = None,
) -> UUID:
    """Add a working calendar, or change the one with this ``slug``. Returns its id.

    ``days`` are weekday codes of RFC 5545 (``MO`` …); ``holiday_rule`` is ``none``, ``England``, ``Wales``
    and so on. Refused without a working day or for an unknown rule.
    """
    if not days or set(days) - set(WEEKDAYS):
        raise Refused("Choose at least one weekday.", fields={"days": "Choose at least one weekday"})
    if holiday_rule not in RULES:
        raise Refused(f"Choose one of {', '.join(RULES)}.", fields={"holiday_rule": "Choose whose holidays"})
    known = WorkingCalendar.objects.filter(organisation_id=organisation, slug=slug).first()
    row = known or WorkingCalendar(id=clock.uuid7(act.at), organisation_id=organisation, slug=slug)
    row.name, row.days, row.holiday_rule, row.also_closed = name, days, holiday_rule, also_closed or []
    row.save(force_insert=known is None)
    return row.id

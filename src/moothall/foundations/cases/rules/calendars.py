"""Working days, and the clock of a case that counts them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Final

import holidays

DAY: Final = timedelta(days=1)
WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
"""RFC 5545 codes, Monday first, as :meth:`datetime.date.weekday` counts."""

RULES: Final[Mapping[str, tuple[str, str | None] | None]] = {
    "none": None,
    "England": ("GB", "ENG"),
    "Wales": ("GB", "WLS"),
    "Scotland": ("GB", "SCT"),
    "Northern Ireland": ("GB", "NIR"),
    "Ireland": ("IE", None),
}
"""Public holidays by the names a place uses, as country and subdivision of ISO 3166."""


@cache
def public_holidays(rule: str, year: int) -> frozenset[date]:
    """The public holidays of ``year`` under ``rule``. Raises ``KeyError`` for a rule nobody has heard of."""
    known = RULES[rule]
    if known is None:
        return frozenset()
    country, subdivision = known
    return frozenset(holidays.country_holidays(country, subdiv=subdivision, years=year))


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """On which days work is done: weekdays (Monday is 0), without public holidays and days
    ``also_closed``."""

    weekdays: frozenset[int] = frozenset(range(5))
    holiday_rule: str = "England"
    also_closed: frozenset[date] = field(default_factory=frozenset)

    def is_working(self, day: date) -> bool:
        """Whether work is done on ``day``."""
        return (
            day.weekday() in self.weekdays
            and day not in self.also_closed
            and day not in public_holidays(self.holiday_rule, day.year)
        )

    def after(self, day: date, count: int) -> date:
        """The ``count``-th working day after ``day``; for 0, ``day`` itself or the next working day.

        Raises ``ValueError`` when no weekday is a working day.
        """
        if not self.weekdays:
            raise ValueError("A calendar needs at least one working weekday.")
        found = day
        if count == 0:
            while not self.is_working(found):
                found += DAY
        while count > 0:
            found += DAY
            count -= self.is_working(found)
        return found

    def between(self, start: date, end: date) -> int:
        """How many working days lie after ``start``, up to and including ``end``; 0 when ``end`` is not
        later."""
        days = (start + DAY * offset for offset in range(1, (end - start).days + 1))
        return sum(1 for day in days if self.is_working(day))


@dataclass(frozen=True, slots=True)
class Paused:
    """Days on which a clock stood still: from ``start`` until ``end`` (``None``: still standing)."""

    start: date
    end: date | None


def working_days_paused(pauses: Iterable[Paused], *, calendar: WorkingDays, today: date) -> int:
    """How many working days all ``pauses`` lasted so far; days in two pauses count once."""
    ordered = sorted(pauses, key=lambda pause: pause.start)
    count, seen = 0, date.min
    for pause in ordered:
        start, end = max(pause.start, seen), pause.end or today
        count += calendar.between(start, end)
        seen = max(seen, end)
    return count


def due_date(
    opened: date, working_days: int, *, pauses: Sequence[Paused] = (), calendar: WorkingDays, today: date
) -> date:
    """When a case is due: ``working_days`` after it was opened, and as many later as its clock stood
    still."""
    paused = working_days_paused(pauses, calendar=calendar, today=today)
    return calendar.after(opened, working_days + paused)


def is_overdue(due: date, *, today: date, is_paused: bool = False, is_closed: bool = False) -> bool:
    """Whether a case should have been finished by now."""
    return due < today and not is_paused and not is_closed

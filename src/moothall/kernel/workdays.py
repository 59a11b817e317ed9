"""Working days: weekdays without public holidays and other days on which an organisation is closed. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final

import holidays

DAY: Final = timedelta(days=1)
LONGEST_CLOSURE: Final = 366
"""Days after which looking for a working day is given up: there is none."""

WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
"""RFC 5545 codes, Monday first, as :meth:`datetime.date.weekday` counts."""

HOLIDAY_RULES: Final[Mapping[str, tuple[str, str | None] | None]] = {
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
    known = HOLIDAY_RULES[rule]
    if known is None:
        return frozenset()
    country, subdivision = known
    return frozenset(holidays.country_holidays(country, subdiv=subdivision, years=year))


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """On which days work is done: weekdays (codes of RFC 5545), without public holidays and days
    ``also_closed``."""

    weekdays: frozenset[str] = frozenset(WEEKDAYS[:5])
    holiday_rule: str = "England"
    also_closed: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        """Whether work is done on ``day``."""
        return (
            WEEKDAYS[day.weekday()] in self.weekdays
            and day not in self.also_closed
            and day not in public_holidays(self.holiday_rule, day.year)
        )

    def after(self, day: date, count: int) -> date:
        """The ``count``-th working day after ``day``; for 0, ``day`` itself or the next working day.

        Raises ``ValueError`` when there is no working day in a year.
        """
        return self._step(day, count, DAY)

    def before(self, day: date, count: int) -> date:
        """The ``count``-th working day before ``day``; for 0, ``day`` itself or the last working day.

        Raises ``ValueError`` when there was no working day in a year.
        """
        return self._step(day, count, -DAY)

    def between(self, start: date, end: date) -> int:
        """How many working days lie after ``start``, up to and including ``end``; 0 when ``end`` is not
        later."""
        days = (start + DAY * offset for offset in range(1, (end - start).days + 1))
        return sum(1 for day in days if self.is_working(day))

    def _step(self, day: date, count: int, pace: timedelta) -> date:
        found = day if count == 0 else day + pace
        for _ in range(max(count, 1)):
            found = self._nearest(found, pace) + pace
        return found - pace

    def _nearest(self, day: date, pace: timedelta) -> date:
        for offset in range(LONGEST_CLOSURE):
            if self.is_working(day + pace * offset):
                return day + pace * offset
        raise ValueError("A calendar needs at least one working day in a year.")


EVERY_DAY: Final = WorkingDays(frozenset(WEEKDAYS), "none")

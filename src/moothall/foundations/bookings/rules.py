"""When slots recur, when they close, and how they are told apart: decided from plain values.

Recurrence is RFC 5545 (``RRULE``) in the local time of the place, so that a nine o'clock session stays at
nine o'clock when the clocks change.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from moothall.kernel.workdays import EVERY_DAY, WorkingDays

MOST_SLOTS = 5_000
"""Slots that one availability may lay out at once; a rule that makes more is a mistake."""


@dataclass(frozen=True, slots=True)
class Recurrence:
    """When something can be booked.

    ``rule`` is an RRULE such as ``FREQ=WEEKLY;BYDAY=TU``; ``skips`` are days left out (EXDATE),
    ``extras`` days added (RDATE); ``slot_minutes`` cuts each opening into slots of that length (none: one
    slot per opening).
    """

    rule: str
    opens: time
    closes: time
    zone: str
    since_date: date
    until_date: date | None = None
    skips: frozenset[date] = frozenset()
    extras: frozenset[date] = frozenset()
    slot_minutes: int | None = None
    works: WorkingDays = field(default=EVERY_DAY)

    def days(self, first: date, last: date) -> Iterator[date]:
        """The days from ``first`` to ``last`` on which it is open, in order."""
        last = min(last, self.until_date or last)
        found = set(_recurring(self.rule, self.since_date, max(first, self.since_date), last))
        found |= {day for day in self.extras if first <= day <= last}
        yield from sorted(day for day in found - self.skips if self.works.is_working(day))

    def spans(self, first: date, last: date) -> Iterator[tuple[datetime, datetime]]:
        """Start and end of every slot on the days from ``first`` to ``last``, in the zone of the place.

        Raises ``ValueError`` for more than ``MOST_SLOTS``."""
        count = 0
        for day in self.days(first, last):
            for span in self._on(day):
                count += 1
                if count > MOST_SLOTS:
                    raise ValueError(f"This would lay out more than {MOST_SLOTS:,} slots at once.")
                yield span

    def _on(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        zone = ZoneInfo(self.zone)
        opens, closes = datetime.combine(day, self.opens, zone), datetime.combine(day, self.closes, zone)
        if self.slot_minutes is None:
            yield opens, closes
            return
        length = timedelta(minutes=self.slot_minutes)
        while opens + length <= closes:
            yield opens, opens + length
            opens += length


def check_rule(rule: str) -> None:
    """Raise ``ValueError`` unless ``rule`` is an RRULE that repeats by day or slower."""
    if "\n" in rule or "DTSTART" in rule.upper():
        raise ValueError("Give only the rule, such as FREQ=WEEKLY;BYDAY=TU.")
    if not any(f"FREQ={pace}" in rule.upper() for pace in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")):
        raise ValueError("The rule must repeat daily, weekly, monthly or yearly.")
    rrulestr(rule, dtstart=datetime(2024, 1, 1))  # noqa: DTZ001 (days only)


def _recurring(rule: str, since: date, first: date, last: date) -> Iterator[date]:
    start = datetime.combine(since, time())
    found = rrulestr(rule, dtstart=start).between(
        datetime.combine(first, time()), datetime.combine(last, time()), inc=True
    )
    return (moment.date() for moment in found)


def closing_moment(
    starts_at: datetime, *, works: WorkingDays, working_days_before: int, hours_before: int, zone: str
) -> datetime:
    """The last moment a slot can be booked or changed: the end of the working day that lies
    ``working_days_before`` working days before it, or ``hours_before`` its start, whichever is earlier."""
    by_hours = starts_at - timedelta(hours=hours_before)
    if not working_days_before:
        return by_hours
    day = works.before(starts_at.astimezone(ZoneInfo(zone)).date(), working_days_before)
    return min(by_hours, datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone)))


def first_day(today: date, *, works: WorkingDays, working_days: int) -> date:
    """The earliest day to offer when ``working_days`` whole working days must lie before it."""
    return works.after(today, working_days)


def digest_of(secret: str) -> bytes:
    """What is kept of the secret in a feed's address."""
    return hashlib.sha256(secret.encode()).digest()

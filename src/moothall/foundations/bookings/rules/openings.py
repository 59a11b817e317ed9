"""When slots recur, when they close, and how they are told apart: decided from plain values.

Recurrence is RFC 5545 (``RRULE``) in the local time of the place, so that a nine o'clock session stays at
nine o'clock when the clocks change.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from moothall.foundations.bookings.rules import recurring
from moothall.kernel.workdays import EVERY_DAY, WorkingDays

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
MOST_SLOTS = 5_000
"""Slots that one availability may lay out at once; a rule that makes more is a mistake."""


@dataclass(frozen=True, slots=True)
class Recurrence:
    """When something can be booked.

    ``rule`` is an RRULE such as ``FREQ=WEEKLY;BYDAY=TU``; ``skips`` are days left out (EXDATE),
    ``extras`` days added (RDATE), also ones that ``works`` does not have; ``slot_minutes`` cuts each opening
    into slots of that length (none: one slot per opening). One that ``closes`` no later than it ``opens``
    goes on to the next day: 20:00 to 08:00, 18:00 to 00:00, and 00:00 to 00:00 for the whole day.
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
        usual = recurring.days(
            self.rule, self.since_date, max(first, self.since_date), min(last, self.until_date or last)
        )
        found = {day for day in usual if day not in self.skips and self.works.is_working(day)}
        yield from sorted(found | {day for day in self.extras if first <= day <= last})

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
        """Counted in UTC, so that an hour which the clocks leave out has no slot, and one that comes twice
        has twice as many."""
        zone = ZoneInfo(self.zone)
        ends_on = day if self.closes > self.opens else day + DAY
        opens, closes = _moment(day, self.opens, zone), _moment(ends_on, self.closes, zone)
        length = closes - opens if self.slot_minutes is None else timedelta(minutes=self.slot_minutes)
        while opens < closes and opens + length <= closes:
            yield opens.astimezone(zone), (opens + length).astimezone(zone)
            opens += length


def _moment(day: date, hour: time, zone: ZoneInfo) -> datetime:
    """When the clocks of ``zone`` show ``hour`` on ``day``, or the next minute if they pass over it."""
    shown = datetime.combine(day, hour)
    while True:
        moment = shown.replace(tzinfo=zone).astimezone(UTC)
        if moment.astimezone(zone).replace(tzinfo=None) == shown:
            return moment
        shown += MINUTE


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

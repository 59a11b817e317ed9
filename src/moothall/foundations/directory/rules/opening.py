"""When a service is open: on a day, at a moment, and next."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from moothall.foundations.directory.rules.shapes import DAYS

Entry = Mapping[str, Any]

AHEAD = 35
"""Days looked ahead for the next opening: enough for anything that happens once a month."""


DAY = timedelta(days=1)
END_OF_DAY = time(23, 59)
"""How some feeds write midnight at the end of a day."""

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class State:
    """How things stand: open now (``until``; without it, day and night), or opening next on ``day``
    (``opens``). Nothing set: not known."""

    is_open: bool = False
    until: time | None = None
    day: date | None = None
    opens: time | None = None
    closes: time | None = None


def is_on(schedule: Entry, day: date) -> bool:
    """Whether a schedule falls on ``day``: its days of the week or month (RFC 5545), within its validity."""
    start, end = _date(schedule.get("valid_from")), _date(schedule.get("valid_to") or schedule.get("until"))
    if (start and day < start) or (end and day > end):
        return False
    numbered = [part.strip() for part in str(schedule.get("byday", "")).split(",") if part.strip()]
    dates = [part.strip() for part in str(schedule.get("bymonthday", "")).split(",") if part.strip()]
    if schedule.get("freq") == "MONTHLY" and dates and not numbered:
        return str(day.day) in dates
    if not numbered and not schedule.get("freq"):
        return day == _date(schedule.get("dtstart"))
    return any(_names(part, day) for part in numbered) and _is_turn(schedule, day)


def spans(schedules: Iterable[Entry], day: date) -> list[Span]:
    """From when until when, for openings that begin on ``day``, in order, of schedules that have hours.

    Who closes no later than they open closes on the next day: 20:00 to 08:00, 18:00 to 00:00, and 00:00 to
    00:00 for the whole day.
    """
    found = {
        _span(day, time.fromisoformat(each["opens_at"]), time.fromisoformat(each["closes_at"]))
        for each in schedules
        if each.get("opens_at") and each.get("closes_at") and is_on(each, day)
    }
    return sorted(found)


def state(schedules: Iterable[Entry], now: datetime) -> State:
    """How things stand at ``now``, a moment in the place's own zone."""
    known, at = list(schedules), now.replace(tzinfo=None)
    until = at
    for starts, ends in _coming(known, at.date()):
        if starts > until:
            return _following(starts, ends) if until == at else State(True, until.time(), at.date())
        until = max(until, ends)
        if until - at > DAY:
            return State(is_open=True, day=at.date())
    return State() if until == at else State(True, until.time(), at.date())


def _coming(schedules: list[Entry], today: date) -> Iterator[Span]:
    """The openings from yesterday's, which may last into today, in order."""
    for ahead in range(-1, AHEAD):
        yield from spans(schedules, today + ahead * DAY)


def _following(starts: datetime, ends: datetime) -> State:
    return State(day=starts.date(), opens=starts.time(), closes=ends.time())


def _span(day: date, opens: time, closes: time) -> Span:
    ends = datetime.combine(day + DAY, time()) if closes == END_OF_DAY else datetime.combine(day, closes)
    starts = datetime.combine(day, opens)
    return starts, ends if ends > starts else ends + DAY


def _names(part: str, day: date) -> bool:
    """Whether "TU", "4SA" or "-1FR" names ``day``: any such day, the fourth of its month, the last."""
    if DAYS[day.weekday()] != part[-2:]:
        return False
    if len(part) == 2:
        return True
    if part.startswith("-"):
        last = (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        return (last.day - day.day) // 7 + 1 == int(part[1:-2])
    return (day.day - 1) // 7 + 1 == int(part[:-2])


def _is_turn(schedule: Entry, day: date) -> bool:
    """Whether a fortnightly (or rarer) schedule has its turn in the week of ``day``."""
    every, first = (
        int(schedule.get("interval") or 1),
        _date(schedule.get("dtstart") or schedule.get("valid_from")),
    )
    if every < 2 or first is None or schedule.get("freq") == "MONTHLY":
        return True
    weeks = (day - timedelta(days=day.weekday()) - (first - timedelta(days=first.weekday()))).days // 7
    return weeks % every == 0


def _date(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None

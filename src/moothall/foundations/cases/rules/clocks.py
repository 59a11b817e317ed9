"""When a case is due: working days, counted by a clock that may stand still."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from moothall.kernel.workdays import WorkingDays


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

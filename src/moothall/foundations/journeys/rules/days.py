"""When something will have happened. Pure."""

from collections.abc import Container
from datetime import date, timedelta

WEEKEND = {5, 6}


def working_day_after(start: date, days: int, *, closed: Container[date] = ()) -> date:
    """The day ``days`` working days after ``start``, leaving out weekends and the days in ``closed``."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        if day.weekday() not in WEEKEND and day not in closed:
            days -= 1
    return day

"""Date and time built-ins (DMN 1.5, 10.3.4.6 and 10.3.4.11)."""

from __future__ import annotations

from decimal import Decimal

from ..limits import Run
from ..values.calendar import day_number, iso_week
from ..values.plain import from_python
from ..values.properties import weekday
from ..values.temporal import Date, DateTime
from .registry import feel

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@feel("now()", pure=False)
def now(run: Run) -> DateTime:
    return from_python(run.now())  # type: ignore[no-any-return]


@feel("today()", pure=False)
def today(run: Run) -> Date:
    return now(run).date


@feel("day of year(date: date and time)")
def day_of_year(date: DateTime) -> Decimal:
    day = date.date
    return Decimal(day.number - day_number(day.year, 1, 1) + 1)


@feel("day of week(date: date and time)")
def day_of_week(date: DateTime) -> str:
    return WEEKDAYS[int(weekday(date.date)) - 1]


@feel("month of year(date: date and time)")
def month_of_year(date: DateTime) -> str:
    return MONTHS[date.date.month - 1]


@feel("week of year(date: date and time)")
def week_of_year(date: DateTime) -> Decimal:
    day = date.date
    return Decimal(iso_week(day.year, day.month, day.day))

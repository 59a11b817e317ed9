"""Date and time built-ins (DMN 1.5, 10.3.4.6 and 10.3.4.11)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ..limits import Run
from ..values.calendar import day_number, iso_week
from ..values.plain import from_python
from ..values.properties import weekday
from ..values.temporal import Date, DateTime
from .conversion import date_of_moment
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


@feel("day of year(date: Any)")
def day_of_year(date: Any) -> Decimal:
    day = date_of_moment(date)
    return Decimal(day.number - day_number(day.year, 1, 1) + 1)


@feel("day of week(date: Any)")
def day_of_week(date: Any) -> str:
    return WEEKDAYS[int(weekday(date_of_moment(date))) - 1]


@feel("month of year(date: Any)")
def month_of_year(date: Any) -> str:
    return MONTHS[date_of_moment(date).month - 1]


@feel("week of year(date: Any)")
def week_of_year(date: Any) -> Decimal:
    day = date_of_moment(date)
    return Decimal(iso_week(day.year, day.month, day.day))

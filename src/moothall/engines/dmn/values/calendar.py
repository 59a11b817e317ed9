"""Civil dates as day numbers, for years far beyond those of the standard library.

The proleptic Gregorian calendar repeats every 400 years (146,097 days); a year is counted from March so that
the leap day comes last.
"""

from __future__ import annotations

DAYS_IN_ERA = 146_097
EPOCH_SHIFT = 719_468  # days from 0000-03-01 to 1970-01-01
YEAR_LIMIT = 999_999_999


def is_leap(year: int) -> bool:
    """Whether the year has a 29 February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year: int, month: int) -> int:
    """How many days the month of that year has."""
    if month == 2:
        return 29 if is_leap(year) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def day_number(year: int, month: int, day: int) -> int:
    """Days since 1970-01-01."""
    shifted = year - (month <= 2)
    era, year_of_era = divmod(shifted, 400)
    day_of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    day_of_era = year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year
    return era * DAYS_IN_ERA + day_of_era - EPOCH_SHIFT


def civil(number: int) -> tuple[int, int, int]:
    """Year, month and day of a day number."""
    era, day_of_era = divmod(number + EPOCH_SHIFT, DAYS_IN_ERA)
    year_of_era = (day_of_era - day_of_era // 1460 + day_of_era // 36_524 - day_of_era // 146_096) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted_month = (5 * day_of_year + 2) // 153
    day = day_of_year - (153 * shifted_month + 2) // 5 + 1
    month = (shifted_month + 2) % 12 + 1
    return era * 400 + year_of_era + (month <= 2), month, day


def months_later(year: int, month: int, day: int, months: int) -> tuple[int, int, int]:
    """The date some months on; a day the month lacks becomes its last day (XPath, 10.4)."""
    index = year * 12 + month - 1 + months
    later_year, later_month = index // 12, index % 12 + 1
    return later_year, later_month, min(day, days_in_month(later_year, later_month))


def iso_week(year: int, month: int, day: int) -> int:
    """The week of the year by ISO 8601: week 1 holds the first Thursday."""
    number = day_number(year, month, day)
    thursday = number - (number + 3) % 7 + 3
    first = day_number(civil(thursday)[0], 1, 1)
    return (thursday - first) // 7 + 1

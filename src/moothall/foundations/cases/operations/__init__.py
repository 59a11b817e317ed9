"""What can be done with cases, by noun."""

from moothall.foundations.cases.operations import allocation, calendars, cases, clocks, letters, retention

__all__ = ["allocation", "calendars", "cases", "clocks", "letters", "retention"]

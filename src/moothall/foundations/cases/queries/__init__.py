"""What can be asked about cases, by noun."""

from moothall.foundations.cases.queries import calendars, cases, colleagues, looks, queues, threads, types

__all__ = ["calendars", "cases", "colleagues", "looks", "queues", "threads", "types"]

"""Decisions about cases from plain values: what a case type is, working days, due dates, words to find by."""

from moothall.foundations.cases.rules import calendars, casetypes, finding

__all__ = ["calendars", "casetypes", "finding"]

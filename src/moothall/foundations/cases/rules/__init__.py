"""Decisions about cases from plain values: what a case type is, working days, due dates, words to find by."""

from moothall.foundations.cases.rules import casetypes, clocks, finding

__all__ = ["casetypes", "clocks", "finding"]

"""What can be done with cases, by noun."""

from moothall.foundations.cases.operations import (
    allocation,
    cases,
    clocks,
    guests,
    letters,
    links,
    reading,
    retention,
)

__all__ = ["allocation", "cases", "clocks", "guests", "letters", "links", "reading", "retention"]

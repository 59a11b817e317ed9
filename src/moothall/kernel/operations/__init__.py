"""What the kernel can change, by noun."""

from moothall.kernel.operations import (
    backlogs,
    calendars,
    events,
    grants,
    matters,
    organisations,
    people,
    place,
    programs,
)

__all__ = [
    "backlogs",
    "calendars",
    "events",
    "grants",
    "matters",
    "organisations",
    "people",
    "place",
    "programs",
]

"""What the kernel can answer, by noun."""

from moothall.kernel.queries import (
    areas,
    backlogs,
    calendars,
    events,
    matters,
    organisations,
    people,
    programs,
)

__all__ = [
    "areas",
    "backlogs",
    "calendars",
    "events",
    "matters",
    "organisations",
    "people",
    "programs",
]

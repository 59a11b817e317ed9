"""What the kernel can change, by noun."""

from moothall.kernel.operations import (
    backlogs,
    calendars,
    facts,
    matters,
    organisations,
    people,
    place,
    programs,
)

__all__ = [
    "backlogs",
    "calendars",
    "facts",
    "matters",
    "organisations",
    "people",
    "place",
    "programs",
]

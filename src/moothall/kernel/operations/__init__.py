"""What the kernel can change, by noun."""

from moothall.kernel.operations import (
    api_keys,
    backlogs,
    calendars,
    facts,
    matters,
    organisations,
    people,
    place,
)

__all__ = [
    "api_keys",
    "backlogs",
    "calendars",
    "facts",
    "matters",
    "organisations",
    "people",
    "place",
]

"""What the kernel can answer, by noun."""

from moothall.kernel.queries import (
    api_keys,
    areas,
    backlogs,
    calendars,
    facts,
    matters,
    organisations,
    people,
)

__all__ = [
    "api_keys",
    "areas",
    "backlogs",
    "calendars",
    "facts",
    "matters",
    "organisations",
    "people",
]

"""What happens to statistics."""

from dataclasses import dataclass
from datetime import date

from moothall.kernel.event import Event


@dataclass(frozen=True, kw_only=True)
class FiguresPublished(Event):
    """The figures of months up to this one were published."""

    audience = "public"
    is_silent = True
    month: date

"""What happens to the place's own pages."""

from dataclasses import dataclass
from typing import ClassVar

from moothall.kernel.event import Audience, Event


@dataclass(frozen=True, kw_only=True)
class PagePublished(Event):
    """A page says something new."""

    is_silent = True
    audience: ClassVar[Audience] = "organisation"

    name: str
    language: str

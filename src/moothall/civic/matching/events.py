"""What is asked of the place: needs by code and ward, never words and never who asked."""

from dataclasses import dataclass
from typing import ClassVar

from moothall.kernel.event import Audience, Event


@dataclass(frozen=True, kw_only=True)
class NeedAsked(Event):
    """Somebody said what they need. ``needs``: the likeliest first; ``certainty``: sure, not sure, nothing,
    not understood; ``results``: how many services were thought to help; ``ward``: empty when no postcode was
    given."""

    is_silent = True
    audience: ClassVar[Audience] = "organisation"

    needs: tuple[str, ...]
    ward: str
    certainty: str
    channel: str
    results: int
    by_meaning: bool


@dataclass(frozen=True, kw_only=True)
class NeedUnmet(Event):
    """Nothing fits a need: by our own reckoning, or (``is_told``) because the person says so."""

    is_silent = True
    audience: ClassVar[Audience] = "organisation"

    needs: tuple[str, ...]
    ward: str
    channel: str
    is_told: bool


@dataclass(frozen=True, kw_only=True)
class NeedMisread(Event):
    """Somebody says that they meant something else than the ``needs`` that were read."""

    is_silent = True
    audience: ClassVar[Audience] = "organisation"

    needs: tuple[str, ...]
    ward: str
    channel: str

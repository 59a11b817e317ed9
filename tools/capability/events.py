"""What happens to swaps."""

from dataclasses import dataclass
from uuid import UUID

from moothall.kernel.event import Event


@dataclass(frozen=True, kw_only=True)
class SwapBrought(Event):
    """Somebody put up a swap. Its thread says so already, so nobody has words for it."""

    audience = "organisation"
    is_silent = True
    swap: UUID


@dataclass(frozen=True, kw_only=True)
class SwapMoved(Event):
    """A swap came to another ``stage``, for everybody to see."""

    audience = "public"
    stage: str

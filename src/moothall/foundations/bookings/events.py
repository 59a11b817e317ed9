"""What happens to bookings."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from moothall.kernel.event import Event

REASONS = ("wanted", "ours", "mistake")
"""Why a booking is cancelled: the person wants it, we cannot do it, it was never meant to be."""


@dataclass(frozen=True, kw_only=True)
class SlotBooked(Event):
    """Places in a slot were booked. ``kind`` is the resource's."""

    about = "booking"
    day = "starts_at"

    booking: UUID
    slot: UUID
    kind: str
    places: int
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, kw_only=True)
class BookingMoved(Event):
    """A booking went to another slot."""

    moves = SlotBooked
    about = "booking"
    day = "starts_at"

    booking: UUID
    slot: UUID
    from_slot: UUID
    kind: str
    from_starts_at: datetime
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, kw_only=True)
class BookingCancelled(Event):
    """A booking was given up; its places are free again. ``reason`` says why: :data:`REASONS`."""

    schema_version = 2
    undoes = SlotBooked
    about = "booking"

    booking: UUID
    slot: UUID
    kind: str
    starts_at: datetime
    reason: str

    @classmethod
    def upgraded(cls, payload: Mapping[str, Any], version: int) -> Mapping[str, Any]:
        """The first version kept no reason: nearly all were what the person wanted."""
        return {"reason": "wanted", **payload}


@dataclass(frozen=True, kw_only=True)
class WaitingBegan(Event):
    """Somebody joined the waiting list of a full slot."""

    slot: UUID
    kind: str
    starts_at: datetime


@dataclass(frozen=True, kw_only=True)
class PlaceOffered(Event):
    """A place that came free is held for somebody who waited, until they take it or the hold runs out."""

    booking: UUID
    slot: UUID
    kind: str
    starts_at: datetime
    held_until: datetime


@dataclass(frozen=True, kw_only=True)
class SlotClosed(Event):
    """A slot takes no more bookings."""

    is_silent = True
    audience = "organisation"

    slot: UUID

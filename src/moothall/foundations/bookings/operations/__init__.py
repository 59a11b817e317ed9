"""Everything that changes what can be booked and who has booked it."""

from moothall.foundations.bookings.operations.bookings import book, cancel, confirm, hold, move, release
from moothall.foundations.bookings.operations.resources import (
    close_slot,
    describe_resource,
    end_feeds,
    lay_out_slots,
    make_feed,
    reopen_slot,
)
from moothall.foundations.bookings.operations.waiting import (
    end_holds,
    join_waiting,
    leave_waiting,
    offer_places,
)

__all__ = [
    "book",
    "cancel",
    "close_slot",
    "confirm",
    "describe_resource",
    "end_feeds",
    "end_holds",
    "hold",
    "join_waiting",
    "lay_out_slots",
    "leave_waiting",
    "make_feed",
    "move",
    "offer_places",
    "release",
    "reopen_slot",
]

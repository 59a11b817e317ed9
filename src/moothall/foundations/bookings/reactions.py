"""What bookings do because of what happened."""

from moothall.foundations.bookings import operations
from moothall.foundations.bookings.events import BookingCancelled, BookingMoved
from moothall.kernel.act import Act
from moothall.kernel.reactions import Envelope, reaction


@reaction(to=BookingCancelled)
def offer_cancelled_place(act: Act, envelope: Envelope[BookingCancelled]) -> None:
    """Offer the place to who waits for it."""
    operations.offer_places(act, slot=envelope.event.slot)


@reaction(to=BookingMoved)
def offer_moved_place(act: Act, envelope: Envelope[BookingMoved]) -> None:
    """Offer the place that was left to who waits for it."""
    operations.offer_places(act, slot=envelope.event.from_slot)

"""Bookings as a capability."""

from moothall.kernel import capability


class Bookings(capability.Capability):
    """Lets people choose a day, a session or an appointment, and keeps it for them."""

    name = "moothall.foundations.bookings"
    label = "bookings"
    title = "Bookings"

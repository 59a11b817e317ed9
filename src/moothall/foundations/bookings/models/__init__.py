"""What can be booked, and who has booked it."""

from moothall.foundations.bookings.models.bookings import Booking, Waiting
from moothall.foundations.bookings.models.resources import Availability, Feed, Resource
from moothall.foundations.bookings.models.slots import Slot

__all__ = ["Availability", "Booking", "Feed", "Resource", "Slot", "Waiting"]

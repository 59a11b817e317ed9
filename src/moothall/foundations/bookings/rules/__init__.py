"""When slots recur, when they close, and how they are told apart: decided from plain values."""

from moothall.foundations.bookings.rules.openings import Recurrence, closing_moment, digest_of, first_day

__all__ = ["Recurrence", "closing_moment", "digest_of", "first_day"]

"""Bookings: rounds, sessions and diaries, with places that nobody gets twice."""

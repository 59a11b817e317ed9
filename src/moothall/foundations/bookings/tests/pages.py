"""Addresses of bookings that stand by themselves, for the tests of every page."""

SIGNED_IN = ("/staff/bookings/",)

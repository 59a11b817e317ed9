"""Addresses of swaps that stand by themselves, for the tests of every page."""

PUBLIC = ("/swaps/", "/swaps/new")
SIGNED_IN = ("/staff/swaps/",)

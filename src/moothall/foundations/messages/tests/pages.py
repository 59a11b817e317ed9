"""Addresses of messages that stand by themselves, for the tests of every page."""

PUBLIC = ("/outbox/",)
SIGNED_IN = ("/staff/by-hand/",)

"""Addresses of directory that stand by themselves, for the tests of every page."""

PUBLIC = ("/services/",)
SIGNED_IN = ("/staff/directory/",)

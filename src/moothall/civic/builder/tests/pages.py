"""Addresses of building services that stand by themselves, for the tests of every page."""

SIGNED_IN = ("/staff/services/", "/staff/services/new")

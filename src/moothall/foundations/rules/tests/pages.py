"""Addresses of rules that stand by themselves, for the tests of every page."""

SIGNED_IN = ("/staff/rules/",)

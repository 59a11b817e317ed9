"""Addresses of cases that stand by themselves, for the tests of every page."""

PUBLIC = ("/my/",)
SIGNED_IN = ("/staff/cases/",)

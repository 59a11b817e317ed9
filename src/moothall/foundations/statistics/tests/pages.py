"""Addresses of statistics that stand by themselves, for the tests of every page."""

PUBLIC = ("/figures/",)

"""Addresses of the kernel that stand by themselves, for the tests of every page."""

SIGNED_IN = ("/my/mandates/",)

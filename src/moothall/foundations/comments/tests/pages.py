"""Addresses of comments that stand by themselves, for the tests of every page."""

SIGNED_IN = ("/staff/comments/", "/staff/comments/appeals/")

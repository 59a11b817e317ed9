"""Addresses of subscriptions that stand by themselves, for the tests of every page."""

SIGNED_IN = ("/my/following/", "/my/notices/")

"""Addresses of search that stand by themselves, for the tests of every page."""

PUBLIC = ("/search/", "/search/?q=help")

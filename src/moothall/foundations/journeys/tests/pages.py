"""Addresses of journeys that stand by themselves, for the tests of every page."""

PUBLIC = (
    "/do/",
    "/do/bulky-waste/",
    "/do/bulky-waste/new",
)

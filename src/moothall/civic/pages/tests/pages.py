"""Addresses of pages that stand by themselves, for the tests of every page."""

PUBLIC = (
    "/about/",
    "/about/order/",
    "/about/privacy/",
    "/about/cookies/",
    "/about/accessibility/",
)

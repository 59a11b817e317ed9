"""Addresses of settings that stand by themselves, for the tests of every page."""

SIGNED_IN = (
    "/staff/settings/",
    "/staff/settings/of/bookings/",
    "/staff/settings/connections/",
    "/staff/settings/words/",
    "/staff/settings/words/of/members/invitation/",
    "/staff/settings/connections/new/email/smtp",
)

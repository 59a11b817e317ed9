"""Addresses of members that stand by themselves, for the tests of every page."""

SIGNED_IN = (
    "/staff/people/",
    "/staff/people/invitations/",
    "/staff/people/invite",
    "/staff/people/roles/",
    "/staff/people/roles/new",
    "/staff/programs/",
    "/staff/programs/new",
)

"""Addresses as a capability."""

from moothall.kernel import capability


class Addresses(capability.Capability):
    """Knows postcodes and addresses, and lets people choose theirs inside a service."""

    name = "moothall.foundations.addresses"
    label = "addresses"
    title = "Addresses"

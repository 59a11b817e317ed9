"""Matching as a capability."""

from moothall.kernel import capability


class Matching(capability.Capability):
    """People say what they need in their own words; the place answers with services and reasons."""

    name = "moothall.civic.matching"
    label = "matching"
    title = "Matching"

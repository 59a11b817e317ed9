"""Threads as a capability."""

from moothall.kernel import capability


class Threads(capability.Capability):
    """The page of what is about nobody: what it is, where it stands, what happened, its files."""

    name = "moothall.foundations.threads"
    label = "threads"
    title = "Threads"

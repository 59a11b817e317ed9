"""Threads as a capability."""

from moothall.kernel import capability
from moothall.kernel.manifest import Known, Page


class Threads(capability.Capability):
    """The page of what is about nobody: what it is, where it stands, what happened, its files."""

    name = "moothall.foundations.threads"
    label = "threads"
    title = "Threads"

    pages = {Known.THREAD: Page("threads:thread")}

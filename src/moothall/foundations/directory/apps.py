"""The directory as a capability."""

from moothall.kernel import capability


class Directory(capability.Capability):
    """Who serves people here, with what, where, when and at which price; speaks Open Referral UK."""

    name = "moothall.foundations.directory"
    label = "directory"
    title = "Directory"

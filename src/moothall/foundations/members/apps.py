"""Members: who works for an organisation, and inviting those who shall."""

from moothall.kernel import capability


class Members(capability.Capability):
    """Invites people by email to work for an organisation, and shows who does."""

    name = "moothall.foundations.members"
    label = "members"
    title = "Members"

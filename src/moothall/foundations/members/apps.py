"""Members: who works for an organisation, and inviting those who shall."""

from django.utils.translation import gettext_lazy as _

from moothall.kernel import capability
from moothall.kernel.manifest import Ends, Entry, Kept, Section


class Members(capability.Capability):
    """Invites people by email to work for an organisation, and shows who does."""

    name = "moothall.foundations.members"
    label = "members"
    title = "Members"

    navigation = (Entry(Section.STAFF, _("People"), "members:members", needs="people.manage", order=70),)
    keeps_about_people = (
        Kept(
            "members_invitation",
            ("person_id", "invited_by_id", "member_id"),
            ("mark",),
            _("That you were invited to work here, and by whom"),
            ends=Ends.EMPTIED,
            empties=("mark",),
            withheld=_("Of the address you were invited at only a fingerprint is kept."),
        ),
    )

"""Privacy as a capability."""

from django.utils.translation import gettext_lazy as _

from moothall.kernel import capability
from moothall.kernel.manifest import Entry, Section


class Privacy(capability.Capability):
    """Shows people everything that is kept about them, whichever capability keeps it, and hands it to
    them."""

    name = "moothall.foundations.privacy"
    label = "privacy"
    title = "Privacy"
    navigation = (
        Entry(
            Section.ACCOUNT,
            _("Everything kept about you"),
            "privacy:everything",
            order=60,
            words=_("See it, and take it away as files"),
        ),
    )

"""Subscriptions as a capability."""

from django.utils.translation import gettext_lazy as _

from moothall.kernel import capability
from moothall.kernel.manifest import Ends, Entry, Kept, Section


class Subscriptions(capability.Capability):
    """Lets people follow what happens to something, and tells them of it here or in messages."""

    name = "moothall.foundations.subscriptions"
    label = "subscriptions"
    title = "Subscriptions"

    navigation = (
        Entry(
            Section.ACCOUNT,
            _("What you follow"),
            "subscriptions:following",
            order=50,
            words=_("What we tell you of, and how"),
        ),
    )
    keeps_about_people = (
        Kept(
            "subscriptions_notice",
            ("subscription_id", "person_id"),
            ("event_name", "at", "read_at"),
            _("What we told you of"),
            ends=Ends.REMOVED,
        ),
        Kept(
            "subscriptions_subscription",
            ("person_id",),
            ("way", "pace", "since_at", "ended_at"),
            _("What you follow, and how we tell you"),
            ends=Ends.REMOVED,
        ),
    )

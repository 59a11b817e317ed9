"""Matching as a capability."""

from django.utils.translation import gettext_lazy as _

from moothall.kernel import capability
from moothall.kernel.manifest import Entry, Section


class Matching(capability.Capability):
    """People say what they need in their own words; the place answers with services and reasons."""

    name = "moothall.civic.matching"
    label = "matching"
    title = "Matching"

    navigation = (
        Entry(Section.PUBLIC, _("Find help"), "matching:home", order=10),
        Entry(Section.STAFF, _("What people need"), "matching:demand", needs="place.steward", order=95),
    )

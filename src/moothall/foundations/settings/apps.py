"""Settings as a capability."""

from django.utils.translation import gettext_lazy as _

from moothall.kernel import capability
from moothall.kernel.manifest import Entry, Section


class SettingsPages(capability.Capability):
    """Lets organisations, and those who run the place, settle how capabilities work for them."""

    name = "moothall.foundations.settings"
    label = "settings"
    title = "Settings"
    navigation = (Entry(Section.STAFF, _("Settings"), "settings:index", needs="settings.edit", order=75),)

"""Settings as a capability."""

from moothall.kernel import capability


class SettingsPages(capability.Capability):
    """Lets organisations, and those who run the place, settle how capabilities work for them."""

    name = "moothall.foundations.settings"
    label = "settings"
    title = "Settings"

"""Why a feed cannot be read, or not to its end."""


class NotAFeed(ValueError):
    """Nothing in the file or at the address can be read as what was asked for. Carries words for the
    operator."""


class EndsEarly(ValueError):
    """The feed broke off or became unreadable after the entries that came before. Carries words."""

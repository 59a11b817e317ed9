"""Rules as a Django app."""

from moothall.kernel import capability


class Rules(capability.Capability):
    """Decides by rules that belong to services: who may have something, what it costs, what comes first."""

    name = "moothall.foundations.rules"
    label = "rules"
    title = "Rules"

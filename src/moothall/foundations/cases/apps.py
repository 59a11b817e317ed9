"""Cases: what an organisation does about what somebody asked for."""

from moothall.kernel import capability


class Cases(capability.Capability):
    """Keeps cases with their statuses, clocks, queues, notes and letters, and shows each as a thread."""

    name = "moothall.foundations.cases"
    label = "cases"
    title = "Cases"

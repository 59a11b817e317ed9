"""Journeys as a Django app."""

from moothall.kernel import capability


class Journeys(capability.Capability):
    """Takes people through a service, one thing to a page, and carries out what they asked for."""

    name = "moothall.foundations.journeys"
    label = "journeys"
    title = "Journeys"

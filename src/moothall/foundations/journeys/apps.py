"""Journeys as a Django app."""

from django.utils.translation import gettext_lazy as _

from moothall.kernel import capability
from moothall.kernel.manifest import Entry, Kept, Known, Page, Section


class Journeys(capability.Capability):
    """Takes people through a service, one thing to a page, and carries out what they asked for."""

    name = "moothall.foundations.journeys"
    label = "journeys"
    title = "Journeys"

    navigation = (
        Entry(
            Section.FRONT,
            _("Carry on"),
            "journeys:begun",
            order=30,
            words=_("What you began and have not sent"),
        ),
    )
    pages = {Known.START: Page("journeys:start")}
    keeps_about_people = (
        Kept("journeys_journey", ("person_id",), ("encrypted",), _("What you have answered so far")),
    )

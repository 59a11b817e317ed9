"""Bookings as a capability."""

from typing import Annotated

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from moothall.kernel import capability
from moothall.kernel.manifest import AT_WORK, OF_WORK, Counted, Ends, Entry, Kept, Permission, Section
from moothall.kernel.settings import Asked, Settings


class BookingSettings(Settings):
    """How long places are kept for whoever has not decided yet."""

    title = _("Bookings")

    hold_minutes: Annotated[
        int,
        Field(ge=5, le=120),
        Asked(
            _("Minutes for which a place is kept while somebody fills in a form"),
            _("From 5 to 120. Longer is kinder; shorter gives places back sooner."),
        ),
    ] = 20
    offer_hours: Annotated[
        int,
        Field(ge=1, le=168),
        Asked(_("Hours for which somebody on a waiting list may take a place offered"), _("From 1 to 168.")),
    ] = 24
    weeks_ahead: Annotated[
        int,
        Field(ge=1, le=52),
        Asked(
            _("Weeks ahead that a new round can be booked"),
            _("From 1 to 52. Each round can have its own."),
        ),
    ] = 6


class Bookings(capability.Capability):
    """Lets people choose a day, a session or an appointment, and keeps it for them."""

    name = "moothall.foundations.bookings"
    label = "bookings"
    title = "Bookings"
    settings = BookingSettings

    permissions = (
        Permission(
            "bookings.work",
            _("See bookings and change them for people"),
            _("people who look after bookings"),
            carries=("matters.reach", "people.contact"),
        ),
        Permission(
            "bookings.manage",
            _("Plan rounds, sessions and appointments"),
            _("people who plan rounds and appointments"),
            carries=("calendars.manage",),
            for_whole=True,
        ),
    )
    roles = {
        "case_worker": ("bookings.work",),
        "adviser": ("bookings.work",),
        "manager": ("bookings.work", "bookings.manage"),
        "service_owner": ("bookings.manage",),
    }
    navigation = (Entry(Section.STAFF, _("Bookings"), "bookings:resources", needs="bookings.work", order=30),)
    counts = (Counted("bookings.booked", _("Bookings made"), "bookings.SlotBooked", by="kind"),)
    keeps_about_people = (
        Kept(
            "bookings_booking",
            ("person_id", "made_by_id"),
            ("slot_id", "places"),
            _("What you booked"),
            ends=Ends.KEPT,
            why=_("It shows that a place was taken, not by whom."),
        ),
        Kept(
            "bookings_waiting",
            ("person_id",),
            ("slot_id", "places"),
            _("What you wait for a place in"),
            ends=Ends.REMOVED,
        ),
        Kept(
            "bookings_feed",
            ("made_by_id",),
            (),
            _("Who made a calendar feed"),
            ends=Ends.KEPT,
            why=AT_WORK,
            withheld=OF_WORK,
        ),
    )

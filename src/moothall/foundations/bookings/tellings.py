"""What a timeline says of bookings."""

from django.utils.translation import gettext as _

from moothall.design import words
from moothall.foundations.bookings.events import (
    BookingCancelled,
    BookingMoved,
    PlaceOffered,
    SlotBooked,
    WaitingBegan,
)
from moothall.kernel.act import Act
from moothall.kernel.reactions import Happened
from moothall.kernel.telling import Telling, tells


def _page(booking: object) -> str:
    return f"/bookings/{booking}/"


@tells(SlotBooked)
def booked(act: Act, happened: Happened[SlotBooked]) -> Telling:
    """A time was booked."""
    event = happened.event
    values = {
        "day": words.long_date(event.starts_at),
        "time": words.time_span(event.starts_at, event.ends_at),
    }
    return Telling(
        _("Booked for %(day)s") % values, _("Between %(time)s") % values, values, _page(event.booking)
    )


@tells(BookingMoved)
def moved(act: Act, happened: Happened[BookingMoved]) -> Telling:
    """A booking changed its time."""
    event = happened.event
    values = {
        "day": words.long_date(event.starts_at),
        "time": words.time_span(event.starts_at, event.ends_at),
        "before": words.long_date(event.from_starts_at),
    }
    return Telling(
        _("Moved to %(day)s") % values, _("It was %(before)s before") % values, values, _page(event.booking)
    )


@tells(BookingCancelled)
def cancelled(act: Act, happened: Happened[BookingCancelled]) -> Telling:
    """A booking was given up."""
    values = {"day": words.long_date(happened.event.starts_at)}
    return Telling(_("The booking for %(day)s was cancelled") % values, "", values)


@tells(WaitingBegan)
def waiting(act: Act, happened: Happened[WaitingBegan]) -> Telling:
    """Somebody joined a waiting list."""
    values = {"day": words.long_date(happened.event.starts_at)}
    return Telling(_("On the waiting list for %(day)s") % values, "", values)


@tells(PlaceOffered)
def offered(act: Act, happened: Happened[PlaceOffered]) -> Telling:
    """A place came free for somebody who waited."""
    event = happened.event
    values = {"day": words.long_date(event.starts_at), "until": words.moment(event.held_until)}
    return Telling(
        _("A place is free on %(day)s") % values,
        _("We keep it for you until %(until)s") % values,
        values,
        _page(event.booking),
    )

"""What a timeline says of bookings."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moothall.design import words
from moothall.foundations.bookings import queries
from moothall.foundations.bookings.events import (
    BookingCancelled,
    BookingMoved,
    PlaceOffered,
    SlotBooked,
    WaitingBegan,
)
from moothall.kernel.act import Act
from moothall.kernel.describing import Description, Row, Words, describes
from moothall.kernel.reactions import Envelope


def _page(booking: object) -> str:
    return reverse("bookings:booking", args=[booking])


def _day(starts_at: datetime, ends_at: datetime) -> dict[str, str]:
    return {
        "day": words.long_date(starts_at),
        "time": words.time_span(starts_at, ends_at),
        "starts": words.clock_time(starts_at),
        "ends": words.clock_time(ends_at),
    }


def _slot(act: Act, slot: UUID) -> dict[str, str]:
    """What is booked and where, and when it is there."""
    found = queries.slot(act, id=slot)
    if found is None:
        return {"what": "", "where": "", "time": ""}
    hours = words.time_span(found.starts_at, found.ends_at)
    return {"what": found.resource.name, "where": found.resource.where, "time": hours}


@describes(SlotBooked)
def booked(act: Act, envelope: Envelope[SlotBooked]) -> Description:
    """A time was booked."""
    event = envelope.event
    values = _slot(act, event.slot) | {"places": str(event.places)} | _day(event.starts_at, event.ends_at)
    hours = _("Between %(starts)s and %(ends)s") % values
    return Description(_("Booked for %(day)s") % values, hours, values, _page(event.booking))


@describes(BookingMoved)
def moved(act: Act, envelope: Envelope[BookingMoved]) -> Description:
    """A booking changed its time."""
    event = envelope.event
    values = _slot(act, event.slot) | _day(event.starts_at, event.ends_at)
    values["before"] = words.long_date(event.from_starts_at)
    return Description(
        _("Moved to %(day)s") % values, _("It was %(before)s before") % values, values, _page(event.booking)
    )


@describes(BookingCancelled)
def cancelled(act: Act, envelope: Envelope[BookingCancelled]) -> Description:
    """A booking was given up."""
    values = _slot(act, envelope.event.slot) | {"day": words.long_date(envelope.event.starts_at)}
    return Description(_("The booking for %(day)s was cancelled") % values, "", values)


@describes(WaitingBegan)
def waiting(act: Act, envelope: Envelope[WaitingBegan]) -> Description:
    """Somebody joined a waiting list."""
    values = _slot(act, envelope.event.slot) | {"day": words.long_date(envelope.event.starts_at)}
    return Description(_("On the waiting list for %(day)s") % values, "", values)


@describes(PlaceOffered)
def offered(act: Act, envelope: Envelope[PlaceOffered]) -> Description:
    """A place came free for somebody who waited."""
    event = envelope.event
    values = _slot(act, event.slot) | {"day": words.long_date(event.starts_at)}
    values["until"] = words.last_moment(event.held_until)
    return Description(
        _("A place is free on %(day)s") % values,
        (_("We keep it for you until %(until)s") if act.organisation is None else _("Held until %(until)s"))
        % values,
        values,
        _page(event.booking),
    )


def as_it_stands(matter: UUID, *, step: str, said: Words, is_session: bool) -> Sequence[Row] | None:
    """What a step of a journey booked, in the rows of its summary, as it stands today; ``None`` when it
    booked nothing."""
    row = queries.read_booked_by(matter, step)
    if row is None:
        return None
    name = said(f"{step}.summary") if said.has(f"{step}.summary") else said(f"{step}.title")
    slot = row.slot
    what = day_and_hours(slot.starts_at, slot.ends_at)
    if is_session:
        what = f"{slot.resource.name}, {what}"
    if row.state == "cancelled":
        return (Row(name, _("Cancelled. It was %(what)s.") % {"what": what}, personal=False),)
    places = ngettext("%(count)s place", "%(count)s places", row.places) % {"count": row.places}
    more = (Row(_("Places"), places, personal=False),) if is_session else ()
    return (Row(name, what, personal=False), *more)


def day_and_hours(starts_at: datetime, ends_at: datetime) -> str:
    """When something is, in words."""
    return f"{words.long_date(starts_at)}, {words.time_span(starts_at, ends_at)}"

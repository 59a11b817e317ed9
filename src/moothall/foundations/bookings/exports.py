"""What somebody booked or waits for, with what and when it is."""

from collections.abc import Iterable
from uuid import UUID

from moothall.foundations.bookings.models import Booking, Waiting
from moothall.kernel.act import Act
from moothall.kernel.exporting import EXPORTS, Item


@EXPORTS.under("bookings_booking")
def bookings(act: Act, person: UUID, limit: int) -> Iterable[Item]:
    """What they booked, and whether it holds."""
    rows = Booking.objects.filter(person_id=person).select_related("slot__resource", "organisation")
    for row in rows.order_by("-made_at", "-id")[:limit]:
        yield Item(row.made_at, _slot(row) | {"state": row.state}, organisation=row.organisation.name)


@EXPORTS.under("bookings_waiting")
def waitings(act: Act, person: UUID, limit: int) -> Iterable[Item]:
    """What they wait for."""
    rows = Waiting.objects.filter(person_id=person).select_related("slot__resource", "organisation")
    for row in rows.order_by("-since_at", "-id")[:limit]:
        yield Item(row.since_at, _slot(row), organisation=row.organisation.name)


def _slot(row: Booking | Waiting) -> dict[str, object]:
    slot = row.slot
    return {"what": slot.resource.name, "starts": slot.starts_at, "ends": slot.ends_at, "places": row.places}

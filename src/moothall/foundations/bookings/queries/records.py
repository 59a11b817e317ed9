"""What can be booked and what is, as records."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from moothall.foundations.bookings.models import Booking, Resource, Slot
from moothall.kernel.records import record


@dataclass(frozen=True, slots=True)
class ResourceShown:
    """Something that can be booked: a round, a session, somebody's diary. ``areas``: the codes of those it
    serves, none for everywhere."""

    id: UUID
    organisation_id: UUID
    kind: str
    slug: str
    name: str
    words: str
    where: str
    areas: tuple[str, ...]
    has_waiting_list: bool


@dataclass(frozen=True, slots=True)
class SlotShown:
    """One moment of a resource with its places. One that ``is_left_out`` was closed because no rule makes it
    any more."""

    id: UUID
    organisation_id: UUID
    resource_id: UUID
    resource: ResourceShown
    starts_at: datetime
    ends_at: datetime
    closes_at: datetime
    capacity: int
    taken: int
    closed_at: datetime | None
    is_left_out: bool

    @property
    def left(self) -> int:
        """Places left, holds that have run out not yet given back."""
        return self.capacity - self.taken


@dataclass(frozen=True, slots=True)
class BookingShown:
    """Places in a slot, held or booked. ``reference`` and ``has_case`` are those of the request it belongs
    to, if there is one; ``sequence`` says how often it was moved."""

    id: UUID
    organisation_id: UUID
    person_id: UUID
    matter_id: UUID | None
    held_for: UUID | None
    slot: SlotShown
    organisation: str
    organisation_slug: str
    state: str
    places: int
    made_at: datetime
    held_until: datetime | None
    sequence: int
    reference: str
    has_case: bool


@dataclass(frozen=True, slots=True)
class WaitingShown:
    """Somebody's place on the waiting list of a slot."""

    id: UUID
    slot_id: UUID
    places: int
    since_at: datetime


def resource_shown(row: Resource) -> ResourceShown:
    """A resource as a record."""
    return record(ResourceShown, row, areas=tuple(row.areas))


def slot_shown(row: Slot) -> SlotShown:
    """A slot as a record, with its resource."""
    return record(SlotShown, row, resource=resource_shown(row.resource))


def booking_shown(row: Booking) -> BookingShown:
    """A booking as a record, with its slot and resource, and what is known of its matter."""
    matter = row.matter
    return record(
        BookingShown,
        row,
        slot=slot_shown(row.slot),
        organisation=row.organisation.name,
        organisation_slug=row.organisation.slug,
        reference=matter.reference if matter else "",
        has_case=matter is not None and matter.pack_id is not None,
    )

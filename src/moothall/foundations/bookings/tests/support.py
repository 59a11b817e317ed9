"""Who and what the booking tests are about."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from moothall.foundations.bookings import operations
from moothall.foundations.bookings.models import Booking, Slot
from moothall.foundations.bookings.operations.resources import Opening
from moothall.kernel import act as acts
from moothall.kernel import clock, context
from moothall.kernel.act import Act
from moothall.kernel.operations import matters, organisations, people
from moothall.kernel.tests.support import staff_of

WORK = frozenset({"bookings.work", "bookings.manage"})
MONDAY = datetime(2024, 3, 4, 9, 0, tzinfo=UTC)
"""A Monday at nine, in winter time; every test begins then unless it says otherwise."""


@dataclass(frozen=True)
class Crew:
    """An organisation with one resource."""

    organisation: UUID
    resource: UUID

    def slots(self) -> list[Slot]:
        """Its slots, earliest first."""
        with context.acting(acts.system()):
            return list(Slot.objects.filter(resource_id=self.resource).order_by("starts_at"))

    def staff(self) -> Act:
        """An act by somebody who works there."""
        return staff_of(self.organisation, WORK)


def organisation(slug: str = "") -> UUID:
    """A new organisation."""
    name = slug or f"o-{clock.uuid7().hex}"
    return organisations.add_organisation(
        acts.system(), slug=name, name="Wexcombe Bay Council", kind="council"
    )


def resident() -> UUID:
    """A new person."""
    return people.register_person(acts.public(), personal={"name": "Ada Marsh"})


def matter_of(person: UUID, *, organisation: UUID) -> UUID:
    """A matter of ``person`` with ``organisation``."""
    return matters.open_matter(
        acts.resident(person), kind="large-items", organisation=organisation, person=person
    )


def crew(*, capacity: int = 3, openings: list[Opening] | None = None, **others: object) -> Crew:
    """A round every Tuesday and Thursday morning, or something else that can be booked."""
    owner = organisation()
    wanted = openings or [tuesdays(capacity)]
    described = {"slug": "harbour", "kind": "large-items", "name": "Harbour round", "weeks_ahead": 4} | others
    resource = operations.describe_resource(
        acts.system(organisation=owner), organisation=owner, openings=wanted, **described
    )
    return Crew(owner, resource)


def tuesdays(capacity: int = 3) -> Opening:
    """Tuesday and Thursday mornings."""
    return Opening(
        rule="FREQ=WEEKLY;BYDAY=TU,TH",
        opens=time(7),
        closes=time(12),
        capacity=capacity,
        since_date=date(2024, 1, 1),
    )


def diary(minutes: int = 30) -> list[Opening]:
    """Wednesday appointments between nine and eleven."""
    return [
        Opening(
            rule="FREQ=WEEKLY;BYDAY=WE", opens=time(9), closes=time(11), capacity=1,
            since_date=date(2024, 1, 1), slot_minutes=minutes,
        )
    ]  # fmt: skip


def states(slot: UUID) -> list[str]:
    """The states of a slot's bookings, in the order they were made."""
    with context.acting(acts.system()):
        return list(
            Booking.objects.filter(slot_id=slot).order_by("made_at", "id").values_list("state", flat=True)
        )


def taken(slot: UUID) -> int:
    """How many places of a slot are taken."""
    with context.acting(acts.system()):
        return int(Slot.objects.get(pk=slot).taken)


def later(act: Act, **apart: float) -> Act:
    """The same actor at a later moment, in an act of its own."""
    moment = act.at + timedelta(**apart)
    return replace(act, at=moment, id=clock.uuid7(moment))

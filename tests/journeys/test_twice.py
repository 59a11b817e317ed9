"""However often and however fast somebody presses the button, it happens once."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from django.db import connections

from moothall.foundations.bookings.models import Booking, Slot
from moothall.foundations.journeys import operations
from moothall.kernel import act as acts
from moothall.kernel import context
from moothall.kernel.models import Matter, PackVersion
from moothall.kernel.operations import people
from tests.journeys.town import build
from tests.support.database import PlaceDatabase

PRESSES = 8


def test_eight_presses_at_once_send_one_request(committed: PlaceDatabase) -> None:
    build()
    person = people.register_person(acts.public(), personal={})
    journey = wants_a_place_at_the_dance(person)

    def press(_: int) -> UUID:
        try:
            return operations.send(acts.resident(person), journey=journey)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(PRESSES) as pool:
        matters = set(pool.map(press, range(PRESSES)))
    with context.acting(acts.system()):
        assert {matter.id for matter in Matter.objects.all()} == matters and len(matters) == 1
        assert Booking.objects.filter(state="booked").count() == 1


def wants_a_place_at_the_dance(person: UUID) -> UUID:
    """A journey that is complete but for sending."""
    act = acts.resident(person)
    with context.acting(acts.system()):
        pack = PackVersion.objects.get(name="community-event-booking").id
    journey = operations.begin(act, pack=pack)
    for page, cleaned in (
        ("session", {"slot": first_session(), "places": 1}), ("food", {"answer": ["anything"]}),
        ("access", {"answer": ["nothing"]}), ("lift", {"answer": False}),
        ("contact", {"name": "Wilf", "email": "wilf@home.example", "telephone": ""}),
    ):  # fmt: skip
        operations.answer(act, journey=journey, page=page, cleaned=cleaned)
    return journey


def first_session() -> str:
    with context.acting(acts.system()):
        return str(Slot.objects.filter(resource__kind="community-event").order_by("starts_at")[0].id)

"""Changing when something can be booked, while people are booked."""

from collections.abc import Iterator
from datetime import date, time, timedelta

import pytest

from moothall.foundations.bookings import operations, queries, tasks
from moothall.foundations.bookings.models import Availability
from moothall.foundations.bookings.operations.resources import Opening
from moothall.foundations.bookings.tests.support import MONDAY, Crew, crew, resident
from moothall.kernel import act as acts
from moothall.kernel import clock, context
from moothall.kernel.models import StoredEvent
from moothall.kernel.refusal import Conflict, Refused

pytestmark = pytest.mark.django_db(databases=["default", "signin"])

GOOD = {"opens": time(9), "closes": time(12), "capacity": 2, "since_date": date(2024, 1, 1)}


@pytest.fixture(autouse=True)
def on_monday() -> Iterator[None]:
    with clock.set_to(MONDAY):
        yield


def run_on(round_: Crew, days: str, *, capacity: int = 2) -> None:
    """Say anew on which days a round is run."""
    operations.describe_resource(
        acts.system(organisation=round_.organisation), organisation=round_.organisation, slug="harbour",
        kind="large-items", name="Harbour round", weeks_ahead=2,
        openings=[opening(rule=f"FREQ=WEEKLY;BYDAY={days}", capacity=capacity)],
    )  # fmt: skip


def opening(**others: object) -> Opening:
    """Mornings, or something else."""
    return Opening.model_validate({"rule": "FREQ=WEEKLY;BYDAY=FR", **GOOD, **others})


def offered(round_: Crew) -> list[tuple[str, int]]:
    """Day and places left of each slot that people may choose."""
    found = queries.open_slots(acts.public(), kind="large-items", organisation=round_.organisation)
    return [(f"{slot.starts_at:%a %d}", slot.left) for slot in found.items]


def test_more_places_are_there_at_once_and_fewer_take_nobodys_away() -> None:
    round_ = crew(openings=[opening(capacity=2)], weeks_ahead=2)
    for _ in range(2):
        operations.book(acts.resident(resident()), slot=round_.slots()[0].id)
    run_on(round_, "FR", capacity=5)
    assert offered(round_) == [("Fri 08", 3), ("Fri 15", 5)]
    run_on(round_, "FR", capacity=1)
    assert offered(round_) == [("Fri 15", 1)]
    assert (round_.slots()[0].capacity, round_.slots()[0].taken) == (2, 2)


def test_a_day_comes_back_when_it_is_run_again_unless_staff_closed_it() -> None:
    round_ = crew(openings=[opening()], weeks_ahead=2)
    operations.close_slot(round_.staff(), slot=round_.slots()[1].id)
    run_on(round_, "TH")
    assert offered(round_) == [("Thu 07", 2), ("Thu 14", 2)]
    run_on(round_, "FR")
    assert offered(round_) == [("Fri 08", 2)]


def test_a_day_that_is_no_longer_run_takes_nobody_new_and_staff_are_told_who_is_booked() -> None:
    round_ = crew(openings=[opening()], weeks_ahead=2)
    friday = round_.slots()[0].id
    operations.book(acts.resident(resident()), slot=friday)
    run_on(round_, "TH")
    with pytest.raises(Conflict):
        operations.book(acts.resident(resident()), slot=friday)
    with context.acting(acts.system()):
        assert StoredEvent.objects.filter(name="bookings.SlotClosed", payload__slot=str(friday)).count() == 1
    coming = queries.coming_slots(round_.staff(), resource=round_.resource, since=MONDAY)
    assert [(slot.id, slot.taken) for slot in coming.items if slot.is_left_out] == [(friday, 1)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"opens": "09:00", "closes": "09:00"},
        {"capacity": -1},
        {"capacity": 0},
        {"slot_minutes": 0},
        {"since_date": "0001-01-01"},
        {"until_date": "2023-01-01"},
        {"rule": "FREQ=DAILY;INTERVAL=0"},
        {"rule": "FREQ=DAILY", "opens": "00:00", "closes": "24:00", "slot_minutes": 1},
        {"skipped_dates": ["2024-03-08"], "extra_dates": ["2024-03-08"]},
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_with_words(wrong: dict[str, object]) -> None:
    with pytest.raises(Refused) as refused:
        crew(openings=[opening(**wrong)])
    assert refused.value.fields["openings"]


def test_over_midnight_and_to_the_end_of_the_day_can_be_booked() -> None:
    night = crew(openings=[opening(opens="20:00", closes="08:00")], weeks_ahead=1)
    assert [f"{slot.ends_at - slot.starts_at}" for slot in night.slots()] == ["12:00:00"]
    evening = crew(openings=[opening(opens="22:00", closes="24:00", slot_minutes=60)], weeks_ahead=1)
    assert [f"{slot.starts_at:%H:%M}" for slot in evening.slots()] == ["22:00", "23:00"]


def test_numbers_that_make_no_sense_are_named() -> None:
    with pytest.raises(Refused) as refused:
        crew(buffer_minutes=-5)
    assert set(refused.value.fields) == {"buffer_minutes"}


def test_what_fails_for_one_is_laid_out_for_the_others() -> None:
    broken, fine = crew(openings=[opening()], weeks_ahead=1), crew(openings=[opening()], weeks_ahead=1)
    with context.acting(acts.system()):
        Availability.objects.filter(resource_id=broken.resource).update(rule="FREQ=NEVER")
    with clock.set_to(MONDAY + timedelta(weeks=1)), pytest.raises(ExceptionGroup):
        tasks.lay_out(acts.system())
    assert (len(broken.slots()), len(fine.slots())) == (1, 2)

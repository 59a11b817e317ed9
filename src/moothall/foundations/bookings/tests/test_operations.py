"""Holding, booking, moving and cancelling: what a resident and a crew can rely on."""

from collections.abc import Callable, Iterator
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection

from moothall.foundations.bookings import operations, queries
from moothall.foundations.bookings.models import Booking, Slot
from moothall.foundations.bookings.tests.support import (
    MONDAY,
    crew,
    diary,
    later,
    matter_of,
    resident,
    states,
    taken,
)  # fmt: skip
from moothall.kernel import act as acts
from moothall.kernel import clock, context
from moothall.kernel.models import StoredEvent
from moothall.kernel.refusal import Conflict, NotFound, Refused

pytestmark = pytest.mark.django_db(databases=["default", "signin"])


@pytest.fixture(autouse=True)
def on_monday() -> Iterator[None]:
    with clock.set_to(MONDAY):
        yield


def test_a_round_is_laid_out_for_the_weeks_ahead_and_again_without_doubling() -> None:
    round_ = crew()
    assert [f"{slot.starts_at:%a %d %H}" for slot in round_.slots()[:3]] == [
        "Tue 05 07",
        "Thu 07 07",
        "Tue 12 07",
    ]
    assert operations.lay_out_slots(acts.system(), resource=round_.resource) == 0
    assert len(round_.slots()) == 8


def test_a_held_place_counts_and_becomes_a_booking_about_the_matter() -> None:
    round_ = crew()
    slot = round_.slots()[0].id
    ada = resident()
    hold = operations.hold(acts.resident(ada), slot=slot, held_for=uuid4(), step="day")
    assert taken(slot) == 1
    matter = matter_of(ada, organisation=round_.organisation)
    assert operations.confirm(acts.resident(ada).about(matter), booking=hold) == hold
    assert (states(slot), taken(slot)) == (["booked"], 1)
    with context.acting(acts.system()):
        stored = StoredEvent.objects.get(matter_id=matter, name="bookings.SlotBooked")
    assert stored.payload["booking"] == str(hold)
    assert stored.organisation_id == round_.organisation


def test_another_choice_in_the_same_step_moves_the_hold() -> None:
    first, second = (slot.id for slot in crew().slots()[:2])
    act, journey = acts.resident(resident()), uuid4()
    operations.hold(act, slot=first, held_for=journey, step="day")
    operations.hold(act, slot=second, held_for=journey, step="day")
    assert (taken(first), taken(second)) == (0, 1)


def test_a_full_slot_is_refused_in_clear_words_and_the_earlier_hold_stays() -> None:
    first, second = (slot.id for slot in crew(capacity=1).slots()[:2])
    operations.book(acts.resident(resident()), slot=second)
    act, journey = acts.resident(resident()), uuid4()
    operations.hold(act, slot=first, held_for=journey, step="day")
    with pytest.raises(Conflict, match="not enough places left"):
        operations.hold(act, slot=second, held_for=journey, step="day")
    assert (taken(first), taken(second)) == (1, 1)


def test_a_hold_that_ran_out_makes_room_for_who_needs_it_and_only_then() -> None:
    slot = crew(capacity=1).slots()[0].id
    slow, quick = acts.resident(resident()), acts.resident(resident())
    operations.hold(slow, slot=slot)
    with pytest.raises(Conflict):
        operations.book(later(quick, minutes=19), slot=slot)
    operations.book(later(quick, minutes=21), slot=slot)
    assert (states(slot), taken(slot)) == (["expired", "booked"], 1)


def test_a_late_confirmation_works_while_nobody_took_the_place_and_is_refused_after() -> None:
    slot = crew(capacity=1).slots()[0].id
    slow, quick = acts.resident(resident()), acts.resident(resident())
    hold = operations.hold(slow, slot=slot)
    operations.book(later(quick, minutes=21), slot=slot)
    assert not queries.has_places(slow, booking=hold)
    with pytest.raises(Conflict):
        operations.confirm(later(slow, minutes=22), booking=hold)
    assert taken(slot) == 1


def test_an_expired_hold_is_taken_again_when_there_is_room() -> None:
    slot = crew(capacity=2).slots()[0].id
    slow = acts.resident(resident())
    hold = operations.hold(slow, slot=slot)
    operations.end_holds(later(acts.system(), minutes=21))
    assert taken(slot) == 0
    assert operations.confirm(later(slow, minutes=22), booking=hold) != hold
    assert (states(slot), taken(slot)) == (["expired", "booked"], 1)


def test_a_booking_is_moved_once_and_its_old_place_is_free() -> None:
    first, second = (slot.id for slot in crew(capacity=1).slots()[:2])
    act = acts.resident(resident())
    booking = operations.book(act, slot=first)
    operations.move(act, booking=booking, slot=second)
    operations.move(act, booking=booking, slot=second)
    assert (taken(first), taken(second)) == (0, 1)
    found = queries.booking(act, id=booking)
    assert found is not None and found.sequence == 1


def test_a_move_to_a_full_slot_keeps_the_old_one() -> None:
    first, second = (slot.id for slot in crew(capacity=1).slots()[:2])
    operations.book(acts.resident(resident()), slot=second)
    act = acts.resident(resident())
    booking = operations.book(act, slot=first)
    with pytest.raises(Conflict):
        operations.move(act, booking=booking, slot=second)
    assert (taken(first), taken(second)) == (1, 1)


def test_a_move_to_something_else_is_refused() -> None:
    act = acts.resident(resident())
    booking = operations.book(act, slot=crew().slots()[0].id)
    with pytest.raises(Refused, match="something else"):
        operations.move(act, booking=booking, slot=crew().slots()[0].id)


def test_cancelling_frees_the_place_once() -> None:
    slot = crew().slots()[0].id
    act = acts.resident(resident())
    booking = operations.book(act, slot=slot, places=2)
    operations.cancel(act, booking=booking)
    operations.cancel(act, booking=booking)
    assert (states(slot), taken(slot)) == (["cancelled"], 0)


def test_residents_are_late_when_the_slot_has_closed_and_staff_are_not() -> None:
    round_ = crew(closes_hours_before=12)
    slot = round_.slots()[0].id
    act = acts.resident(resident())
    booking = operations.book(act, slot=slot)
    with pytest.raises(Conflict, match="too late to book"):
        operations.book(later(acts.resident(resident()), hours=13), slot=slot)
    with pytest.raises(Conflict, match="too late to change"):
        operations.cancel(later(act, hours=13), booking=booking)
    operations.cancel(later(round_.staff(), hours=13), booking=booking)
    assert taken(slot) == 0


def test_a_closed_slot_takes_nobody_until_it_is_opened_again() -> None:
    round_ = crew()
    slot = round_.slots()[0].id
    operations.close_slot(round_.staff(), slot=slot)
    with pytest.raises(Conflict):
        operations.book(acts.resident(resident()), slot=slot)
    operations.reopen_slot(round_.staff(), slot=slot)
    operations.book(acts.resident(resident()), slot=slot)


def test_appointments_keep_their_buffer_across_resources_of_any_grid() -> None:
    adviser = crew(openings=diary(30), is_exclusive=True, buffer_minutes=15)
    nine, half_past, ten, _ = (slot.id for slot in adviser.slots()[:4])
    operations.book(acts.resident(resident()), slot=nine)
    with pytest.raises(Conflict, match="just been taken"):
        operations.book(acts.resident(resident()), slot=half_past)
    operations.book(acts.resident(resident()), slot=ten)


def test_an_expired_hold_on_an_overlapping_appointment_gives_way() -> None:
    adviser = crew(openings=diary(30), is_exclusive=True, buffer_minutes=15)
    nine, half_past = (slot.id for slot in adviser.slots()[:2])
    operations.hold(acts.resident(resident()), slot=nine)
    operations.book(later(acts.resident(resident()), minutes=21), slot=half_past)
    assert (taken(nine), taken(half_past)) == (0, 1)


def test_the_first_who_waits_is_offered_the_place_that_comes_free() -> None:
    round_ = crew(capacity=1, has_waiting_list=True)
    slot = round_.slots()[2].id
    holder, first, second = (acts.resident(resident()) for _ in range(3))
    booking = operations.book(holder, slot=slot)
    operations.join_waiting(first, slot=slot)
    operations.join_waiting(later(second, minutes=1), slot=slot)
    with pytest.raises(Conflict, match="already on this waiting list"):
        operations.join_waiting(later(first, minutes=2), slot=slot)
    operations.cancel(holder, booking=booking)
    operations.offer_places(acts.system(organisation=round_.organisation), slot=slot)
    with context.acting(first):
        offered = Booking.objects.get(slot_id=slot, state="held")
    assert operations.confirm(later(first, hours=20), booking=offered.id) == offered.id
    assert taken(slot) == 1
    assert queries.waiting_of(second, slot=slot) is not None


def test_nobody_counts_places_or_changes_somebody_elses_booking_by_hand() -> None:
    slot = crew(capacity=1).slots()[0].id
    ada, bob = acts.resident(resident()), acts.resident(resident())
    booking = operations.book(ada, slot=slot)
    with pytest.raises(NotFound):
        operations.cancel(bob, booking=booking)
    with context.acting(bob):
        assert Booking.objects.count() == 0
        assert Booking.objects.update(state="cancelled") == 0
        assert Slot.objects.filter(pk=slot).update(taken=0) == 0
    for statement in (
        "SELECT moothall.bookings_give_back(%s, 1)",
        "SELECT moothall.bookings_reclaim(%s, NULL, NULL, now() + interval '1 year')",
    ):
        with pytest.raises(DatabaseError), context.acting(bob), connection.cursor() as cursor:
            cursor.execute(statement, [slot])
    assert taken(slot) == 1


def test_a_hold_cannot_be_stretched_by_its_holder() -> None:
    slot = crew().slots()[0].id
    act = acts.resident(resident())
    with pytest.raises(DatabaseError):
        operations.hold(act, slot=slot, minutes=600)
    hold = operations.hold(act, slot=slot)
    with pytest.raises(DatabaseError), context.acting(act):
        Booking.objects.filter(pk=hold).update(held_until=act.at.replace(year=2027))


def test_other_organisations_see_no_booking() -> None:
    round_, other = crew(), crew()
    booking = operations.book(acts.resident(resident()), slot=round_.slots()[0].id)
    assert queries.booking(round_.staff(), id=booking) is not None
    assert queries.booking(other.staff(), id=booking) is None


@pytest.mark.parametrize("do", [operations.book, operations.hold, operations.join_waiting])
def test_no_organisation_books_somebody_it_has_nothing_to_do_with(do: Callable[..., UUID]) -> None:
    round_, stranger = crew(has_waiting_list=True), resident()
    slot = round_.slots()[0].id
    for somebody in (stranger, uuid4()):
        with pytest.raises(NotFound, match="We could not find that person"):
            do(round_.staff(), slot=slot, person=somebody)
    matter_of(stranger, organisation=round_.organisation)
    assert do(round_.staff(), slot=slot, person=stranger)

"""What bookings do by the clock."""

from datetime import timedelta

import pytest

from moothall.foundations.bookings import operations, tasks
from moothall.foundations.bookings.tests.support import MONDAY, crew, resident, states, taken
from moothall.kernel import act as acts
from moothall.kernel import clock

pytestmark = pytest.mark.django_db(databases=["default", "signin"])


def test_a_hold_that_ran_out_goes_to_who_waits() -> None:
    with clock.set_to(MONDAY):
        slot = crew(capacity=1, has_waiting_list=True).slots()[2].id
        operations.hold(acts.resident(resident()), slot=slot)
        operations.join_waiting(acts.resident(resident()), slot=slot)
        tasks.end_holds(acts.system())
        assert states(slot) == ["held"]
    with clock.set_to(MONDAY + timedelta(minutes=21)):
        tasks.end_holds(acts.system())
    assert (states(slot), taken(slot)) == (["expired", "held"], 1)


def test_a_place_whose_offer_a_crash_prevented_is_offered_a_minute_later() -> None:
    with clock.set_to(MONDAY):
        slot = crew(capacity=1, has_waiting_list=True).slots()[2].id
        operations.hold(acts.resident(resident()), slot=slot)
        operations.join_waiting(acts.resident(resident()), slot=slot)
    with clock.set_to(MONDAY + timedelta(minutes=21)):
        operations.end_holds(acts.system())
    with clock.set_to(MONDAY + timedelta(minutes=22)):
        tasks.end_holds(acts.system())
    assert states(slot) == ["expired", "held"]


def test_every_day_another_day_can_be_booked() -> None:
    with clock.set_to(MONDAY):
        round_ = crew()
    with clock.set_to(MONDAY + timedelta(days=7)):
        tasks.lay_out(acts.system())
    assert len(round_.slots()) == 10

"""The two steps inside a service, asked as the journey engine asks them."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest

from moothall.foundations.bookings import operations
from moothall.foundations.bookings.steps import ChoosePlaces, ChooseSlot, PlaceSettings, SlotSettings, area_of
from moothall.foundations.bookings.tests.support import (
    MONDAY,
    Crew,
    crew,
    later,
    matter_of,
    resident,
    states,
    taken,
)  # fmt: skip
from moothall.kernel import act as acts
from moothall.kernel import clock
from moothall.kernel.operations import place
from moothall.kernel.refusal import Conflict
from moothall.services.steps import StepContext

pytestmark = pytest.mark.django_db(databases=["default", "signin"])
SLOT, PLACE = ChooseSlot(), ChoosePlaces()


@pytest.fixture(autouse=True)
def on_monday() -> Iterator[None]:
    with clock.set_to(MONDAY):
        yield


class Words:
    """A pack that only has titles."""

    def __call__(self, key: str, **values: Any) -> str:
        return "Which day?"

    def has(self, key: str) -> bool:
        return key.endswith(".title")


def asked(round_: Crew, person: UUID, settings: Any, **others: Any) -> StepContext[Any]:
    return StepContext(
        journey=uuid4(), step="day", settings=settings, words=Words(), organisation=round_.organisation,
        service="large-items", person=person, answers=others.pop("answers", {}), at=MONDAY, **others,
    )  # fmt: skip


def test_only_the_round_of_the_ward_is_offered() -> None:
    round_ = crew(areas=["WXB-W01"])
    act = acts.resident(resident())
    settings = SlotSettings(kind="large-items", area_from="address", shown=3)
    here = asked(round_, act.person, settings, answers={"address": {"area": "WXB-W01"}})
    elsewhere = asked(round_, act.person, settings, answers={"address": {"area": "WXB-W02"}})
    assert [option.text for option in SLOT.form(act, here).fields["slot"].options] == [
        "Tuesday 5 March 2024", "Thursday 7 March 2024", "Tuesday 12 March 2024",
    ]  # fmt: skip
    assert "no free day" in str(SLOT.form(act, elsewhere).draw())


def test_the_ward_is_found_from_a_point_too() -> None:
    square = [[[0, 0], [0, 1], [1, 1], [1, 0], [0, 0]]]
    place.draw_area(
        acts.system(),
        code="W9",
        name="Ninth",
        kind="ward",
        boundary={"type": "Polygon", "coordinates": square},
    )
    act = acts.public()
    assert area_of(act, {"longitude": 0.5, "latitude": 0.5}, kind="ward") == "W9"
    assert area_of(act, {"longitude": 5, "latitude": 5}, kind="ward") is None
    assert area_of(act, None, kind="ward") is None


def test_working_days_lie_before_the_first_day() -> None:
    round_ = crew()
    act = acts.resident(resident())
    options = SLOT.form(act, asked(round_, act.person, SlotSettings(kind="large-items", working_days=4)))
    assert options.fields["slot"].options[0].text == "Tuesday 12 March 2024"


def test_a_day_is_held_then_booked_about_the_matter() -> None:
    round_ = crew()
    person = resident()
    act = acts.resident(person)
    context = asked(round_, person, SlotSettings(kind="large-items"))
    form = SLOT.form(act, context, {"slot": str(round_.slots()[1].id)})
    assert form.is_valid()
    answer = SLOT.accept(act, context, form.cleaned_data)
    assert SLOT.summary(context, answer)[0].value == "Thursday 7 March 2024, 7am to midday"
    SLOT.check_ready(act, context, answer)
    matter = matter_of(person, organisation=round_.organisation)
    SLOT.carry_out(act.about(matter), context, answer)
    SLOT.release(act, context, answer)
    assert states(round_.slots()[1].id) == ["booked"]


def test_the_last_place_that_is_held_can_be_chosen_again() -> None:
    round_ = crew(capacity=1)
    act = acts.resident(resident())
    context = asked(round_, act.person, SlotSettings(kind="large-items"))
    first = str(round_.slots()[0].id)
    answer = SLOT.accept(act, context, {"slot": first})
    again = SLOT.form(act, replace(context, answer=answer), {"slot": first})
    assert again.is_valid()
    SLOT.accept(act, context, again.cleaned_data)
    SLOT.release(act, context, answer)
    assert taken(round_.slots()[0].id) == 1, "letting the first answer go leaves the second hold alone"


def test_when_the_slot_goes_meanwhile_the_person_is_told_before_anything_is_done() -> None:
    round_ = crew(capacity=1)
    act = acts.resident(resident())
    context = asked(round_, act.person, SlotSettings(kind="large-items"))
    slot = round_.slots()[0].id
    answer = SLOT.accept(act, context, {"slot": str(slot)})
    operations.book(later(acts.resident(resident()), minutes=30), slot=slot)
    with pytest.raises(Conflict, match="your other answers are kept") as refused:
        SLOT.check_ready(later(act, minutes=31), context, answer)
    assert refused.value.code == "slot-gone"


def test_places_in_a_session_and_the_waiting_list_when_it_is_full() -> None:
    club = crew(capacity=2, kind="lunch", name="Lunch club", has_waiting_list=True)
    settings = PlaceSettings(kind="lunch", waiting_list=True)
    slot = club.slots()[0].id
    first, second = resident(), resident()
    context = asked(club, first, settings)
    form = PLACE.form(acts.resident(first), context, {"slot": str(slot), "places": "2"})
    assert form.is_valid()
    answer = PLACE.accept(acts.resident(first), context, form.cleaned_data)
    assert [row.value for row in PLACE.summary(context, answer)] == [
        "Lunch club, Tuesday 5 March 2024, 7am to midday", "2 places",
    ]  # fmt: skip
    late = asked(club, second, settings)
    waiting = PLACE.accept(acts.resident(second), late, {"slot": str(slot), "places": 1})
    assert PLACE.summary(late, waiting)[1].value == "On the waiting list for 1 place"
    matter = matter_of(second, organisation=club.organisation)
    PLACE.check_ready(acts.resident(second), late, waiting)
    PLACE.carry_out(acts.resident(second).about(matter), late, waiting)
    assert taken(slot) == 2


def test_more_places_than_are_left_are_refused_without_a_waiting_list() -> None:
    club = crew(capacity=2, kind="lunch")
    act = acts.resident(resident())
    with pytest.raises(Conflict, match="not enough places left"):
        PLACE.accept(
            act,
            asked(club, act.person, PlaceSettings(kind="lunch")),
            {"slot": str(club.slots()[0].id), "places": 3},
        )

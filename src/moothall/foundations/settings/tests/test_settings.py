"""What an organisation sets holds for it, in the form and by a program; its history is its own."""

from datetime import time, timedelta
from typing import Annotated, Literal
from uuid import UUID, uuid4

import pytest
from django.utils.html import escape
from pydantic import Field

from moothall.design import forms
from moothall.foundations.bookings import operations as bookings
from moothall.foundations.bookings import queries as booking_queries
from moothall.foundations.bookings.apps import BookingSettings
from moothall.foundations.bookings.tests.support import Crew, crew, resident
from moothall.foundations.messages.tasks import sender
from moothall.foundations.settings.forms import form_of
from moothall.foundations.settings.tests.browsing import browser_of, operator_of
from moothall.kernel import act as acts
from moothall.kernel import context, settings
from moothall.kernel.models import Setting
from moothall.kernel.operations import organisations
from moothall.kernel.operations import settings as operations
from moothall.kernel.place_settings import PlaceSettings
from moothall.kernel.refusal import Conflict, NotAllowed, Refused
from moothall.kernel.settings import Asked, Settings
from moothall.kernel.tests.support import Small, small_place

pytestmark = pytest.mark.django_db(databases=["default", "signin"])
PAGE = "/staff/settings/of/bookings/"
USUAL = {"hold_minutes": "20", "offer_hours": "24", "weeks_ahead": "6"}


@pytest.fixture
def place() -> Small:
    settings.forget()
    return small_place()


def held_for(round_: Crew) -> timedelta:
    """For how long a place of a round is kept for somebody."""
    act = acts.resident(resident())
    booking = bookings.hold(act, slot=round_.slots()[-1].id, held_for=uuid4(), step="day")
    return booking_queries.booking(act, id=booking).held_until - act.at


def test_what_is_set_on_the_page_holds_for_the_organisation_alone(place: Small):
    ours, others = crew(slug="ours"), crew(slug="others")
    manager = place.officer
    organisations.add_member(acts.system(), organisation=ours.organisation, person=manager, roles=["manager"])
    browser = browser_of(manager, ours.organisation)
    assert held_for(ours) == timedelta(minutes=20)
    saved = browser.post(PAGE, USUAL | {"hold_minutes": "45", "version": "0", "key": "k"}, follow=True)
    shown = saved.content.decode()
    assert "Saved" in shown and 'value="45"' in shown and "Cara" in shown and ": 45" in shown
    assert held_for(ours) == timedelta(minutes=45)
    assert held_for(others) == timedelta(minutes=20)


def test_what_cannot_be_set_is_said_at_its_field_and_stays_as_typed(place: Small):
    browser = browser_of(place.officer, place.council)
    page = browser.post(PAGE, USUAL | {"hold_minutes": "4", "version": "0"}).content.decode()
    assert "must be 5 or more" in page and 'href="#hold_minutes"' in page and 'value="4"' in page
    browser.post(PAGE, USUAL | {"hold_minutes": "30", "version": "0"})
    stale = browser.post(PAGE, USUAL | {"hold_minutes": "50", "version": "0"}).content.decode()
    assert "Somebody else changed these settings" in stale and 'value="50"' in stale
    assert settings.of(BookingSettings, organisation=place.council).hold_minutes == 30


def test_the_place_sets_what_holds_where_nobody_set_otherwise(place: Small):
    address = "/staff/settings/place/bookings/"
    assert browser_of(place.officer, place.council).get(address).status_code == 404
    operator = operator_of(place)
    assert 'href="/staff/settings/place/kernel/"' in operator.get("/staff/settings/").content.decode()
    operations.change_settings(
        place.as_adviser(), capability="bookings", content={"offer_hours": 48}, after=0,
        organisation=place.charity,
    )  # fmt: skip
    operator.post(address, USUAL | {"offer_hours": "12", "version": "0"})
    told = {"telephone": "01632 960100", "hours": "Always", "email": "help@x.example", "version": "0"}
    kept = {"events_kept_years": "12", "audit_kept_years": "6", "deliveries_kept_days": "30"}
    assert (
        "Saved" in operator.post("/staff/settings/place/kernel/", told | kept, follow=True).content.decode()
    )
    assert settings.of(BookingSettings, organisation=place.council).offer_hours == 12
    assert settings.of(BookingSettings, organisation=place.charity).offer_hours == 48
    assert settings.of(PlaceSettings).telephone == "01632 960100"
    assert settings.of(PlaceSettings).audit_kept_years == 6
    assert sender().endswith("<help@x.example>")
    settings.forget()


def test_programs_and_others_are_held_to_the_same(place: Small):
    def change(act: acts.Act, organisation: UUID | None, after: int = 0, **content: object) -> int:
        return operations.change_settings(
            act, capability="bookings", content=content, after=after, organisation=organisation
        )

    officer = place.as_officer()
    assert change(officer, place.council, hold_minutes=10) == 1
    with pytest.raises(Conflict):
        change(officer, place.council, hold_minutes=11)
    with pytest.raises(Refused) as refused:
        change(officer, place.council, 1, hold_minutes=500, colour="red")
    assert refused.value.fields.keys() == {"colour"}
    with pytest.raises(Refused) as refused:
        change(officer, place.council, 1, hold_minutes=500)
    assert refused.value.fields == {"hold_minutes": "This is too large"}
    for organisation in (None, place.charity):
        with pytest.raises(NotAllowed):
            change(officer, organisation, hold_minutes=10)
    with context.acting(place.as_adviser()):
        assert not Setting.objects.exists()
    assert settings.of(BookingSettings, organisation=place.council).hold_minutes == 10


class Sample(Settings):
    """One of every kind of setting."""

    title = "Sample"

    pace: Annotated[Literal["now", "daily"], Asked("Pace", options=(("now", "At once"),))] = "now"
    opens: Annotated[time, Asked("Opens")] = time(9)
    is_open: Annotated[bool, Asked("Open?")] = True
    names: Annotated[tuple[str, ...], Asked("Names")] = ()
    most: Annotated[int, Field(ge=1), Asked("Most", is_of_place=True)] = 3


def test_every_kind_of_setting_is_asked_for_and_older_ones_do_no_harm():
    form: type[forms.Form] = form_of(Sample, for_place=False)
    typed = form({"pace": "daily", "opens": "5.30pm", "is_open": "no", "names": "Ann\nBob"})
    assert typed.is_valid() and "most" not in typed.fields
    content = typed.plain()
    assert settings.read(Sample, content) == Sample(
        pace="daily", opens=time(17, 30), is_open=False, names=("Ann", "Bob")
    )
    drawn = form(initial=Sample().model_dump()).draw()
    assert escape("At once") in drawn and 'value="09:00"' in drawn
    assert settings.read(Sample, {"pace": "weekly", "gone": 1, "is_open": False}) == Sample(is_open=False)

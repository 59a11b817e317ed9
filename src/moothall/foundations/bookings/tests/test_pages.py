"""Pages of bookings, asked like a browser asks."""

from datetime import UTC

import pytest
from django.test import Client
from icalendar import Calendar

from moothall.foundations.bookings import operations, queries
from moothall.foundations.bookings.tests.support import crew, resident, states
from moothall.foundations.cases.tests.browsing import guest_browser, staff_browser
from moothall.kernel import act as acts
from moothall.kernel import context
from moothall.kernel.models import AuditEntry
from moothall.kernel.operations import organisations

pytestmark = pytest.mark.django_db(databases=["default", "signin"])


def test_a_resident_sees_moves_and_cancels_their_booking_and_nobody_elses() -> None:
    round_ = crew(name="Harbour round")
    first, second = (slot.id for slot in round_.slots()[1:3])
    ada = resident()
    booking = operations.book(acts.resident(ada), slot=first)
    browser = guest_browser(ada)
    assert "Harbour round" in browser.get(f"/bookings/{booking}/").content.decode()
    assert guest_browser(resident()).get(f"/bookings/{booking}/").status_code == 404
    assert "Now booked" in browser.get(f"/bookings/{booking}/change").content.decode()
    answer = browser.post(f"/bookings/{booking}/change", {"slot": str(second), "key": "a"})
    assert answer.status_code == 302
    assert (states(first), states(second)) == ([], ["booked"])
    browser.post(f"/bookings/{booking}/", {"do": "cancel", "key": "b"})
    assert states(second) == ["booked"], "one tap cancels nothing"
    assert "Cancel this booking?" in browser.get(f"/bookings/{booking}/cancel").content.decode()
    browser.post(f"/bookings/{booking}/cancel", {"key": "c"})
    assert states(second) == ["cancelled"]
    assert "This booking is cancelled" in browser.get(f"/bookings/{booking}/").content.decode()


def test_a_slot_that_fills_up_meanwhile_is_said_beside_the_field() -> None:
    round_ = crew(capacity=1)
    first, second = (slot.id for slot in round_.slots()[1:3])
    ada = resident()
    booking = operations.book(acts.resident(ada), slot=first)
    operations.book(acts.resident(resident()), slot=second)
    page = guest_browser(ada).post(f"/bookings/{booking}/change", {"slot": str(second)}).content.decode()
    assert "That time has gone" in page


def test_a_booking_in_a_calendar() -> None:
    round_ = crew(where="Your kerb")
    slot = round_.slots()[1]
    ada = resident()
    booking = operations.book(acts.resident(ada), slot=slot.id)
    answer = guest_browser(ada).get(f"/bookings/{booking}.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    (entry,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert entry.decoded("dtstart").astimezone(UTC) == slot.starts_at
    assert str(entry["status"]) == "CONFIRMED"
    assert str(entry["location"]) == "Your kerb"
    operations.cancel(acts.resident(ada), booking=booking)
    (entry,) = Calendar.from_ical(guest_browser(ada).get(f"/bookings/{booking}.ics").content).walk("VEVENT")
    assert (str(entry["status"]), entry["sequence"]) == ("CANCELLED", 1)


def test_staff_see_who_is_booked_on_a_day_and_others_do_not(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    round_, other = crew(name="Harbour round", capacity=20), crew(name="Other round")
    slot = round_.slots()[1]
    for _person in range(5):
        operations.book(acts.resident(resident()), slot=slot.id)
    officer = resident()
    organisations.add_member(
        acts.system(), organisation=round_.organisation, person=officer, roles=["case_worker", "manager"]
    )
    browser = staff_browser(officer, round_.organisation)
    assert "Harbour round" in browser.get("/staff/bookings/").content.decode()
    day = slot.starts_at.date().isoformat()
    with django_assert_max_num_queries(30):
        page = browser.get(f"/staff/bookings/{round_.resource}/?day={day}").content.decode()
    assert "5 of 20 places taken" in page
    assert browser.get(f"/staff/bookings/{other.resource}/").status_code == 404
    assert browser.post(f"/staff/bookings/slots/{other.slots()[0].id}/").status_code == 404
    browser.post(f"/staff/bookings/slots/{slot.id}/", {"do": "close"})
    assert "Closed" in browser.get(f"/staff/bookings/{round_.resource}/?day={day}").content.decode()


def test_reading_the_list_of_a_day_is_recorded_for_everybody_on_it() -> None:
    round_ = crew(capacity=20)
    slot, residents = round_.slots()[1], {resident() for _person in range(3)}
    for person in residents:
        operations.book(acts.resident(person), slot=slot.id)
    queries.day_list(round_.staff(), resource=round_.resource, day=slot.starts_at.date())
    for person in residents:
        with context.acting(act := acts.resident(person)):
            (entry,) = AuditEntry.objects.filter(subject_id=person, is_reading=True)
        assert entry.organisation_id == round_.organisation
        assert "Wexcombe Bay Council" in guest_browser(act.actor).get("/my/who-looked/").content.decode()


def test_a_calendar_program_reads_counts_without_names_until_the_address_is_stopped() -> None:
    round_ = crew()
    operations.book(acts.resident(resident()), slot=round_.slots()[1].id, places=2)
    secret = operations.make_feed(round_.staff(), resource=round_.resource)
    browser = guest_browser(resident())
    answer = browser.get(f"/bookings/feed/{secret}.ics")
    (entry,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert str(entry["summary"]) == "Harbour round: 2 booked"
    assert b"Ada" not in answer.content
    operations.end_feeds(round_.staff(), resource=round_.resource)
    assert browser.get(f"/bookings/feed/{secret}.ics").status_code == 404
    assert browser.get("/bookings/feed/guess.ics").status_code == 404


def test_strangers_are_sent_to_sign_in() -> None:
    assert Client().get("/staff/bookings/").status_code == 302

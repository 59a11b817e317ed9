"""Every page of bookings in a real browser, on a phone and on a desk, judged by axe."""

from uuid import UUID

import pytest
from playwright.sync_api import Page

from moothall.foundations.bookings import operations
from moothall.foundations.bookings.models import Booking
from moothall.foundations.bookings.tests.support import Crew, crew, matter_of, resident
from moothall.foundations.cases.tests.browsing import guest_browser, staff_browser
from moothall.foundations.cases.tests.test_browser import enter, looked_at
from moothall.kernel import act as acts
from moothall.kernel import context
from moothall.kernel.operations import organisations
from tests.browser.support import PHONE, WIDE, assert_accessible, assert_no_sideways_scroll, save_screenshot

pytestmark = pytest.mark.browser


def busy_round() -> tuple[Crew, UUID, UUID]:
    """A round with some bookings, the first person's and their booking."""
    round_ = crew(capacity=6, name="Large items: Harbour ward", where="At the kerb", has_waiting_list=True)
    slot = round_.slots()[1]
    people = [resident() for _ in range(4)]
    bookings = [
        operations.book(
            acts.resident(person).about(matter_of(person, organisation=round_.organisation)), slot=slot.id
        )
        for person in people
    ]
    return round_, people[0], bookings[0]


@pytest.mark.parametrize("width", [PHONE, WIDE])
def test_the_persons_pages(place_url: str, browser_page, width: int):
    _round, person, booking = busy_round()
    page = browser_page(width)
    enter(page, place_url, guest_browser(person))
    looked_at(page, f"{place_url}/bookings/{booking}/", "booking")
    looked_at(page, f"{place_url}/bookings/{booking}/change", "booking-change")
    page.get_by_role("button", name="Move my booking").click()
    page.get_by_text("There is a problem").wait_for()
    judged(page, "booking-change-error")
    page.locator("input[type=radio]").first.check()
    page.get_by_role("button", name="Move my booking").click()
    page.get_by_text("Your booking is moved").wait_for()
    page.get_by_role("link", name="Cancel this booking").click()
    page.get_by_role("heading", name="Cancel this booking?").wait_for()
    judged(page, "booking-cancel")
    page.get_by_role("button", name="Yes, cancel it").click()
    page.get_by_role("heading", name="This booking is cancelled").wait_for()
    judged(page, "booking-cancelled")


def test_a_place_that_came_free_is_taken(place_url: str, browser_page):
    round_, person, booking = busy_round()
    slot = round_.slots()[1].id
    waiting = resident()
    operations.join_waiting(acts.resident(waiting), slot=slot)
    operations.cancel(acts.resident(person), booking=booking)
    operations.offer_places(acts.system(organisation=round_.organisation), slot=slot)
    page = browser_page(PHONE, javascript=False)
    enter(page, place_url, guest_browser(waiting))
    offer = next(row for row in offers(waiting))
    page.goto(f"{place_url}/bookings/{offer}/")
    page.get_by_role("button", name="Take the place").click()
    assert page.get_by_text("You have the place").is_visible()


def offers(person: UUID) -> list[UUID]:
    """The places held for somebody."""
    with context.acting(acts.resident(person)):
        return list(Booking.objects.filter(state="held").values_list("id", flat=True))


@pytest.mark.parametrize("width", [PHONE, WIDE])
def test_staff_pages(place_url: str, browser_page, width: int):
    round_, _person, booking = busy_round()
    officer = resident()
    organisations.add_member(
        acts.system(), organisation=round_.organisation, person=officer, roles=["case_worker", "manager"]
    )
    page = browser_page(width)
    enter(page, place_url, staff_browser(officer, round_.organisation))
    looked_at(page, f"{place_url}/staff/bookings/", "staff-bookings")
    day = round_.slots()[1].starts_at.date().isoformat()
    looked_at(page, f"{place_url}/staff/bookings/people/{booking}/", "staff-attendee")
    looked_at(page, f"{place_url}/staff/bookings/people/{booking}/cancel", "staff-attendee-cancel")
    looked_at(page, f"{place_url}/staff/bookings/{round_.resource}/?day={day}", "staff-bookings-day")
    page.get_by_role("button", name="Make an address").click()
    page.get_by_role("heading", name="Your calendar address").wait_for()
    judged(page, "staff-bookings-feed")


def judged(page: Page, name: str) -> None:
    """Judge a page that came of a form, where it stands."""
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    save_screenshot(page, name)

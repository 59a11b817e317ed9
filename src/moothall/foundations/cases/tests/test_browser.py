"""Every page of cases in a real browser, on a phone and on a desk, judged by axe."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from moothall.foundations.cases.operations import allocation, cases, clocks, letters
from moothall.foundations.cases.tests.browsing import guest_browser, staff_browser
from moothall.foundations.cases.tests.support import Scene, scene
from moothall.foundations.documents import operations as documents_operations
from moothall.foundations.documents.intake import accept
from moothall.foundations.documents.tests.files import picture
from moothall.kernel import clock
from moothall.kernel.operations import matters
from tests.browser.support import PHONE, WIDE, assert_accessible, assert_no_sideways_scroll, save_screenshot

pytestmark = pytest.mark.browser


def busy_place() -> tuple[Scene, UUID]:
    """Some cases in every state, and one in which much has happened."""
    place, now = scene(), clock.now()
    with clock.set_to(now - timedelta(days=20)):
        late = place.open_case(person=place.neighbour)
    with clock.set_to(now - timedelta(days=4)):
        case = place.open_case()
    with clock.set_to(now - timedelta(days=3)):
        allocation.take_case(place.as_officer(), case=case, version=1)
        letters.add_note(place.as_officer(), case=case, text="Narrow lane: send the small lorry.")
    with clock.set_to(now - timedelta(days=2)):
        cases.change_status(place.as_officer(), case=case, status="booked", version=2)
        letters.write_message(
            place.as_officer(), case=case, text="We come on Monday.\nPlease put it by the gate."
        )
        documents_operations.add_document(place.as_officer(), matter=case, file=accept("a.jpg", picture()))
    with clock.set_to(now - timedelta(days=1)):
        letters.write_message(place.as_resident(), case=case, text="Can you come before nine?")
        matters.share_matter(
            place.as_manager(), matter=case, organisation=place.charity, basis="referral",
            purposes=["service"], reason="help with furniture", until_at=now + timedelta(days=30),
        )  # fmt: skip
        held = place.open_case(person=place.neighbour)
        clocks.pause_clock(place.as_officer(), case=held, reason="weather", version=1)
        done = place.open_case(person=place.neighbour)
        cases.change_status(place.as_officer(), case=done, status="cancelled", version=1)
    assert late != case
    return place, case


def enter(page: Page, url: str, browser_with_session: Client) -> None:
    """Give the page the session of a test client."""
    session = browser_with_session.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": url}])


def looked_at(page: Page, url: str, name: str) -> None:
    page.goto(url)
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    save_screenshot(page, name)


@pytest.mark.parametrize("width", [PHONE, WIDE])
def test_staff_pages(place_url: str, browser_page, width: int):
    place, case = busy_place()
    page = browser_page(width)
    enter(page, place_url, staff_browser(place.manager, place.council))
    looked_at(page, f"{place_url}/staff/", "staff-today")
    looked_at(page, f"{place_url}/staff/cases/", "staff-queue")
    looked_at(page, f"{place_url}/staff/cases/?view=paused", "staff-queue-filtered")
    page.goto(f"{place_url}/staff/cases/")
    page.get_by_label("Find a case").fill("okafor")
    page.get_by_role("button", name="Find").click()
    page.get_by_text("1 case found").wait_for()
    save_screenshot(page, "staff-found")
    assert "okafor" not in page.url.lower()
    looked_at(page, f"{place_url}/staff/cases/{case}/", "staff-case")
    for title in (
        "Write to the resident",
        "Add a note",
        "Give to somebody else",
        "Stop the clock",
        "Restrict to named people",
    ):
        page.locator("summary", has_text=title).first.click()
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    save_screenshot(page, "staff-case-open")


def test_staff_send_a_message_and_a_refusal_keeps_what_was_typed(place_url: str, browser_page):
    place, case = busy_place()
    page = browser_page(PHONE, javascript=False)
    enter(page, place_url, staff_browser(place.officer, place.council))
    page.goto(f"{place_url}/staff/cases/{case}/")
    cases.change_status(place.as_manager(), case=case, status="waiting-for-you", version=3)
    page.get_by_label("Collected").check()
    page.get_by_role("button", name="Move on").click()
    assert page.get_by_text("Somebody changed this case").first.is_visible()
    page.locator("summary", has_text="Write to the resident").click()
    page.get_by_label("Message", exact=True).fill("Yes, before nine.")
    page.get_by_role("button", name="Send message").click()
    assert page.get_by_text("Yes, before nine.").is_visible()


@pytest.mark.parametrize("width", [PHONE, WIDE])
def test_the_persons_pages(place_url: str, browser_page, width: int):
    place, case = busy_place()
    staff_browser(place.officer, place.council).get(f"/staff/cases/{case}/")
    page = browser_page(width)
    looked_at(page, f"{place_url}/my/", "my-unknown")
    enter(page, place_url, guest_browser(place.resident))
    looked_at(page, f"{place_url}/my/", "my-requests")
    looked_at(page, f"{place_url}/my/cases/{case}/", "my-case")
    looked_at(page, f"{place_url}/my/who-looked/", "my-who-looked")
    looked_at(page, f"{place_url}/documents/add/{case}?next=/my/cases/{case}/", "my-add-document")


def test_the_person_adds_a_photo_and_sees_it(place_url: str, browser_page):
    place, case = busy_place()
    page = browser_page(PHONE)
    enter(page, place_url, guest_browser(place.resident))
    page.goto(f"{place_url}/my/cases/{case}/")
    page.get_by_role("link", name="Add photos or documents").click()
    page.locator("input[type=file]").set_input_files(
        [
            {
                "name": "page.html",
                "mimeType": "text/html",
                "buffer": b"<!doctype html><script>alert(1)</script>",
            }
        ]
    )
    page.get_by_role("button", name="Add", exact=True).click()
    assert "is not a kind of file we can open" in page.content()
    page.locator("input[type=file]").set_input_files(
        [{"name": "sofa.jpg", "mimeType": "image/jpeg", "buffer": picture("JPEG", located=True)}]
    )
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_text("1 file added").wait_for()
    shown = page.locator(".moot-thread img").last
    shown.scroll_into_view_if_needed()
    page.wait_for_function("image => image.complete && image.naturalWidth > 0", arg=shown.element_handle())

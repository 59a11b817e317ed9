"""Building a service in a real browser, on a phone and on a desk, judged by axe."""

import pytest

from moothall.foundations.cases.tests.test_browser import enter
from moothall.foundations.rules.tests.scheme import owner
from tests.browser.support import PHONE, WIDE, assert_accessible, assert_no_sideways_scroll, save_screenshot

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [PHONE, WIDE])
def test_a_service_is_changed_looked_at_and_published(place_url: str, browser_page, width: int):
    place = owner()
    colleague = place.colleague("service_owner")
    page = browser_page(width)
    enter(page, place_url, place.browser())

    def judged(name: str) -> None:
        assert_accessible(page)
        assert_no_sideways_scroll(page)
        save_screenshot(page, name)

    def press(name: str) -> None:
        page.get_by_role("button", name=name, exact=True).click()

    page.goto(f"{place_url}/staff/services/")
    judged("services")
    page.get_by_role("link", name="help", exact=True).click()
    judged("service")
    press("Change it")
    page.get_by_role("heading", name="Draft: help").wait_for()
    address = page.url
    judged("draft")
    page.get_by_role("link", name="words.en.yaml").click()
    text = page.get_by_label("What the file says")
    text.fill(text.input_value().replace("title: Sent", "tilte: Sent"))
    press("Save and check")
    page.get_by_text("to put right").first.wait_for()
    judged("draft-file-mistaken")
    text = page.get_by_label("What the file says")
    text.fill(text.input_value().replace("tilte: Sent", "title: Thank you"))
    press("Save and go back")
    page.get_by_role("link", name="Compare with what is live").click()
    judged("draft-compared")
    page.goto(address)
    page.get_by_label("What changes, and why?").fill("Kinder words")
    press("Ask for review")
    page.get_by_text("Waits for somebody else").first.wait_for()
    enter(page, place_url, colleague)
    page.goto(f"{place_url}/staff/services/")
    page.get_by_role("link", name="help: Kinder words").click()
    judged("draft-to-review")
    press("Approve")
    page.get_by_role("button", name="Publish").wait_for()
    judged("draft-approved")
    press("Publish")
    page.get_by_text("Published.").first.wait_for()
    judged("draft-published")
    page.goto(f"{place_url}/staff/services/new")
    judged("service-new")

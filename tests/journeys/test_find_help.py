"""The first journey in a real browser: from a need in somebody's own words to the service that meets it."""

import re

import pytest
from playwright.sync_api import expect

from moothall.civic.matching.tests import directory
from moothall.kernel.models import StoredEvent
from tests.browser.support import PHONE, WIDE, PageMaker
from tests.browser.test_find_help import asks, place

__all__ = ["place"]

pytestmark = pytest.mark.browser

AT_THE_HALL = [
    {
        "id": "00000000-0000-4000-8000-0000000000f1",
        "location": {
            "id": "00000000-0000-4000-8000-0000000000f2",
            "name": "Harbour hall",
            "location_type": "physical",
            "longitude": directory.EAST + 0.01,
            "latitude": directory.NORTH,
        },
    }
]


def told(name: str) -> list[StoredEvent]:
    """The events of this name."""
    return [stored for stored in directory.events() if stored.name == name]


def test_a_need_leads_to_a_service_on_a_phone_without_scripts(place: str, browser_page: PageMaker) -> None:
    page = browser_page(PHONE, javascript=False)
    asks(page, place, "lost my job, what money can i get", directory.POSTCODE)
    question = page.locator(".moot-panel--sky")
    meant = question.get_by_role("button").first
    need = meant.inner_text().strip()
    meant.click()
    expect(page.get_by_text(f"You chose: {need}.")).to_be_visible()
    expect(question).to_have_count(0)

    card = page.locator(".moot-card").first
    name = card.get_by_role("heading").inner_text().strip()
    card.get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    assert told("matching.NeedAsked")[-1].payload["ward"] == directory.WARD


def test_what_is_found_is_a_list_and_a_map_with_distances(place: str, browser_page: PageMaker) -> None:
    directory.take_in(
        directory.service(6, "Debt advice at the hall", "Help with debts.", service_at_locations=AT_THE_HALL)
    )
    page = browser_page(WIDE)
    asks(page, place, "help with debts", directory.POSTCODE)
    card = page.locator(".moot-card").filter(has_text="Debt advice at the hall")
    expect(card).to_contain_text(re.compile(r"(yards|miles?|m|km) away"))
    expect(card).to_contain_text("On the map: 1")
    expect(page.locator(".moot-map")).to_be_visible()


def test_what_is_not_understood_is_said_so_counted_and_never_written_down(
    place: str, browser_page: PageMaker
) -> None:
    page = browser_page(PHONE, javascript=False)
    asks(page, place, "qwzzk vrrpf", directory.POSTCODE)
    expect(page.get_by_role("heading", name="We did not understand")).to_be_visible()
    expect(page.get_by_role("link", name="01632 960100").first).to_be_visible()
    assert told("matching.NeedAsked")[-1].payload["certainty"] == "not understood"
    assert "qwzzk" not in directory.everything_kept()


def test_who_is_afraid_can_leave_at_once(place: str, browser_page: PageMaker) -> None:
    page = browser_page(PHONE, javascript=False)
    asks(page, place, "hit me again, my husband did")
    urgent = page.locator(".moot-urgent")
    expect(urgent.locator("a[href^='tel:0808']").first).to_be_visible()
    leave = page.get_by_role("link", name="Leave this page")
    expect(leave).to_have_attribute("href", re.compile("^https://"))
    expect(page.locator("#results")).to_be_visible()

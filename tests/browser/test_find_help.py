"""The front page and the results in a real browser: phone and wide screen, with and without scripts."""

from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django import Settings

from moothall.civic.matching import understanding
from moothall.civic.matching.tests import directory
from tests.browser.support import (
    PHONE,
    WIDE,
    PageMaker,
    assert_accessible,
    assert_no_sideways_scroll,
    save_screenshot,
)

pytestmark = pytest.mark.browser

MOST_OCTETS = 100_000
"""Of a whole page with its stylesheet, scripts and letters, which take less than three quarters of it."""


@pytest.fixture
def place(place_url: str, settings: Settings, tmp_path: Path) -> str:
    """The address of a place with a small directory, its pages and words read once before anybody waits."""
    settings.BASE_URL = place_url
    settings.MOOTHALL_VECTORS = tmp_path
    understanding._file.cache_clear()
    directory.fill()
    client = Client()
    client.post("/find/", {"words": "help"}, follow=True)
    client.get("/")
    return place_url


def asks(page: Page, place: str, words: str, postcode: str = "") -> None:
    """Say it on the front page."""
    page.goto(place + "/")
    page.get_by_label("In your own words").fill(words)
    page.get_by_label("Postcode").fill(postcode)
    page.get_by_role("button", name="Show what could help").click()
    expect(page.locator("#results")).to_be_visible()


def looks(page: Page, name: str) -> None:
    """The accessibility baseline is met, and the page fits its window."""
    expect(page.locator("h1")).to_have_count(1)
    assert_no_sideways_scroll(page)
    assert_accessible(page)
    save_screenshot(page, name)


@pytest.mark.parametrize("width", [PHONE, WIDE])
def test_every_page_of_finding_help_is_accessible(place: str, browser_page: PageMaker, width: int) -> None:
    page = browser_page(width)
    page.goto(place + "/")
    looks(page, "home")
    asks(page, place, "I cannot pay my debts", directory.POSTCODE)
    looks(page, "results")
    page.get_by_text("Show only some").click()
    looks(page, "results-filters")
    asks(page, place, "my husband hits me and my child is not safe")
    looks(page, "results-urgent")
    asks(page, place, "qwzzk vrrpf")
    looks(page, "results-nothing")
    asks(page, place, "lost my job and money")
    looks(page, "results-question")


def test_everything_works_without_scripts(place: str, browser_page: PageMaker) -> None:
    page = browser_page(PHONE, javascript=False)
    asks(page, place, "I cannot pay my debts", directory.POSTCODE)
    expect(page.locator(".moot-card").first).to_contain_text("Because you said")
    before = page.url

    page.get_by_text("Show only some").click()
    page.get_by_label("Cost").select_option("0")
    page.get_by_role("button", name="Show these").click()
    expect(page.locator(".moot-filters > summary")).to_contain_text("1 chosen")
    assert page.url != before

    page.go_back()
    expect(page.locator(".moot-filters > summary")).not_to_contain_text("chosen")
    page.reload()
    expect(page.get_by_label("In your own words")).to_have_value("I cannot pay my debts")
    page.get_by_role("button", name="Not what I meant").click()
    expect(page.get_by_text("Thank you. We have noted")).to_be_visible()


def test_a_card_leads_to_the_service(place: str, browser_page: PageMaker) -> None:
    page = browser_page(WIDE)
    asks(page, place, "I want rid of a sofa")
    page.get_by_role("link", name="Get large items collected", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Get large items collected")


def test_urgent_help_can_be_called_before_anything_else(place: str, browser_page: PageMaker) -> None:
    page = browser_page(PHONE)
    asks(page, place, "I want to kill myself")
    urgent, question = page.locator(".moot-urgent"), page.get_by_label("In your own words")
    expect(urgent.get_by_role("link", name="Call 116 123")).to_be_visible()
    assert urgent.bounding_box()["y"] < question.bounding_box()["y"]  # type: ignore[index]
    expect(page.locator(".moot-exit a")).to_be_visible()


@pytest.mark.parametrize("words", ["", "I cannot pay my debts"])
def test_documents_are_small(place: str, words: str) -> None:
    client = Client(headers={"accept-encoding": "gzip"})
    address = client.post("/find/", {"words": words})["Location"] if words else "/"
    answer = client.get(address)
    assert answer["Content-Encoding"] == "gzip"
    assert len(answer.content) <= MOST_OCTETS / 4

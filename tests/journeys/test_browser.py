"""The services in a real browser: on a phone without scripts, and every page accessible with them."""

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from tests.browser.support import (
    PHONE,
    WIDE,
    PageMaker,
    assert_accessible,
    assert_no_sideways_scroll,
    save_screenshot,
)
from tests.journeys.town import POSTCODE, build

pytestmark = pytest.mark.browser


class Phone:
    """Somebody with a browser, who looks at every page they meet."""

    def __init__(self, page: Page, service: str, *, checks: bool) -> None:
        self.page, self.service, self.checks, self.seen = page, service, checks, 0

    def looks(self, name: str) -> None:
        """The accessibility baseline is met, and the page fits its window."""
        self.seen += 1
        expect(self.page.locator("h1")).to_have_count(1)
        assert_no_sideways_scroll(self.page)
        if self.checks:
            assert_accessible(self.page)
        save_screenshot(self.page, f"{self.service}-{self.seen:02}-{name}")

    def goes_on(self, words: str = "Continue") -> None:
        """Press the page's button."""
        self.page.get_by_role("button", name=words).click()


@pytest.mark.parametrize(("width", "scripts"), [(PHONE, False), (PHONE, True), (WIDE, True)])
def test_large_items_are_collected(
    place_url: str, browser_page: PageMaker, settings: Settings, width: int, scripts: bool
) -> None:
    settings.BASE_URL = place_url
    build()
    page = browser_page(width, javascript=scripts)
    phone = Phone(page, "bulky-waste" if scripts else "bulky-waste-plain", checks=scripts)
    page.goto(place_url + "/do/bulky-waste/")
    phone.looks("start")
    page.get_by_role("button", name="Start now").click()
    phone.looks("address")
    page.get_by_label("Postcode").fill(POSTCODE)
    phone.goes_on()
    phone.looks("address-found")
    page.get_by_label("Choose the address").select_option(index=2)
    phone.goes_on()
    phone.goes_on()
    phone.looks("item-nothing-chosen")
    page.get_by_label("Fridge or freezer").check()
    phone.goes_on()
    phone.looks("item-works")
    page.get_by_label("No").check()
    phone.goes_on()
    phone.looks("items")
    page.get_by_label("Yes").check()
    phone.goes_on()
    phone.looks("second-item")
    page.get_by_label("Sofa").check()
    phone.goes_on()
    phone.looks("two-items")
    page.get_by_label("No").check()
    phone.goes_on()
    phone.looks("photo")
    phone.goes_on()
    phone.looks("outside")
    page.get_by_label("In the front garden").check()
    phone.goes_on()
    phone.looks("support")
    page.get_by_label("No").check()
    phone.goes_on()
    phone.looks("day")
    page.locator("input[name=slot]").first.check()
    phone.goes_on()
    phone.looks("contact")
    page.get_by_label("Full name").fill("Ada Marsh")
    page.get_by_label("Email address").fill("ada@home.example")
    phone.goes_on()
    phone.looks("check")
    page.get_by_role("link", name="Save and come back later").click()
    phone.looks("save")
    phone.goes_on("Send me the link")
    phone.looks("saved")
    page.get_by_role("link", name="Go on now after all").click()
    page.get_by_label("These things come from my home").check()
    phone.goes_on("Pay £18 and send")
    phone.looks("pay")
    phone.goes_on()
    if not scripts:
        phone.looks("sending")
        phone.goes_on("Send your request")
    expect(page.get_by_role("heading", name="Your collection is booked")).to_be_visible()
    phone.looks("receipt")
    assert re.search(r"[A-Z0-9]{2}-[A-Z0-9]{4}-[A-Z0-9]{2}", page.content())
    page.goto(place_url + "/do/bulky-waste/new")
    phone.looks("known-before")


def test_the_pages_are_in_welsh(place_url: str, browser_page: PageMaker) -> None:
    build()
    page = browser_page(PHONE, language="cy")
    phone = Phone(page, "bulky-waste-cy", checks=True)
    page.goto(place_url + "/do/bulky-waste/")
    expect(page.get_by_role("heading", name="Casglu eitemau mawr")).to_be_visible()
    phone.looks("start")
    page.goto(place_url + "/do/bulky-waste/new")
    phone.looks("address")


def test_a_place_at_the_tea_dance(place_url: str, browser_page: PageMaker) -> None:
    build()
    page = browser_page(PHONE)
    phone = Phone(page, "events", checks=True)
    page.goto(place_url + "/do/community-event-booking/")
    phone.looks("start")
    page.get_by_role("button", name="Start now").click()
    phone.looks("session")
    page.locator("input[name=slot]").first.check()
    page.get_by_label("How many places").fill("2")
    phone.goes_on()
    phone.looks("guests")
    page.locator("input[name=answer]").fill("June")
    phone.goes_on()
    phone.looks("food")
    page.get_by_label("I eat anything").check()
    phone.goes_on()
    phone.looks("access")
    page.get_by_label("Nothing special").check()
    phone.goes_on()
    phone.looks("lift")
    page.get_by_label("No").check()
    phone.goes_on()
    page.get_by_label("Full name").fill("Wilf Penrose")
    page.get_by_label("Email address").fill("wilf@home.example")
    phone.goes_on()
    phone.looks("check")
    phone.goes_on("Book")
    expect(page.get_by_role("heading", name="You are booked in")).to_be_visible()
    phone.looks("receipt")


def test_help_with_bins_is_asked_for_in_parts(place_url: str, browser_page: PageMaker) -> None:
    build()
    page = browser_page(PHONE)
    phone = Phone(page, "bins", checks=True)
    page.goto(place_url + "/do/assisted-bin-collection/")
    phone.looks("start")
    page.get_by_role("button", name="Start now").click()
    page.get_by_label("Postcode").fill(POSTCODE)
    phone.goes_on()
    page.get_by_label("Choose the address").select_option(index=1)
    phone.goes_on()
    page.get_by_label("Yes").check()
    phone.goes_on()
    phone.looks("stop")
    page.get_by_role("link", name="Back").click()
    page.get_by_label("No").check()
    phone.goes_on()
    phone.looks("reason")
    page.get_by_label("Lifting").check()
    phone.goes_on()
    page.get_by_label("For a while").check()
    phone.goes_on()
    phone.looks("until")
    page.get_by_role("link", name="See all parts").click()
    phone.looks("tasks")

"""Every part, seen by a real browser: accessible, never wider than its window, at work without scripts."""

import gzip
import re

import pytest
from playwright.sync_api import Page, Response, expect
from pytest_django import Settings

from tests.browser.support import (
    PHONE,
    WIDE,
    PageMaker,
    assert_accessible,
    assert_no_sideways_scroll,
    save_screenshot,
)

pytestmark = pytest.mark.browser


@pytest.fixture
def gallery(place_url: str, settings: Settings) -> str:
    """The address of the gallery, within its own frame."""
    settings.MOOTHALL_FRAME = "moothall.design.gallery.frame"
    return f"{place_url}/design/"


def resized(page: Page, width: int) -> Page:
    page.set_viewport_size({"width": width, "height": 800})
    return page


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("path", ["", "staff/"], ids=["residents", "staff"])
def test_every_part_meets_the_accessibility_baseline(
    gallery: str, browser_page: PageMaker, path: str, dark: bool
) -> None:
    page = browser_page(WIDE, dark=dark)
    page.goto(gallery + path)
    for width in (WIDE, PHONE, 320):
        resized(page, width)
        assert_no_sideways_scroll(page)
        assert_accessible(page)
        save_screenshot(page, f"gallery-{path}{'dark' if dark else 'light'}")


def test_the_persons_own_colours_are_used(gallery: str, browser_page: PageMaker) -> None:
    page = browser_page(WIDE, forced_colours=True)
    page.goto(gallery)
    save_screenshot(page, "gallery-forced-colours")
    button = page.get_by_role("button", name="Show what could help")
    border, ground = button.evaluate(
        "e => [getComputedStyle(e).borderColor, getComputedStyle(document.body).backgroundColor]"
    )
    assert border != ground
    assert_no_sideways_scroll(page)


def test_errors_are_read_first_and_lead_to_their_fields(gallery: str, browser_page: PageMaker) -> None:
    page = browser_page(PHONE)
    page.goto(gallery)
    page.get_by_label("What is your name?").fill("Sam")
    page.get_by_role("button", name="Show what is wrong").click()
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    save_screenshot(page, "gallery-errors")
    summary.get_by_role("link", name="Enter your date of birth").click()
    expect(page.get_by_label("Day", exact=True)).to_be_focused()
    expect(page.get_by_label("What is your name?")).to_have_value("Sam")


def test_a_phone_has_one_menu_that_needs_no_scripts(gallery: str, browser_page: PageMaker) -> None:
    page = browser_page(PHONE, javascript=False)
    page.goto(gallery)
    expect(page.get_by_role("link", name="Have your say")).to_have_count(1)
    page.get_by_text("Menu", exact=True).click()
    expect(page.get_by_role("navigation").get_by_role("link", name="Have your say")).to_be_visible()
    assert_no_sideways_scroll(page)
    save_screenshot(page, "menu-without-scripts")


def test_escape_closes_the_menu(gallery: str, browser_page: PageMaker) -> None:
    page = browser_page(PHONE)
    page.goto(gallery)
    menu = page.locator("details.moot-menu")
    menu.locator("summary").click()
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")


def test_the_language_switches_without_scripts(gallery: str, browser_page: PageMaker) -> None:
    page = browser_page(WIDE, javascript=False)
    page.goto(gallery)
    page.get_by_role("button", name="Cymraeg").click()
    expect(page.locator("html")).to_have_attribute("lang", "cy")
    expect(page.get_by_role("link", name="Mewngofnodi")).to_be_visible()


def test_characters_are_counted_when_half_are_used(gallery: str, browser_page: PageMaker) -> None:
    page = browser_page(WIDE)
    page.goto(gallery)
    box = page.get_by_label("What happened?")
    shown = page.locator(".govuk-form-group", has=box).locator(".govuk-character-count__status")
    box.fill("x" * 99)
    expect(shown).to_have_text("")
    box.fill("x" * 199)
    expect(shown).to_have_text("You have 1 character left")
    box.fill("x" * 205)
    expect(shown).to_have_text("You have 5 characters too many")


def test_none_of_these_unticks_the_others(gallery: str, browser_page: PageMaker) -> None:
    page = browser_page(WIDE)
    page.goto(gallery, wait_until="networkidle")
    page.get_by_label("Hearing loop").check()
    page.get_by_label("None of these").check()
    expect(page.get_by_label("Hearing loop")).not_to_be_checked()
    page.get_by_label("No steps").check()
    expect(page.get_by_label("None of these")).not_to_be_checked()


def test_a_password_can_be_seen_and_hides_again(gallery: str, browser_page: PageMaker) -> None:
    page = browser_page(WIDE)
    page.goto(gallery)
    page.get_by_label("Password", exact=True).fill("correct horse")
    page.get_by_role("button", name="Show password").click()
    expect(page.get_by_label("Password", exact=True)).to_have_attribute("type", "text")
    page.get_by_role("button", name="Hide password").click()
    expect(page.get_by_label("Password", exact=True)).to_have_attribute("type", "password")


def test_escape_three_times_leaves_the_page(gallery: str, browser_page: PageMaker) -> None:
    page = browser_page(WIDE)
    page.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="elsewhere"))
    page.goto(gallery)
    expect(page.get_by_text("or press Escape three times")).to_be_visible()
    for _ in range(3):
        page.keyboard.press("Escape")
    expect(page.locator("body")).to_have_text("elsewhere")


def test_a_map_is_a_picture_first_and_moves_when_asked(gallery: str, browser_page: PageMaker) -> None:
    page = browser_page(WIDE)
    page.goto(gallery)
    expect(page.get_by_role("img", name="Map of what is listed here, with the same numbers")).to_be_visible()
    page.get_by_role("button", name="Move around the map").click()
    pins = page.locator(".moot-map__pin")
    expect(pins).to_have_count(3)
    expect(page.locator(".moot-map path.leaflet-interactive, .moot-map svg path")).not_to_have_count(0)
    pins.first.click()
    expect(page.get_by_role("link", name="Carers’ break sitting service").last).to_be_visible()
    assert_accessible(page)
    save_screenshot(page, "map")


def test_a_spot_can_be_chosen_with_the_keyboard(gallery: str, browser_page: PageMaker) -> None:
    page = browser_page(PHONE)
    page.goto(gallery)
    page.get_by_role("button", name="Choose the spot on a map").click()
    canvas = page.get_by_role("application", name="Map")
    expect(canvas).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Spot chosen. Choose again to move it.")).to_be_visible()
    latitude = page.locator("#spot-latitude").input_value()
    assert 51.40 < float(latitude) < 51.48
    assert_accessible(page)
    save_screenshot(page, "spot")


def test_without_scripts_a_spot_can_be_typed(gallery: str, browser_page: PageMaker) -> None:
    page = browser_page(PHONE, javascript=False)
    page.goto(gallery)
    expect(page.get_by_role("button", name="Choose the spot on a map")).to_be_hidden()
    page.get_by_text("Type the latitude and longitude").click()
    page.get_by_label("Latitude").fill("51.44")
    page.get_by_label("Longitude").fill("-2.75")
    expect(page.get_by_label("Longitude")).to_have_value("-2.75")


def test_a_page_weighs_less_than_100_kilobytes(gallery: str, browser_page: PageMaker) -> None:
    page = browser_page(PHONE)
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(gallery)
    page.wait_for_load_state("networkidle")
    weights = {re.sub(r"^.*?//[^/]+", "", answer.url): _weight(answer) for answer in answers}
    assert sum(weights.values()) <= 100_000, weights


def _weight(answer: Response) -> int:
    body = answer.body()
    return len(body) if answer.url.endswith(".woff2") else len(gzip.compress(body, 6))


def test_single_keys_move_through_a_list_only_while_the_focus_is_in_it(
    gallery: str, browser_page: PageMaker
) -> None:
    page = browser_page(WIDE)
    page.goto(f"{gallery}staff/")
    first, second = (page.get_by_role("link", name=name, exact=True) for name in ("HX-4F2K", "HX-7C1M"))
    page.keyboard.press("j")
    expect(first).not_to_be_focused()
    first.focus()
    page.keyboard.press("j")
    expect(second).to_be_focused()
    page.keyboard.press("k")
    expect(first).to_be_focused()

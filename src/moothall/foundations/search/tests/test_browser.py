"""The page of search in a real browser, on a phone and on a desk, judged by axe."""

import pytest

from moothall.kernel.operations import matters
from moothall.kernel.tests.support import small_place
from tests.browser.support import PHONE, WIDE, assert_accessible, assert_no_sideways_scroll, save_screenshot
from tests.journeys.working import work

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [PHONE, WIDE])
def test_somebody_searches_and_goes_on(place_url: str, browser_page, width: int):
    place = small_place()
    for title in ("A lamp is out in Quay Lane", "The lamps of Fore Street are on all day"):
        lamp = {"kind": "report", "organisation": place.council, "title": title}
        matter = matters.bring_matter(place.as_officer(), **lamp, is_public=True, is_published=False)
        matters.publish_matter(place.as_officer(), matter=matter)
    work()
    page = browser_page(width)
    page.goto(f"{place_url}/search/")
    page.get_by_label("What are you looking for?").fill("lamp")
    page.get_by_role("main").get_by_role("button", name="Search").click()
    assert page.url.endswith("/search/?q=lamp")
    assert page.get_by_role("heading", name="2 results").count() == 1
    assert_no_sideways_scroll(page)
    assert_accessible(page)
    save_screenshot(page, "search")
    page.get_by_role("link", name="A lamp is out in Quay Lane").click()
    assert "/m/" in page.url
    page.goto(f"{place_url}/search/?q=zebra")
    assert_no_sideways_scroll(page)
    assert_accessible(page)
    save_screenshot(page, "search-nothing")

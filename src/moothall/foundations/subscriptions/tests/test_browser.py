"""The pages of following something in a real browser, on a phone and on a desk, judged by axe."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from moothall.foundations.subscriptions import operations, queries
from moothall.foundations.subscriptions.queries import links
from moothall.foundations.subscriptions.tests.support import lamp, shown_again, signed_in
from moothall.kernel.tests.support import Small, small_place
from tests.browser.support import PHONE, WIDE, assert_accessible, assert_no_sideways_scroll, save_screenshot
from tests.journeys.working import work

pytestmark = pytest.mark.browser
LONG = "The lamp at the corner of Quay Lane and the Butter Market is out, and the steps are dark"


def look(page, name: str) -> None:
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    save_screenshot(page, name)


def followed(place: Small) -> tuple[str, str]:
    """The reference of what somebody follows and was told of, and the page where they change it."""
    report = lamp(place, title=LONG)
    id = operations.follow(place.as_resident(), matter=report.pk)
    operations.follow(place.as_resident(), matter=report.pk, whole_kind=True, pace="daily")
    shown_again(place, report.pk)
    lamp(place, title="Another lamp is out")
    work()
    return report.reference, reverse("subscriptions:change", args=[id])


@pytest.mark.parametrize("width", [PHONE, WIDE])
def test_following_and_being_told(place_url: str, browser_page, width: int):
    cache.clear()
    place = small_place()
    reference, change = followed(place)
    page = browser_page(width)
    page.goto(f"{place_url}/follow/{reference}/")
    look(page, "follow-visitor")
    page.get_by_role("button", name="Follow").click()
    look(page, "follow-mistaken")
    page.get_by_label("Your email address").fill("ffion@wexcombe.example")
    page.get_by_role("button", name="Follow").click()
    look(page, "follow-asked")
    cookie = signed_in(place.resident).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": place_url}])
    for name, path in (("thread", f"/m/{reference}/"), ("following", "/my/following/"), ("change", change)):
        page.goto(f"{place_url}{path}")
        look(page, f"follow-{name}")
    page.goto(f"{place_url}/my/notices/")
    assert page.get_by_text("New", exact=True).count() == 3
    look(page, "follow-notices")
    page.get_by_role("button", name="I have read this").first.click()
    page.wait_for_load_state()
    assert queries.unread(place.as_resident()) == 2
    look(page, "follow-notices-one-read")


@pytest.mark.parametrize("width", [PHONE, WIDE])
def test_the_links_in_mails(place_url: str, browser_page, width: int):
    place = small_place()
    id = operations.follow(place.as_resident(), matter=lamp(place, title=LONG).pk)
    page = browser_page(width)
    for what, button in ((links.CONFIRM, "Yes, tell me what happens"), (links.END, "Leave off")):
        page.goto(place_url + "/" + links.to(what, id).split("/", 3)[3])
        look(page, f"follow-{what}")
        page.get_by_role("button", name=button).click()
        page.get_by_role("heading", level=1).wait_for()
        look(page, f"follow-{what}-done")
    assert queries.following(place.as_resident()).items == ()

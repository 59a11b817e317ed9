"""The page of everything that is kept in a real browser, on a phone and on a desk, judged by axe."""

import pytest

from moothall.foundations.cases.operations import letters
from moothall.foundations.cases.tests.browsing import guest_browser
from moothall.foundations.cases.tests.support import scene
from moothall.kernel import act as acts
from moothall.kernel.operations import people
from tests.browser.support import PHONE, WIDE, assert_accessible, assert_no_sideways_scroll, save_screenshot

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [PHONE, WIDE])
def test_everything_is_shown_and_taken_away(place_url: str, browser_page, width: int):
    place = scene()
    case = place.open_case()
    letters.write_message(place.as_officer(), case=case, text="We come on Tuesday, between seven and noon")
    people.record(acts.system(), person=place.resident, personal={"allergies": "nuts"}, told_to=place.council)
    session = guest_browser(place.resident).cookies["sessionid"].value
    page = browser_page(width)
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": place_url}])
    page.goto(f"{place_url}/my/everything/")
    assert page.get_by_text("We come on Tuesday").count() == 1
    assert_no_sideways_scroll(page)
    assert_accessible(page)
    save_screenshot(page, "everything-kept")
    with page.expect_download() as download:
        page.get_by_role("button", name="Take it away as a file").click()
    assert download.value.suggested_filename.endswith(".zip")

"""Every page about rules in a real browser, on a phone and on a desk, judged by axe."""

import pytest

from moothall.foundations.cases.tests.test_browser import enter, looked_at
from moothall.foundations.rules.tests.scheme import owner, settle
from tests.browser.support import PHONE, WIDE, assert_accessible, assert_no_sideways_scroll, save_screenshot

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [PHONE, WIDE])
def test_a_service_owner_walks_through_all_pages(place_url: str, browser_page, width: int):
    place = owner()
    settle()
    colleague = place.colleague("service_owner")
    page = browser_page(width)
    enter(page, place_url, place.browser())
    book = f"{place_url}/staff/rules/help/help/"

    def judged(name: str) -> None:
        assert_accessible(page)
        assert_no_sideways_scroll(page)
        save_screenshot(page, name)

    looked_at(page, f"{place_url}/staff/rules/", "rules")
    looked_at(page, book, "rules-book")
    page.goto(f"{book}try")
    page.get_by_label("Who lives with you?").select_option("single")
    page.get_by_role("button", name="See what comes out").click()
    page.get_by_text("What to ask next").wait_for()
    judged("rules-try-open")
    page.get_by_label("How much comes in each week?").fill("90")
    page.get_by_label("Do you look after somebody?").select_option("no")
    page.get_by_role("button", name="See what comes out").click()
    page.get_by_text("You live alone and less than £100 counts.").first.wait_for()
    judged("rules-try")
    looked_at(page, f"{book}compare", "rules-compare")
    page.goto(f"{book}what-if")
    page.get_by_role("button", name="Work it out").click()
    page.get_by_text("Of 600 households").first.wait_for()
    judged("rules-what-if")
    page.goto(f"{book}what-if?table=Reduction")
    page.get_by_label("Rule 1, Counted").fill("< 130")
    page.get_by_role("button", name="Work it out").click()
    page.get_by_role("button", name="Make this change").wait_for()
    judged("rules-what-if-typed")
    page.get_by_role("button", name="Make this change").click()
    page.get_by_text("Everything that is checked is in order.").wait_for()
    judged("rules-preview")
    page.get_by_role("button", name="Keep editing").click()
    typed = page.get_by_label("Or write it here")
    typed.fill(typed.input_value().replace("couple,", "cuople,"))
    page.get_by_role("button", name="Check it").click()
    page.get_by_text("thing to put right").or_(page.get_by_text("things to put right")).first.wait_for()
    judged("rules-mistake")
    typed = page.get_by_label("Or write it here")
    typed.fill(typed.input_value().replace("cuople", "couple"))
    page.get_by_role("button", name="Check it").click()
    page.get_by_label("Why does this change?").fill("Agreed in February")
    page.get_by_role("button", name="Ask a colleague to publish").click()
    page.get_by_text("Nothing is published yet.").wait_for()
    judged("rules-proposed")
    enter(page, place_url, colleague)
    page.reload()
    page.get_by_role("button", name="Approve").click()
    page.get_by_role("button", name="Publish").click()
    page.get_by_text("Published.").wait_for()
    judged("rules-published")

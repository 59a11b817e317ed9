"""The pages of comments in a real browser, on a phone and on a desk, judged by axe."""

import pytest
from django.core.cache import cache

from moothall.foundations.cases.tests.browsing import guest_browser, staff_browser
from moothall.foundations.comments.operations import deciding, reporting, writing
from moothall.foundations.comments.tests import support
from moothall.kernel import act as acts
from moothall.kernel.context import acting
from moothall.kernel.models import Matter
from moothall.kernel.tests.support import Small
from tests.browser.support import PHONE, WIDE, assert_accessible, assert_no_sideways_scroll, save_screenshot

pytestmark = pytest.mark.browser


def look(page, name: str) -> None:
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    save_screenshot(page, name)


def conversation(place: Small) -> tuple[Matter, list]:
    """A public matter with comments, an answer, a statement, reports, something hidden."""
    matter = support.public_matter(place)
    said = [
        writing.write(place.as_resident(), matter=matter, body=body, shown_as="Lamp reader")
        for body in ("It has been out since May.\n\nSee https://lamps.example/quay-lane", "Bob did it")
    ]
    writing.write(place.as_officer(), matter=matter, body="A crew comes on Tuesday.", parent=said[0])
    statement = writing.write(place.as_officer(), matter=matter, body="We know of the lamps in Quay Lane.")
    deciding.pin(place.as_officer(), comment=statement, is_pinned=True)
    reporting.flag(place.as_neighbour(), matter=matter, comment=said[0], reason="danger", words="It is dark")
    reporting.flag(acts.public(), matter=matter, reason="spam", words="It is a shop")
    made = deciding.decide(
        place.as_officer(), comments=[said[1]], outcome="hide", rule="personal", words="It names somebody"
    )
    appeal = reporting.appeal(place.as_resident(), decision=made[0], words="He is my brother")
    with acting(acts.system()):
        return Matter.objects.get(pk=matter), [*said, made[0], appeal]


@pytest.mark.parametrize("width", [PHONE, WIDE])
def test_talking_and_moderating(place_url: str, browser_page, width: int):
    cache.clear()
    with support.kinds():
        place = support.place_with_accounts()
        matter, (comment, hidden, decision, appeal) = conversation(place)
        page = browser_page(width)
        page.goto(f"{place_url}/m/{matter.reference}/")
        assert page.get_by_text("A comment was hidden by moderators").count() == 1
        look(page, "comments-visitor")
        for browser, paths in (
            (
                guest_browser(place.resident),
                {
                    "comments-thread": f"/m/{matter.reference}/",
                    "comments-write": f"/comments/on/{matter.pk}?parent={comment}",
                    "comments-one": f"/comments/{comment}/",
                    "comments-edit": f"/comments/{comment}/edit",
                    "comments-mine": "/my/comments/",
                    "comments-decision": f"/my/comments/decisions/{decision}/",
                    "comments-report": f"/comments/report/{matter.pk}?comment={comment}",
                    "comments-about": f"/comments/about/{place.council}/",
                },
            ),
            (
                staff_browser(place.officer, place.council),
                {
                    "comments-queue": "/staff/comments/",
                    "comments-review": f"/staff/comments/{hidden}/",
                    "comments-matter": f"/staff/comments/matters/{matter.pk}",
                    "comments-appeals": "/staff/comments/appeals/",
                    "comments-answer": f"/staff/comments/appeals/{appeal}",
                },
            ),
        ):
            session = browser.cookies["sessionid"].value
            page.context.add_cookies([{"name": "sessionid", "value": session, "url": place_url}])
            for name, path in paths.items():
                page.goto(f"{place_url}{path}")
                look(page, name)
        page.goto(f"{place_url}/staff/comments/")
        page.get_by_label("Warn the author").check()
        page.get_by_role("button", name="Decide").click()
        assert page.get_by_text("There is a problem").count() == 1
        look(page, "comments-queue-refused")

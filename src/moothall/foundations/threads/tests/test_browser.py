"""The page of something public in a real browser, on a phone and on a desk, judged by axe."""

import pytest

from moothall.foundations.documents import operations as documents
from moothall.foundations.documents.intake import accept
from moothall.foundations.documents.tests.files import picture
from moothall.kernel import act as acts
from moothall.kernel.act import Act
from moothall.kernel.context import acting
from moothall.kernel.models import Matter
from moothall.kernel.operations import matters
from moothall.kernel.tests.support import Small, small_place
from moothall.kernel.threads import PLACES, Place
from tests.browser.support import PHONE, WIDE, assert_accessible, assert_no_sideways_scroll, save_screenshot

pytestmark = pytest.mark.browser


def report(place: Small, act: Act) -> Matter:
    """Something with a photo, brought in one act."""
    with acting(act):
        id = matters.bring_matter(
            act, kind="report", organisation=place.council, is_public=True,
            title="The lamp at the corner of Quay Lane and the Butter Market is out, and the steps are dark",
        )  # fmt: skip
        documents.publish_document(act, matter=id, file=accept("lamp.jpg", picture()))
        return Matter.objects.get(pk=id)


@pytest.mark.parametrize("width", [PHONE, WIDE])
def test_what_is_public_and_what_was_hidden(place_url: str, browser_page, width: int):
    place = small_place()
    page = browser_page(width)
    lamp, gone = report(place, place.as_resident()), report(place, acts.public())
    documents.publish_document(
        place.as_officer(), matter=lamp.pk, file=accept("When we come.txt", b"We come on Tuesday.\n")
    )
    matters.hide_matter(place.as_officer(), matter=gone.pk, reason="personal")
    with PLACES.fresh():
        PLACES.offer("report", lambda act, matter: Place("Looked at", "A crew comes on Tuesday"))
        for row, name in ((lamp, "thread"), (gone, "thread-hidden")):
            page.goto(f"{place_url}/m/{row.reference}/")
            assert_accessible(page)
            assert_no_sideways_scroll(page)
            save_screenshot(page, name)
    page.goto(f"{place_url}/m/{lamp.reference}/")
    page.get_by_role("link", name="Picture 1").wait_for()

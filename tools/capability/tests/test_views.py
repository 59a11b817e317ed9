"""The pages of swaps, in a browser without JavaScript."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from moothall.civic.swaps import operations, queries
from moothall.civic.swaps.tests.bringing import brought
from moothall.foundations.cases.tests.browsing import guest_browser, staff_browser
from moothall.foundations.comments.queries import reading
from moothall.foundations.documents.tests.files import picture
from moothall.foundations.subscriptions import operations as subscriptions
from moothall.foundations.subscriptions import queries as told
from moothall.kernel import act as acts
from moothall.kernel.operations import people
from moothall.kernel.queries import matters
from moothall.kernel.tests.support import Small, small_place
from tests.journeys.working import work

pytestmark = pytest.mark.django_db(databases=["default", "signin"])


@pytest.fixture
def place() -> Small:
    return small_place()


def test_from_a_form_to_a_page_and_its_thread(place: Small) -> None:
    visitor, officer = Client(), staff_browser(place.officer, place.council)
    lamp = SimpleUploadedFile("lamp.jpg", picture(), content_type="image/jpeg")
    typed = {"title": "A lamp", "text": "It works.", "organisation": str(place.council), "pictures": [lamp]}
    assert visitor.post("/swaps/new", typed).status_code == 302
    (waiting,) = queries.queue(place.as_officer()).items
    assert "A lamp" in officer.get("/staff/swaps/").content.decode()
    page = officer.get(f"/staff/swaps/{waiting.id}/").content.decode()
    assert "It works." in page and 'value="shown"' in page
    assert "<img" in officer.get(f"/m/{waiting.reference}/").content.decode()
    assert visitor.get(f"/swaps/{waiting.id}/").status_code == 404
    assert officer.post(f"/staff/swaps/{waiting.id}/", {"stage": "shown"}).status_code == 302
    assert "A lamp" in visitor.get("/swaps/").content.decode()
    assert waiting.reference in visitor.get(f"/swaps/{waiting.id}/").content.decode()
    work()
    assert f"/swaps/{waiting.id}/" in visitor.get("/search/", {"q": "lamps"}).content.decode()
    thread = visitor.get(f"/m/{waiting.reference}/").content.decode()
    assert "Shown" in thread and "shown until its days are over" in thread and "<img" in thread


def test_people_comment_on_it_and_report_what_is_wrong(place: Small) -> None:
    swap = brought(place, acts.public())
    operations.move(place.as_officer(), swap=swap, stage="shown")
    people.confirm_account(acts.system(), person=place.resident)
    written = {"shown_as": "A neighbour", "body": "Is it still there?"}
    assert guest_browser(place.resident).post(f"/comments/on/{swap}", written).status_code == 302
    (comment,) = reading.comments(acts.public(), matter=swap).items
    reference = queries.swap(acts.public(), id=swap).reference
    assert "Is it still there?" in Client().get(f"/m/{reference}/").content.decode()
    assert Client().post(f"/comments/report/{swap}?comment={comment.id}", {"reason": "spam"}).status_code == 302
    officer = staff_browser(place.officer, place.council)
    assert "Is it still there?" in officer.get("/staff/comments/").content.decode()


def test_whoever_follows_it_is_told_what_becomes_of_it(place: Small) -> None:
    swap = brought(place, acts.public())
    operations.move(place.as_officer(), swap=swap, stage="shown")
    reference = queries.swap(acts.public(), id=swap).reference
    neighbour = Client()
    typed = {"what": "this", "email": "neighbour@wexcombe.example", "pace": "now"}
    assert neighbour.post(f"/follow/{reference}/", typed).status_code == 302
    matter = matters.matter_by_reference(acts.public(), reference=reference)
    subscriptions.follow(place.as_resident(), matter=matter.id)
    subscriptions.follow(place.as_neighbour(), matter=matter.id, whole_kind=True)
    operations.move(place.as_officer(), swap=swap, stage="ended")
    operations.move(place.as_officer(), swap=brought(place, acts.public()), stage="shown")
    work()
    assert [one.what for one in told.notices(place.as_resident()).items] == ["Ended"]
    assert [one.what for one in told.notices(place.as_neighbour()).items] == ["Published"]


def test_what_is_missing_is_said_and_what_was_typed_stays(place: Small) -> None:
    answer = Client().post("/swaps/new", {"title": "A lamp", "text": ""})
    page = answer.content.decode()
    assert answer.status_code == 422 and "There is a problem" in page and 'value="A lamp"' in page


def test_the_queue_is_for_staff_and_what_cannot_come_next_is_refused(place: Small) -> None:
    swap = brought(place, acts.public())
    assert Client().get("/staff/swaps/").status_code == 302
    officer = staff_browser(place.officer, place.council)
    assert officer.post(f"/staff/swaps/{swap}/", {"stage": "ended"}).status_code == 422
    assert officer.get("/staff/swaps/?stage=nonsense").status_code == 200
    operations.move(place.as_officer(), swap=swap, stage="shown")
    assert "A garden bench" in officer.get("/staff/swaps/?stage=shown").content.decode()

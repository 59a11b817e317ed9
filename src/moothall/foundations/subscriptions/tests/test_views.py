"""The pages of following something, the bell, and the feeds."""

import json
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from moothall.foundations.subscriptions import operations, queries
from moothall.foundations.subscriptions.tests.support import lamp, shown_again, signed_in
from moothall.kernel.operations import matters
from moothall.kernel.tests.support import Small, small_place
from tests.journeys.working import work

pytestmark = pytest.mark.django_db(databases=["default", "signin"])

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def place() -> Small:
    return small_place()


def test_somebody_follows_changes_and_leaves_off(place: Small) -> None:
    browser, report = signed_in(place.resident), lamp(place)
    thread = f"/m/{report.reference}/"
    assert reverse("subscriptions:follow", args=[report.reference]) in browser.get(thread).content.decode()
    typed = {"what": "this", "way": "message", "pace": "daily"}
    answer = browser.post(reverse("subscriptions:follow", args=[report.reference]), typed, follow=True)
    assert "You follow this now" in answer.content.decode()
    page = browser.get("/my/following/").content.decode()
    assert "A lamp is out" in page and "once a day" in page
    [one] = queries.following(place.as_resident()).items
    change = reverse("subscriptions:change", args=[one.id])
    assert browser.post(change, {"way": "page", "pace": "now"}).status_code == 302
    assert browser.post(change, {"way": "shout", "pace": "now"}).status_code == 422
    browser.post(change, {"end": "yes"})
    assert "You follow nothing yet" in browser.get("/my/following/").content.decode()


def test_the_bell_counts_what_is_new(place: Small) -> None:
    browser, report = signed_in(place.resident), lamp(place)
    operations.follow(place.as_resident(), matter=report.pk)
    shown_again(place, report.pk)
    work()
    assert 'class="moot-count">2<' in browser.get(f"/m/{report.reference}/").content.decode()
    page = browser.get("/my/notices/").content.decode()
    assert page.count("New</strong>") == 2 or page.count(">New<") == 2
    browser.post("/my/notices/")
    assert "moot-count" not in browser.get("/my/notices/").content.decode()
    assert "moot-count" not in Client().get(f"/m/{report.reference}/").content.decode()


def test_one_notice_is_read_by_itself_and_only_by_whoever_it_is_for(place: Small) -> None:
    browser, report = signed_in(place.resident), lamp(place)
    operations.follow(place.as_resident(), matter=report.pk)
    shown_again(place, report.pk)
    work()
    first = reverse("subscriptions:read", args=[queries.notices(place.as_resident()).items[0].id])
    assert first in browser.get("/my/notices/").content.decode()
    signed_in(place.neighbour).post(first)
    assert queries.unread(place.as_resident()) == 2
    assert browser.get(first).status_code == 405, "a link that is only followed changes nothing"
    assert browser.post(first).status_code == browser.post(first).status_code == 302
    assert queries.unread(place.as_resident()) == 1
    assert first not in browser.get("/my/notices/").content.decode()


def test_the_bell_asks_the_database_once(place: Small) -> None:
    report = lamp(place)
    operations.follow(place.as_resident(), matter=report.pk)
    shown_again(place, report.pk)
    work()
    browser = signed_in(place.resident)
    browser.get("/my/following/")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        browser.get("/my/following/")
    assert sum("subscriptions_notice" in one["sql"] for one in asked.captured_queries) == 1


def test_a_page_of_notices_takes_as_many_questions_however_many_there_are(place: Small) -> None:
    counts = []
    browser = signed_in(place.resident)
    for number in (1, 12):
        for _turn in range(number):
            report = lamp(place)
            operations.follow(place.as_resident(), matter=report.pk)
            shown_again(place, report.pk)
        work()
        browser.get("/my/notices/")
        with CaptureQueriesContext(connection) as asked:
            browser.get("/my/notices/")
        counts.append(len(asked.captured_queries))
    assert counts[1] <= counts[0] <= 14


def test_notices_are_for_whoever_is_signed_in(place: Small) -> None:
    for path in ("/my/notices/", "/my/following/"):
        assert Client().get(path).status_code == 302


def test_a_feed_says_what_everybody_may_know(place: Small) -> None:
    report = lamp(place)
    shown_again(place, report.pk)
    answer = Client().get(reverse("subscriptions:matter_feed", args=[report.reference, "atom"]))
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    entries = ElementTree.fromstring(answer.content).findall(f"{ATOM}entry")
    assert len(entries) == 4
    again = Client().get(answer.wsgi_request.path, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    feed = json.loads(
        Client().get(reverse("subscriptions:matter_feed", args=[report.reference, "json"])).content
    )
    assert feed["version"].endswith("1.1") and len(feed["items"]) == 4


def titles(path: str) -> list[str]:
    """What a JSON feed lists."""
    return [one["title"] for one in json.loads(Client().get(path).content)["items"]]


def test_the_feed_of_a_kind_has_what_is_public_alone(place: Small) -> None:
    lamp(place, title="One")
    waiting = lamp(place, title="Shown later", is_published=False)
    hidden = lamp(place, title="Two")
    matters.hide_matter(place.as_officer(), matter=hidden.pk, reason="personal")
    path = reverse("subscriptions:kind_feed", args=["council", "report", "json"])
    assert titles(path) == ["One"]
    lamp(place, title="Three")
    matters.publish_matter(place.as_officer(), matter=waiting.pk)
    assert titles(path) == ["Shown later", "Three", "One"], "the newest is what was shown last"
    assert Client().get(path.replace("json", "rss")).status_code == 404
    assert Client().get(path.replace("council", "nobody")).status_code == 404

"""Following something with an email address alone: nobody is written to who did not ask."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from moothall.foundations.subscriptions import operations, queries
from moothall.foundations.subscriptions.models import Subscription
from moothall.foundations.subscriptions.tests.support import lamp, mail, shown_again
from moothall.kernel import act as acts
from moothall.kernel import clock
from moothall.kernel.context import acting
from moothall.kernel.models import Matter, Person
from moothall.kernel.operations import matters
from moothall.kernel.tests.support import Small, small_place
from tests.journeys.working import work

pytestmark = pytest.mark.django_db(databases=["default", "signin"])

ADDRESS = "ffion@wexcombe.example"
LINK = re.compile(r"https?://[^/\s]+(/following/\S+)")


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    """No requests from before."""
    cache.clear()


@pytest.fixture
def place() -> Small:
    return small_place()


def asks(report: Matter, address: str = ADDRESS, browser: Client | None = None) -> int:
    """Somebody without an account asks to follow a report; the status of the answer."""
    url = reverse("subscriptions:follow", args=[report.reference])
    typed = {"what": "this", "email": address, "pace": "now"}
    return (browser or Client()).post(url, typed).status_code


def link_in(text: str) -> str:
    """The path that a message leads to."""
    found = LINK.search(text)
    assert found
    return found[1]


def confirmed(report: Matter) -> None:
    """Whoever has the address follows the link and presses the button."""
    asks(report)
    work()
    browser, path = Client(), link_in(mail()[-1]["body"])
    assert browser.get(path).status_code == 200
    assert browser.post(path).status_code == 200


def live() -> list[Subscription]:
    """What is followed now, as Moothall itself sees it."""
    with acting(acts.system()):
        return list(Subscription.objects.filter(ended_at=None).exclude(confirmed_at=None))


def people_known() -> set[UUID]:
    """Of whom anything is kept that says who they are."""
    with acting(acts.system()):
        rows = Person.objects.filter(erased_at=None).exclude(personal=None)
        return set(rows.values_list("pk", flat=True))


def test_an_address_is_asked_before_anything_is_sent_to_it(place: Small) -> None:
    report = lamp(place)
    assert asks(report) == 302
    work()
    [question] = mail()
    assert question["to"] == ADDRESS and "A lamp is out" in question["subject"]
    shown_again(place, report.pk)
    work()
    assert len(mail()) == 1
    assert Client().get(link_in(question["body"])).status_code == 200
    assert live() == [], "following the link changes nothing: mail is scanned"


def test_confirmed_it_is_told_and_leaves_off_with_one_press(place: Small) -> None:
    report = lamp(place)
    confirmed(report)
    shown_again(place, report.pk)
    work()
    [row] = live()
    told = mail()[-1]
    assert told["to"] == ADDRESS and told["unsubscribe"]
    ending = link_in(told["body"])
    answer = Client(enforce_csrf_checks=True).post(ending, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200 and live() == []
    with acting(acts.system()):
        assert Person.objects.get(pk=row.person_id).erased_at is not None
    assert "not follow" in Client().post(ending).content.decode(), "pressed again, it says the same"


def test_one_address_follows_once_however_often_it_asks(place: Small) -> None:
    report = lamp(place)
    confirmed(report)
    known = people_known()
    confirmed(report)
    assert len(live()) == 1 and people_known() == known, "nor is the address kept twice"


def test_after_three_days_nobody_is_known_any_more(place: Small) -> None:
    report = lamp(place)
    asks(report)
    work()
    path = link_in(mail()[0]["body"])
    with clock.set_to(clock.now() + timedelta(days=4)):
        assert Client().post(path).status_code == 404
        assert operations.forget(acts.system()) == 1
    with acting(acts.system()):
        assert not Person.objects.exclude(erased_at=None).exclude(personal=None).exists()
    assert live() == []


def test_links_are_nobodys_to_make(place: Small) -> None:
    report = lamp(place)
    asks(report)
    work()
    path = link_in(mail()[0]["body"])
    token = path.rstrip("/").rsplit("/", 1)[1]
    for forged in (token[:-2], f"{token}x", token.split(".")[0], "x"):
        assert Client().post(f"/following/confirm/{forged}/").status_code == 404
    assert Client().post(f"/following/end/{token}/").status_code == 404, "one link is not the other"


def test_no_address_is_written_to_again_and_again(place: Small) -> None:
    statuses = [asks(lamp(place), browser=Client(REMOTE_ADDR=f"10.9.0.{n}")) for n in range(5)]
    assert statuses == [302, 302, 302, 429, 429]


def test_what_is_not_public_cannot_be_followed_by_an_address(place: Small) -> None:
    inside = matters.open_matter(place.as_officer(), kind="alarm", organisation=place.council, person=None)
    with acting(acts.system()):
        row = Matter.objects.get(pk=inside)
    assert asks(row) == 404
    report = lamp(place)
    matters.hide_matter(place.as_officer(), matter=report.pk, reason="personal")
    assert asks(report) == 404


def test_a_link_says_nothing_of_what_was_hidden_since(place: Small) -> None:
    report = lamp(place, title="Something about Efa")
    confirmed(report)
    matters.hide_matter(place.as_officer(), matter=report.pk, reason="personal")
    [row] = live()
    shown = queries.by_link(acts.system(), subscription=row.id)
    assert shown is not None and "Efa" not in shown.title


@pytest.mark.parametrize(
    "typed", ["", "nobody", "a@b", "x" * 300 + "@wexcombe.example", "a@b.example\nBcc: c@d.example"]
)
def test_what_is_no_address_is_said_beside_it(place: Small, typed: str) -> None:
    assert asks(lamp(place), address=typed) == 422

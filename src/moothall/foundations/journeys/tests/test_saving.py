"""Links that lead back are for whoever saves, and no way to fill others' letterboxes."""

from uuid import UUID

import pytest
from django.core.cache import cache
from django.test import Client

from moothall.foundations.journeys.tests.test_pages import START, send
from moothall.kernel import act as acts
from moothall.kernel import context
from moothall.kernel.clock import token
from moothall.kernel.models import StoredEvent

pytestmark = pytest.mark.django_db(databases=["default", "signin"])

SOMEWHERE = "203.0.113.7"


@pytest.fixture(autouse=True)
def counted_from_nothing() -> None:
    cache.clear()


def saving(browser: Client) -> str:
    """The page that sends the link of a journey that has just begun."""
    answer = browser.post(START + "new", {"answer": "no", "key": token()})
    first = str(answer.headers["Location"])
    return first.rpartition("/")[0] + "/save"


def links() -> int:
    with context.acting(acts.system()):
        return StoredEvent.objects.filter(name="journeys.JourneySaved").count()


def test_a_journey_has_a_few_links_an_hour_sent_and_then_says_so(library: UUID) -> None:
    browser = Client()
    save = saving(browser)
    for number in range(5):
        send(browser, save, email=f"stranger{number}@home.example")
    refused = browser.post(save, {"email": "stranger6@home.example"})
    shown = refused.content.decode()
    assert refused.status_code == 429 and links() == 5
    assert "several links within an hour" in shown and "stranger6@home.example" in shown


def test_an_address_gets_a_few_links_an_hour_however_many_journeys_are_begun(library: UUID) -> None:
    answers = []
    for _ in range(7):
        browser = Client()
        answers.append(browser.post(saving(browser), {"email": "Janet@home.example"}).status_code)
    assert answers == [302] * 5 + [429] * 2


def test_a_visitor_has_twenty_links_an_hour_sent_and_others_are_not_counted_with_them(library: UUID) -> None:
    def status(number: int, address: str) -> int:
        browser = Client(REMOTE_ADDR=address)
        return browser.post(saving(browser), {"email": f"p{number}@home.example"}).status_code

    assert [status(number, SOMEWHERE) for number in range(22)] == [302] * 20 + [429] * 2
    assert status(23, "203.0.113.8") == 302
    assert [status(number, "127.0.0.1") for number in range(30, 52)] == [302] * 22, "a proxy of ours, or us"

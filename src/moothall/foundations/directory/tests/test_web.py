"""Importing from an address: our own server is a feed like any other."""

import pytest

from moothall.foundations.directory import commands
from moothall.foundations.directory.feeds import web
from moothall.foundations.directory.feeds.refusals import NotAFeed
from moothall.foundations.directory.tests.stories import service, take_in
from tests.support.database import PlaceDatabase


def test_a_feed_is_followed_page_by_page_in_full(
    place_url: str,
    committed: PlaceDatabase,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(web, "PER_PAGE", 2)
    take_in([service(number, cost_options=[{"amount": 5}]) for number in range(5)])

    found = list(web.services_at(f"{place_url}/oruk/"))

    assert [each["name"] for each in found] == [f"Service {number}" for number in range(5)]
    assert all(each["cost_options"][0]["amount"] == 5 for each in found)
    assert commands.import_open_referral([f"{place_url}/oruk/services"]) == 0
    assert ", 0 skipped" in capsys.readouterr().out


def test_an_address_that_is_no_feed_is_refused_in_words(place_url: str) -> None:
    with pytest.raises(NotAFeed, match="404"):
        list(web.services_at(f"{place_url}/nowhere"))
    assert commands.import_open_referral(["http://127.0.0.1:9/oruk"]) == 2

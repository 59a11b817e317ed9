"""Pages of the directory, read as people get them."""

import re
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from moothall.foundations.addresses import commands as addresses
from moothall.foundations.directory import demo
from moothall.foundations.directory.models import Service
from moothall.foundations.directory.tests.stories import read, service, take_in
from moothall.kernel import act as acts
from moothall.kernel import context
from moothall.site import environment
from tests.browser.support import (
    PageMaker,
    assert_accessible,
    assert_no_sideways_scroll,
    save_screenshot,
)

DEMO = environment.ROOT / "packs" / "demo" / "place"
database = pytest.mark.django_db(databases=["default", "signin"])


def quiet(_: str) -> None:
    """Progress that nobody reads."""


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    caches["memory"].clear()


@pytest.fixture
def demo_place() -> None:
    addresses.take_in_postcodes(DEMO / "postcodes.csv", quiet)
    demo.load(DEMO, quiet)


@database
def test_a_service_says_what_who_cost_when_where_and_how_fresh(
    demo_place: None, client: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(20):
        page = client.get("/services/recycling-centre").content.decode()

    for words in ("Marsh End recycling centre", "Who it is for", "What it costs", "Every day", "WX5 1RG",
                  "Blue badge parking", "01632 960100", "Checked", "Plan how to get there"):  # fmt: skip
        assert words in page, words
    assert "moot-exit" not in page


@database
def test_a_dangerous_subject_has_a_quick_exit(client: Client) -> None:
    take_in([service(1, name="Safe Shore", needs=["domestic-abuse"])])
    assert "moot-exit" in client.get("/services/safe-shore").content.decode()


@database
def test_an_unknown_service_or_organisation_is_said_to_be_missing(client: Client) -> None:
    assert client.get("/services/none").status_code == 404
    assert client.get("/organisations/none").status_code == 404


@database
def test_what_publishers_write_is_shown_as_text(client: Client) -> None:
    take_in([service(1, name="Club & <co>", description='1 < 2 "quoted"', alert="<3")])
    with context.acting(acts.public()):
        slug = Service.objects.get().slug
    page = client.get(f"/services/{slug}").content.decode()
    assert "<co>" not in page and "1 &lt; 2" in page and "&lt;3" in page


@database
def test_browsing_shows_a_page_at_a_time(
    demo_place: None, client: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(20):
        first = client.get("/services/").content.decode()
    second = client.post("/services/", {"page": "2"}).content.decode()

    assert "75 services" in first and first.count("moot-card__title") == 20
    assert second.count("moot-card__title") == 20
    assert "A friendly visit or phone call" in first and "A friendly visit or phone call" not in second


@database
@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ({"cost": "0"}, "After-school club and holiday fun"),
        ({"ways": ["in-person"]}, "A friendly visit or phone call"),
        ({"features": ["changing-places"]}, "A friendly visit or phone call"),
    ],
)
def test_filters_leave_out_what_does_not_fit(
    demo_place: None, client: Client, typed: dict[str, Any], shown: str
) -> None:
    everything = client.get("/services/").content.decode()
    narrowed = client.post("/services/", typed).content.decode()
    assert shown in everything and shown not in narrowed and "moot-card__title" in narrowed


@database
def test_near_a_postcode_the_nearest_comes_first_and_nothing_typed_stands_in_an_address(
    demo_place: None, client: Client
) -> None:
    answer = client.post("/services/", {"postcode": "wx5 1rg", "miles": "1"})
    page = answer.content.decode()
    titles = re.findall(r'moot-card__title"><a[^>]*>([^<]+)<', page)
    assert "away" in page and titles[0] == "Marsh End recycling centre"
    assert 'href="?' not in page
    wrong = client.post("/services/", {"postcode": "ZZ9 9ZZ"}).content.decode()
    assert "We do not know this postcode" in wrong


@database
def test_an_organisation_shows_its_services_and_how_to_reach_it(
    demo_place: None, client: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(20):
        page = client.get("/organisations/wexcombe-council").content.decode()
    assert "Get large items collected" in page and "01632 960100" in page


@database
def test_the_demo_place_comes_again_without_change(demo_place: None) -> None:
    report = demo.load(DEMO, quiet)
    assert report.counts == {"unchanged": 75} and report.exit_code == 0
    assert read("Get large items collected").pack == "bulky-waste"


@database
def test_an_organisations_entries_are_not_shown_to_strangers(client: Client) -> None:
    assert client.get("/staff/directory/").status_code == 302


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_fit_and_are_accessible(
    place_url: str,
    browser_page: PageMaker,
    width: int,
) -> None:
    addresses.take_in_postcodes(DEMO / "postcodes.csv", quiet)
    demo.load(DEMO, quiet)
    page = browser_page(width)
    for path in ("/services/", "/services/large-items-collected", "/organisations/wexcombe-council"):
        page.goto(place_url + path)
        assert_accessible(page)
        assert_no_sideways_scroll(page)
        save_screenshot(page, f"directory{path}")

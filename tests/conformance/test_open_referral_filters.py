"""Open Referral UK 3.0: every filter, paging, CORS, caching and refusals."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from moothall.foundations.addresses import commands as addresses
from moothall.foundations.directory import demo
from moothall.foundations.directory.tests.stories import TRUST, service, take_in
from moothall.site import environment

pytestmark = pytest.mark.django_db(databases=["default", "signin"])

DEMO = environment.ROOT / "packs" / "demo" / "place"
TERM = "11111111-1111-4111-8111-111111111111"
TAXONOMY = "22222222-2222-4222-8222-222222222222"


def asked(client: Client, path: str, **query: Any) -> list[str]:
    """The names of what an endpoint answers with."""
    page = client.get(f"/oruk/{path}", query).json()
    return [each.get("name") or each["service"]["name"] for each in page["contents"]]


def at(latitude: float, longitude: float) -> list[dict[str, Any]]:
    """At one place with coordinates."""
    return [{"location": {"name": "Hall", "latitude": latitude, "longitude": longitude}}]


@pytest.fixture
def three() -> None:
    """Three services that differ in everything that can be asked for."""
    attribute = {"taxonomy_term": {"id": TERM, "name": "Dancing", "taxonomy_id": TAXONOMY, "taxonomy": "Fun"}}
    saturday = {"freq": "WEEKLY", "byday": "SA", "opens_at": "10:00", "closes_at": "12:00"}
    monday = {"freq": "WEEKLY", "byday": "MO", "opens_at": "08:00", "closes_at": "20:00"}
    take_in(
        [
            service(
                1, name="Tea dance", attributes=[attribute], schedules=[saturday], minimum_age=60,
                last_modified="2026-01-01T00:00:00Z", service_at_locations=at(51.2104, -3.6866),
            ),
            service(
                2, name="Youth club", schedules=[monday], minimum_age=11, maximum_age=18,
                last_modified="2026-06-01T00:00:00Z", service_at_locations=at(51.25, -3.75),
            ),
            service(
                3, name="Debt advice", description="Bailiffs, arrears and bills.", status="inactive",
                last_modified="2026-06-02T00:00:00Z",
                organization={"id": str(uuid4()), "name": "Steady Keel"},
                service_areas=[{"extent": "E09000018", "name": "Elsewhere"}],
            ),
        ]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["Debt advice", "Tea dance", "Youth club"]),
        ({"search": "bailiff"}, ["Debt advice"]),
        ({"search": "danc"}, ["Tea dance"]),
        ({"search": "100%_'; DROP"}, []),
        ({"taxonomy_term_id": TERM}, ["Tea dance"]),
        ({"taxonomy_id": TAXONOMY}, ["Tea dance"]),
        ({"organization_id": TRUST}, ["Tea dance", "Youth club"]),
        ({"modified_after": "2026-06-02T00:00:00Z"}, ["Debt advice"]),
        ({"modified_after": "2026-06-01"}, ["Debt advice", "Youth club"]),
        ({"minimum_age": "50"}, ["Tea dance"]),
        ({"maximum_age": "18"}, ["Youth club"]),
        ({"day": "saturday"}, ["Tea dance"]),
        ({"start_time": "09:00", "end_time": "13:00"}, ["Tea dance"]),
        ({"start_time": "07:00:00"}, ["Tea dance", "Youth club"]),
        ({"day": "MO", "start_time": "09:00"}, []),
    ],
)
def test_each_filter_finds_what_it_should(
    three: None, client: Client, query: dict[str, str], expected: list[str]
) -> None:
    assert asked(client, "services", **query) == expected


def test_a_postcode_finds_what_is_near_or_for_people_there(three: None, client: Client) -> None:
    addresses.take_in_postcodes(DEMO / "postcodes.csv", print)

    assert asked(client, "service_at_locations", postcode="wx11al", proximity="1000") == ["Tea dance"]
    assert asked(client, "services", postcode="WX1 1AL", proximity="30000") == ["Tea dance", "Youth club"]
    assert asked(client, "services", postcode="WX1 1AL") == ["Tea dance", "Youth club"]
    assert asked(client, "services", postcode="ZZ9 9ZZ") == []


def test_filters_hold_for_services_at_locations(three: None, client: Client) -> None:
    assert asked(client, "service_at_locations", day="SA") == ["Tea dance"]
    assert set(asked(client, "service_at_locations")) == {"Tea dance", "Youth club"}
    full = client.get("/oruk/service_at_locations", {"full": "true", "day": "SA"}).json()["contents"][0]
    assert full["service"]["schedules"] and full["location"]["name"] == "Hall"


def test_pages_follow_each_other_without_gaps(client: Client) -> None:
    take_in([service(number, name=f"Club {number:02}") for number in range(23)])

    pages = [client.get("/oruk/services", {"per_page": 10, "page": number}).json() for number in (1, 2, 3, 4)]

    names = [each["name"] for page in pages for each in page["contents"]]
    assert names == [f"Club {number:02}" for number in range(23)]
    assert [page["size"] for page in pages] == [10, 10, 3, 0]
    assert [page["last_page"] for page in pages] == [False, False, True, True]
    assert pages[0]["first_page"] and not pages[1]["first_page"]
    assert pages[3]["empty"] and pages[3]["total_items"] == 23


def test_minimal_is_everything_at_once_with_its_moment_of_change(three: None, client: Client) -> None:
    page = client.get("/oruk/services", {"minimal": "true"}).json()

    assert page["size"] == 3 and page["last_page"]
    assert all(set(each) == {"id", "modified_date"} for each in page["contents"])


def test_terms_can_be_asked_for_by_taxonomy_and_parent(three: None, client: Client) -> None:
    assert asked(client, "taxonomies") == ["Fun"]
    assert asked(client, "taxonomy_terms", taxonomy_id=TAXONOMY) == ["Dancing"]
    assert asked(client, "taxonomy_terms", search="danc", top_only="true") == ["Dancing"]
    assert asked(client, "taxonomy_terms", parent_id=str(uuid4())) == []


def test_organisations_can_be_searched(three: None, client: Client) -> None:
    assert asked(client, "organizations") == ["Shore Trust", "Steady Keel"]
    assert asked(client, "organizations", search="keel") == ["Steady Keel"]


@pytest.mark.parametrize(
    "query",
    [
        {"page": "0"}, {"page": "x"}, {"per_page": "-1"}, {"page": "9999999", "per_page": "500"},
        {"taxonomy_id": "x"}, {"minimum_age": "old"}, {"modified_after": "yesterday"}, {"start_time": "9am"},
        {"day": "someday"}, {"postcode": "nowhere"}, {"minimum_age": "nan"},
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_refused_in_words(client: Client, query: dict[str, str]) -> None:
    answer = client.get("/oruk/services", query)

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert json.loads(answer.content)["detail"].endswith(".")


def test_what_is_not_there_is_said_to_be_missing(client: Client) -> None:
    for path in ("services", "organizations", "service_at_locations", "taxonomies", "taxonomy_terms"):
        answer = client.get(f"/oruk/{path}/{uuid4()}")
        assert answer.status_code == 404
        assert answer["Access-Control-Allow-Origin"] == "*"


def test_any_website_may_ask_and_copies_are_told_apart(three: None, client: Client) -> None:
    answer = client.get("/oruk/services")

    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Set-Cookie" not in answer
    again = client.get("/oruk/services", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304 and not again.content
    take_in([service(9)])
    assert client.get("/oruk/services", headers={"If-None-Match": answer["ETag"]}).status_code == 200


def test_it_can_only_be_read(client: Client) -> None:
    assert client.options("/oruk/services").status_code == 204
    assert client.head("/oruk/").status_code == 200
    assert Client(enforce_csrf_checks=False).post("/oruk/services").status_code == 405


def test_a_list_and_one_service_take_few_questions(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    demo.load(DEMO, print)
    one = client.get("/oruk/services", {"per_page": 1}).json()["contents"][0]["id"]

    with django_assert_max_num_queries(8):
        assert len(client.get("/oruk/services", {"per_page": 50}).json()["contents"]) == 50
    with django_assert_max_num_queries(6):
        client.get(f"/oruk/services/{one}")
    with django_assert_max_num_queries(8):
        client.get("/oruk/organizations", {"full_service": "true"})

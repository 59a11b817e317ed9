"""The API: what is published and no more, asked with GET, changed with POST, described in a file."""

from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from moothall.kernel import act as acts
from moothall.kernel import naming, registry
from moothall.kernel.capability import capabilities
from moothall.kernel.doors import arguments, openapi
from moothall.kernel.operations import organisations, programs
from moothall.kernel.tests.support import Small, small_place

pytestmark = pytest.mark.django_db(databases=["default", "signin"])


@pytest.fixture
def place() -> Small:
    return small_place()


@pytest.fixture
def key(place: Small) -> str:
    made = programs.make_program(
        acts.system(), organisation=place.council, title="Test", scopes=["people.manage", "cases.read"]
    )
    return made.key


def get(path: str, key: str, asked: dict[str, Any] | None = None, **headers: str) -> Any:
    return Client().get(f"/api/v1/{path}", asked, headers={"Authorization": f"Bearer {key}"} | headers)


def post(path: str, key: str, content: dict[str, object]) -> Any:
    return Client().post(
        f"/api/v1/{path}", content, content_type="application/json",
        headers={"Authorization": f"Bearer {key}"},
    )  # fmt: skip


def code_of(answer: HttpResponse | Any) -> str:
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert problem["type"] == f"urn:moothall:problem:{problem['code']}"
    assert problem["status"] == answer.status_code and problem["detail"]
    return str(problem["code"])


def test_the_committed_description_is_what_the_api_does():
    """A change of the API is a decision: it shows in a file that somebody looks at."""
    for one in capabilities():
        kept, text = Path(one.path) / "api.json", openapi.text_of(naming.name_of(one.name))
        found = kept.read_text() if kept.exists() else ""
        assert found == text, f"The API of {one.name} has changed. If it should: ./moot api describe"


def test_what_is_not_published_is_not_there(key: str):
    published = registry.published("v1")
    assert 40 < len(published) < len(registry.ENTRIES)
    internal = [name for name in registry.ENTRIES if name not in published]
    assert "kernel.erase_person" in internal and "kernel.people" in internal
    for name in internal:
        path = name.replace(".", "/")
        assert (get(path, key).status_code, post(path, key, {}).status_code) == (404, 404), name
    assert get("queries/kernel.person", key).status_code == 404


def test_everything_published_can_be_asked_with_what_an_address_can_hold():
    for entry in registry.published("v1").values():
        schema = arguments.model_of(entry.name).model_json_schema()
        if not entry.changes:
            nested = [name for name, each in schema.get("properties", {}).items() if "$ref" in str(each)]
            assert nested == [], entry.name


def test_a_list_is_followed_by_its_links_to_the_end(place: Small, key: str):
    for number in range(5):
        organisations.add_organisation(acts.system(), slug=f"o{number}", name=f"Org {number}", kind="charity")
    found, address = [], "/api/v1/kernel/organisations?limit=2"
    while address:
        answer = Client().get(address, headers={"Authorization": f"Bearer {key}"})
        content = answer.json()
        found += [one["name"] for one in content["items"]]
        link = answer.headers.get("Link", "")
        assert bool(link) == bool(content["next"])
        address = link.partition(">")[0].removeprefix("<")
    assert found == ["Charity", "Council", *(f"Org {number}" for number in range(5))]


def test_what_somebody_has_already_is_not_sent_again(place: Small, key: str):
    first = get("kernel/organisations", key)
    again = get("kernel/organisations", key, **{"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert first.headers["Cache-Control"] == "no-cache"
    organisations.add_organisation(acts.system(), slug="new", name="New", kind="charity")
    assert get("kernel/organisations", key, **{"If-None-Match": first.headers["ETag"]}).status_code == 200
    head = Client().head("/api/v1/kernel/organisations", headers={"Authorization": f"Bearer {key}"})
    assert head.status_code == 200 and head.content == b"" and "ETag" in head.headers


@pytest.mark.parametrize(
    ("path", "asked", "status", "code"),
    [
        ("kernel/organisations", {"limit": "0"}, 400, "misunderstood"),
        ("kernel/organisations", {"limit": "501"}, 400, "misunderstood"),
        ("kernel/organisations", {"limit": "²"}, 400, "misunderstood"),
        ("kernel/organisations", {"what": "x"}, 400, "misunderstood"),
        ("kernel/organisations", {"cursor": "junk"}, 400, "bad-cursor"),
        ("kernel/organisation", {"id": "junk"}, 400, "misunderstood"),
        ("kernel/organisation", {"slug": "nobody"}, 404, "not-found"),
        ("kernel/organisation", {"slug": "a\0b"}, 400, "not-read"),
        ("payments/payments", {}, 403, "not-allowed"),
        ("addresses/nearest_postcode", {"longitude": "inf", "latitude": "1"}, 404, "not-found"),
        ("bookings/coming_slots", {"resource": "x", "since": "y"}, 400, "misunderstood"),
    ],
)
def test_what_is_wrong_is_told_by_a_code(key: str, path: str, asked: dict[str, str], status: int, code: str):
    answer = get(path, key, asked)
    assert (answer.status_code, code_of(answer)) == (status, code)


def test_each_address_takes_its_own_method_and_says_which(key: str):
    wrong = get("kernel/add_team", key)
    assert (wrong.status_code, code_of(wrong), wrong.headers["Allow"]) == (405, "not-so", "POST, OPTIONS")
    wrong = post("kernel/organisations", key, {})
    assert (wrong.status_code, wrong.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert Client().options("/api/v1/kernel/organisations").headers["Allow"] == "GET, HEAD, OPTIONS"
    plain = Client().post(
        "/api/v1/kernel/add_team", {"slug": "x"}, headers={"Authorization": f"Bearer {key}"}
    )
    assert (plain.status_code, code_of(plain)) == (415, "not-json")


def test_an_operation_without_an_outcome_answers_with_nothing(place: Small, key: str):
    membership = organisations.add_member(
        acts.system(), organisation=place.council, person=place.neighbour, roles=["case_worker"]
    )
    done = post("kernel/end_membership", key, {"membership": str(membership)})
    assert (done.status_code, done.content) == (204, b"")


def test_the_description_and_its_page_are_open_to_everybody():
    answer = Client().get("/api/v1/openapi.json")
    assert answer.json()["openapi"] == "3.1.0"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    page = Client().get("/api/").content.decode()
    for name in registry.published("v1"):
        assert f"/api/v1/{name.replace('.', '/')}<" in page, name

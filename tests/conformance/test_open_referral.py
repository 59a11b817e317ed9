"""Open Referral UK 3.0: every page of imported and demo data passes the validator's own schemas."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator, FormatChecker

from moothall.foundations.addresses import commands as addresses
from moothall.foundations.directory import commands, demo
from moothall.foundations.directory.feeds import imports, streaming
from moothall.foundations.directory.tests.shared import DIRECTORY, needs_shared
from moothall.site import environment

pytestmark = [pytest.mark.django_db(databases=["default", "signin"]), needs_shared]

SCHEMAS = DIRECTORY / "standards" / "oruk-validator-schemas" / "V3.0-UK"
DEMO = environment.ROOT / "packs" / "demo" / "place"
ENVELOPE = {
    "total_items", "total_pages", "page_number", "size", "first_page", "last_page", "empty", "contents",
}  # fmt: skip


def quiet(_: str) -> None:
    """Progress that nobody reads."""


@pytest.fixture
def full_place() -> None:
    """The demo place, a real feed and the service list together."""
    addresses.take_in_postcodes(DEMO / "postcodes.csv", quiet)
    demo.load(DEMO, quiet)
    feed = DIRECTORY / "hounslow" / "hounslow_oruk3_services.json"
    imports.import_services(streaming.services_in(feed), source="hounslow", progress=quiet)
    assert commands.import_service_list([str(DIRECTORY / "lgsl" / "lgsl_v4_services.csv")]) == 0


@cache
def validator(name: str) -> Draft202012Validator:
    schema = json.loads((SCHEMAS / f"{name}.json").read_text())
    return Draft202012Validator(schema, format_checker=FormatChecker())


def check(name: str, document: Any) -> None:
    errors = [f"{list(error.path)}: {error.message[:200]}" for error in validator(name).iter_errors(document)]
    assert not errors, f"{name}: {errors[:5]}"


def pages(client: Client, path: str, per_page: int = 100) -> Iterator[dict[str, Any]]:
    number = 1
    while True:
        page = client.get(f"/oruk/{path}", {"page": number, "per_page": per_page}).json()
        assert set(page) == ENVELOPE
        assert page["page_number"] == number and page["size"] == len(page["contents"])
        yield page
        if page["last_page"]:
            return
        number += 1


def everything(client: Client, path: str) -> Iterator[dict[str, Any]]:
    for page in pages(client, path):
        yield from page["contents"]


def test_every_page_and_every_service_passes(full_place: None, client: Client) -> None:
    check("api_details", client.get("/oruk/").json())
    ids = []
    for page in pages(client, "services"):
        check("service_list", page)
        ids += [each["id"] for each in page["contents"]]
    assert len(ids) == len(set(ids)) == page["total_items"] == 313 + 75
    for identity in ids:
        service = client.get(f"/oruk/services/{identity}").json()
        check("service", service)
        assert service["id"] == identity and service["organization_id"] == service["organization"]["id"]


def test_services_at_locations_pass(full_place: None, client: Client) -> None:
    count = 0
    for page in pages(client, "service_at_locations"):
        check("service_at_location_list", page)
        count += page["size"]
    assert count == page["total_items"] == 269 + 66
    for each in page["contents"]:
        check("service_at_location", client.get(f"/oruk/service_at_locations/{each['id']}").json())


def test_organisations_pass(full_place: None, client: Client) -> None:
    for each in everything(client, "organizations"):
        check("organization_list", each)
    for path in (f"organizations/{each['id']}", f"organizations/{each['id']}?full_service=true"):
        check("organization", client.get(f"/oruk/{path}").json())
    for query in ({"full": "true"}, {"full_service": "true"}):
        for each in client.get("/oruk/organizations", query).json()["contents"]:
            check("organization", each)


def test_taxonomies_and_their_terms_pass(full_place: None, client: Client) -> None:
    names = set()
    for page in pages(client, "taxonomies"):
        check("taxonomy_list", page)
        for each in page["contents"]:
            names.add(each["name"])
            check("taxonomy", client.get(f"/oruk/taxonomies/{each['id']}").json())
    assert names == {"Local Government Services List", "Moothall needs"}
    count = 0
    for page in pages(client, "taxonomy_terms", per_page=500):
        check("taxonomy_term_list", page)
        count += page["size"]
    assert count > 1519
    check("taxonomy_term", client.get(f"/oruk/taxonomy_terms/{page['contents'][0]['id']}").json())


def test_full_lists_and_lines_hold_whole_services(full_place: None, client: Client) -> None:
    for each in client.get("/oruk/services", {"full": "true", "per_page": 500}).json()["contents"]:
        check("service", each)
    lines = b"".join(client.get("/oruk/services", {"format": "ndjson"}).streaming_content).splitlines()
    assert len({json.loads(line)["id"] for line in lines}) == 313 + 75

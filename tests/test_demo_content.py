"""The demo place's files agree with each other, with the map and with Open Referral UK 3.0."""

import csv
import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import jsonschema
import pytest
import shapely
from django.utils.text import slugify
from ruamel.yaml import YAML
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry

from moothall.kernel.roles import usual

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / "packs" / "demo" / "place"
VOCABULARY = ROOT / "src" / "moothall" / "civic" / "matching" / "vocabulary"
SHARED = Path(os.environ.get("MOOTHALL_SHARED", ROOT.parent / "shared"))
SERVICE_SCHEMA = SHARED / "data/directory/standards/oruk-validator-schemas/V3.0-UK/service.json"

OURS = {"slug", "organization", "eligibility_description", "needs", "delivered", "ways_in", "pack", "spaces"}
DELIVERED = {"in-person", "online", "phone", "at-home"}
SPACES = {"has-space", "few-left", "waiting-list", "full"}
WAYS_IN = {"self", "someone-else", "professional"}
DRAMA_NUMBER = re.compile(r"(01632 960\d{3}|020 7946 0\d{3}|0808 157 0\d{3}|07700 900\d{3})")
POSTCODE = re.compile(r"WX[1-6] [1-4][ABD-HJLNP-UW-Z]{2}")
CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
WEEKLY_DAYS = re.compile(r"(MO|TU|WE|TH|FR|SA|SU)(,(MO|TU|WE|TH|FR|SA|SU))*")
MONTHLY_DAYS = re.compile(r"-?[1-5](MO|TU|WE|TH|FR|SA|SU)")
METRES_TO_DEGREES = 1 / 111_200
PAGES = ("about", "privacy", "accessibility", "order", "cookies")


@cache
def content(name: str) -> Any:
    """One YAML file of the place."""
    return YAML(typ="safe", pure=True).load((PLACE / f"{name}.yaml").read_text(encoding="utf-8"))


@cache
def rows(name: str) -> list[dict[str, str]]:
    """One CSV file of the place."""
    with (PLACE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def areas(kind: str) -> dict[str, dict[str, Any]]:
    """The areas of one kind by code: their properties, and their ``shape``."""
    features = json.loads((PLACE / "areas.geojson").read_text(encoding="utf-8"))["features"]
    return {
        each["id"]: {**each["properties"], "shape": shape(each["geometry"])}
        for each in features
        if each["properties"]["kind"] == kind
    }


@cache
def by_slug(name: str, key: str) -> dict[str, dict[str, Any]]:
    """What a YAML file lists under a key, by slug."""
    return {each["slug"]: each for each in content(name)[key]}


@cache
def needs_of_vocabulary() -> frozenset[str]:
    """Every need that the matching vocabulary knows."""
    reader = YAML(typ="safe", pure=True)
    files = [reader.load(path.read_text(encoding="utf-8")) for path in VOCABULARY.glob("*.yaml")]
    return frozenset(need["id"] for file in files for need in file["needs"])


def services() -> list[dict[str, Any]]:
    return list(content("services")["services"])


def mappings(value: Any) -> Iterator[dict[str, Any]]:
    """Every mapping inside a value, itself included."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from mappings(inner)


def ward_at(point: Point) -> str | None:
    return next((code for code, ward in areas("ward").items() if ward["shape"].contains(point)), None)


def point_of(row: dict[str, Any], *, longitude: str = "longitude", latitude: str = "latitude") -> Point:
    return Point(float(row[longitude]), float(row[latitude]))


def open_referral(service: dict[str, Any]) -> dict[str, Any]:
    """A service as an Open Referral UK 3.0 document, without what is only ours."""
    organisation = by_slug("organisations", "organisations")[service["organization"]]
    document = {key: value for key, value in service.items() if key not in OURS}
    document["organization"] = {
        key: organisation[key] for key in ("id", "name", "description", "website", "email")
    }
    document["service_at_locations"] = [
        {"id": link["id"], "location": by_slug("locations", "locations")[link["location"]]}
        for link in service.get("service_at_locations", [])
    ]
    return dict(json.loads(json.dumps(document, default=str)))


def test_wards_tile_the_borough() -> None:
    wards: list[BaseGeometry] = [ward["shape"] for ward in areas("ward").values()]
    (borough,) = areas("borough").values()
    assert len(wards) == 12
    assert all(ward.geom_type == "Polygon" and ward.is_valid for ward in wards)
    assert shapely.coverage_is_valid(wards)
    assert shapely.union_all(wards).symmetric_difference(borough["shape"]).area == pytest.approx(0, abs=1e-12)


def test_people_add_up() -> None:
    everyone = sum(ward["population"] for ward in areas("ward").values())
    assert everyone == areas("borough")["WXB"]["population"] == content("place")["population"] == 130_000


def test_each_postcode_lies_in_the_ward_it_names() -> None:
    for row in rows("postcodes.csv"):
        assert POSTCODE.fullmatch(row["postcode"])
        assert ward_at(point_of(row, longitude="lon", latitude="lat")) == row["ward_gss"], row


def test_postcodes_are_spread_as_people_are() -> None:
    counted = Counter(row["ward_gss"] for row in rows("postcodes.csv"))
    assert len({row["postcode"] for row in rows("postcodes.csv")}) == counted.total() == 900
    for code, ward in areas("ward").items():
        assert counted[code] == pytest.approx(900 * ward["population"] / 130_000, abs=1)


def test_each_address_is_near_its_postcode() -> None:
    postcodes = {row["postcode"]: row for row in rows("postcodes.csv")}
    homes = rows("addresses.csv")
    assert len({home["uprn"] for home in homes}) == len(homes) > 5_500
    for home in homes:
        middle = point_of(postcodes[home["postcode"]], longitude="lon", latitude="lat")
        assert point_of(home).distance(middle) < 60 * METRES_TO_DEGREES, home
        assert re.fullmatch(r"99\d{10}", home["uprn"])
        assert home["line_1"] and home["town"]


def test_each_location_stands_in_its_ward_and_postcode() -> None:
    wards = {row["postcode"]: row["ward_gss"] for row in rows("postcodes.csv")}
    for location in content("locations")["locations"]:
        (address,) = location["addresses"]
        assert ward_at(point_of(location)) == location["ward"] == wards[address["postal_code"]]


def test_identifiers_are_given_once() -> None:
    files = [content(name) for name in ("organisations", "locations", "services", "people")]
    identifiers = [each["id"] for file in files for each in mappings(file) if "id" in each]
    assert [each for each, times in Counter(identifiers).items() if times > 1] == []
    assert all(UUID(each).version == 5 for each in identifiers)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("organisations", "organisations"),
        ("locations", "locations"),
        ("services", "services"),
        ("people", "staff"),
        ("people", "residents"),
    ],
)
def test_slugs_are_given_once(name: str, key: str) -> None:
    assert len(by_slug(name, key)) == len(content(name)[key])


def test_no_key_is_read_as_a_boolean() -> None:
    files = [content(path.stem) for path in PLACE.glob("*.yaml")]
    keys = [key for file in files for each in mappings(file) for key in each]
    assert {type(key) for key in keys} == {str}
    assert "on" not in keys


def test_directory_references_resolve() -> None:
    organisations, locations = by_slug("organisations", "organisations"), by_slug("locations", "locations")
    assert all(each.get("location", "town-hall") in locations for each in organisations.values())
    assert all(each["organization"] in organisations for each in locations.values())
    for service in services():
        assert service["organization"] in organisations
        assert {link["location"] for link in service.get("service_at_locations", [])} <= locations.keys()
        assert {each["area"] for each in service["service_areas"]} <= areas("ward").keys() | {"WXB"}


def test_every_organisation_offers_something() -> None:
    assert {each["organization"] for each in services()} == by_slug("organisations", "organisations").keys()


@pytest.mark.parametrize("service", services(), ids=lambda each: each["slug"])
def test_services_are_open_referral(service: dict[str, Any]) -> None:
    schema = json.loads(SERVICE_SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker()).validate(
        open_referral(service)
    )


@pytest.mark.parametrize("service", services(), ids=lambda each: each["slug"])
def test_services_say_what_a_resident_wants_to_know(service: dict[str, Any]) -> None:
    assert 60 <= len(service["description"].split()) <= 150
    assert service["needs"] and set(service["needs"]) <= needs_of_vocabulary()
    assert service["delivered"] and set(service["delivered"]) <= DELIVERED
    assert set(service["ways_in"]) <= WAYS_IN
    assert service.get("spaces", {"state": "full"})["state"] in SPACES
    assert "in-person" not in service["delivered"] or "service_at_locations" in service or service["phones"]
    assert service.get("minimum_age", 0) < service.get("maximum_age", 150)
    assert all(each["currency"] == "GBP" and each.get("amount", 0) >= 0 for each in service["cost_options"])


def test_services_are_checked_lately_but_not_all_of_them() -> None:
    today: date = content("place")["as_of_date"]
    ages = [today - service["assured_date"] for service in services()]
    assert all(age >= timedelta(0) for age in ages)
    assert sum(age < timedelta(days=92) for age in ages) > len(ages) / 2
    assert sum(age > timedelta(days=365) for age in ages) >= 3
    changed = [datetime.fromisoformat(service["last_modified"]).date() for service in services()]
    assert changed == [service["assured_date"] for service in services()]


def test_times_are_well_formed() -> None:
    files = [content(name) for name in ("organisations", "services", "calendars")]
    timed = [each for file in files for each in mappings(file) if "opens_at" in each]
    assert all(CLOCK.fullmatch(each["opens_at"]) and CLOCK.fullmatch(each["closes_at"]) for each in timed)
    for each in (each for each in timed if "freq" in each):
        pattern = {"WEEKLY": WEEKLY_DAYS, "MONTHLY": MONTHLY_DAYS}[each["freq"]]
        assert pattern.fullmatch(each["byday"])


def test_numbers_and_mailboxes_belong_to_nobody() -> None:
    files = [content(name) for name in ("organisations", "services", "people")]
    everything = [each for file in files for each in mappings(file)] + [content("place")["contact"]]
    kinds = ("phone", "number", "telephone", "text_message", "out_of_hours_telephone")
    numbers = [each[kind] for each in everything for kind in kinds if kind in each]
    mailboxes = [each["email"] for each in everything if "email" in each]
    assert numbers and all(DRAMA_NUMBER.fullmatch(each) for each in numbers)
    assert mailboxes and all(each.endswith(".example") for each in mailboxes)


def test_staff_belong_to_real_teams_in_known_roles() -> None:
    organisations = by_slug("organisations", "organisations")
    for member in (each for person in content("people")["staff"] for each in person["memberships"]):
        teams = {team["slug"] for team in organisations[member["organisation"]]["teams"]}
        assert member.get("team") is None or member["team"] in teams
        own = {slugify(role["title"]) for role in organisations[member["organisation"]].get("roles", ())}
        assert member["roles"] and set(member["roles"]) <= usual().keys() | own
    held = {role for person in content("people")["staff"] for role in person["memberships"][0]["roles"]}
    assert held >= usual().keys()


def test_residents_live_somewhere_and_are_not_alike() -> None:
    homes = {int(row["uprn"]) for row in rows("addresses.csv")}
    residents = content("people")["residents"]
    assert all(each["uprn"] in homes for each in residents)
    assert len({each["uprn"] for each in residents}) == len(residents) >= 25
    circumstances = {word for each in residents for word in each["circumstances"]}
    assert {"carer", "welsh-speaker", "low-vision", "dementia", "parent", "deaf"} <= circumstances


def test_mandates_join_two_people_for_a_time() -> None:
    people = by_slug("people", "residents").keys() | by_slug("people", "staff").keys()
    for mandate in content("people")["mandates"]:
        assert mandate["principal"] != mandate["agent"]
        assert {mandate["principal"], mandate["agent"]} <= people
        assert mandate["since_date"] <= content("place")["as_of_date"] < mandate["until_date"]


def test_each_ward_has_a_collection_round() -> None:
    rounds = content("calendars")["collection_rounds"]
    working = next(
        each for each in content("calendars")["working_calendars"] if each["slug"] == rounds["calendar"]
    )
    assert {each["ward"] for each in rounds["rounds"]} == areas("ward").keys()
    assert all(each["weekday"] in working["days"] and each["capacity"] > 0 for each in rounds["rounds"])


def test_packs_are_adopted_with_what_each_organisation_has() -> None:
    calendars = content("calendars")["working_calendars"]
    kept = {"team": lambda slug: {team["slug"] for team in organisations[slug].get("teams", ())},
            "calendar": lambda slug: {each["slug"] for each in calendars if slug in each["organisations"]},
            "area": lambda _slug: areas("ward").keys() | areas("borough").keys()}  # fmt: skip
    organisations = by_slug("organisations", "organisations")
    for pack, adopters in content("adoptions").items():
        for slug, slots in adopters.items():
            assert {name: value for name, value in slots.items() if value not in kept[name](slug)} == {}, pack
    sessions = {each["organisation"] for each in content("calendars")["event_sessions"]}
    assert sessions == content("adoptions")["community-event-booking"].keys()


def test_calendars_speak_of_known_organisations_and_services() -> None:
    organisations = by_slug("organisations", "organisations")
    for calendar in content("calendars")["working_calendars"]:
        assert set(calendar["organisations"]) <= organisations.keys()
    for session in content("calendars")["event_sessions"]:
        service = by_slug("services", "services")[session["service"]]
        assert service["organization"] == session["organisation"]
        assert service["pack"] == "community-event-booking"
        assert session["location"] in by_slug("locations", "locations")


def test_the_past_covers_every_ward_and_kind() -> None:
    history = content("history")
    kinds = history["seasonality"].keys()
    assert {each["ward"] for each in history["monthly_rates"]} == areas("ward").keys()
    assert all(each.keys() == kinds | {"ward"} for each in history["monthly_rates"])
    years = [*history["seasonality"].values(), *history["seasonal_needs"].values()]
    assert {len(year) for year in years} == {12}
    assert history["ward_needs"].keys() == areas("ward").keys()
    offered = {each["pack"] for each in services() if "pack" in each}
    assert {history[kind]["pack"] for kind in kinds if kind != "searches"} == offered
    sessions = {each["slug"] for each in content("calendars")["event_sessions"]}
    assert history["event_places"]["sessions"].keys() == sessions


def test_shares_of_the_past_are_shares() -> None:
    history = content("history")
    kinds = [history[kind] for kind in history["seasonality"]]
    shares = [value for kind in kinds for value in kind.values() if isinstance(value, float)]
    assert len(shares) > 30
    assert all(0 < share < 1 for share in shares)


def test_wordings_are_many_and_mean_known_needs() -> None:
    wordings, unmet = content("history")["wordings"], content("history")["unmet_wordings"]
    assert len(wordings) >= 200
    assert len({each["say"] for each in wordings + unmet}) == len(wordings) + len(unmet)
    history = content("history")
    asked = {need for each in wordings + unmet for need in each["needs"]}
    shifted = {need for ward in history["ward_needs"].values() for need in ward}
    assert asked | shifted | history["seasonal_needs"].keys() <= needs_of_vocabulary()
    offered = {need for service in services() for need in service["needs"]}
    assert {need for each in wordings for need in each["needs"]} <= offered


@pytest.mark.parametrize("page", PAGES)
def test_pages_are_in_both_languages(page: str) -> None:
    english = (PLACE / "pages" / f"{page}.en.md").read_text(encoding="utf-8")
    welsh = (PLACE / "pages" / f"{page}.cy.md").read_text(encoding="utf-8")
    assert english.count("\n## ") == welsh.count("\n## ") >= 2
    assert "language: en" in english.split("---")[1]
    assert {"language: cy", "reviewed: false"} <= set(welsh.split("---")[1].splitlines())

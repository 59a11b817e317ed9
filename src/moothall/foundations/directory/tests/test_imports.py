"""Importing services: real feeds, the validator's mock feeds, and everything publishers get wrong."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from moothall.foundations.addresses import commands as addresses
from moothall.foundations.directory import commands, queries
from moothall.foundations.directory.feeds import imports, streaming
from moothall.foundations.directory.feeds.refusals import NotAFeed
from moothall.foundations.directory.models import ImportRun, Location, Service
from moothall.foundations.directory.tests.shared import DIRECTORY, needs_shared
from moothall.foundations.directory.tests.stories import BASE, read, service, take_in
from moothall.kernel import act as acts
from moothall.kernel import context

pytestmark = pytest.mark.django_db(databases=["default", "signin"])

HOUNSLOW = DIRECTORY / "hounslow" / "hounslow_oruk3_services.json"
MOCKS = DIRECTORY / "standards" / "oruk-validator-mocks"


def stamps() -> dict[str, list[Any]]:
    """Where every row of the directory stands and which transaction wrote it."""
    tables = ("service", "location", "listing", "serviceatlocation", "schedule", "term", "taxonomy")
    with context.acting(acts.public()), connection.cursor() as cursor:
        found = {}
        for table in tables:
            cursor.execute(f"SELECT ctid::text, xmin::text FROM directory_{table} ORDER BY 1")
            found[table] = cursor.fetchall()
        return found


def write(folder: Path, content: Any, name: str = "feed.json") -> Path:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return path


@needs_shared
def test_the_real_feed_comes_in_whole_and_a_second_time_touches_nothing() -> None:
    first = imports.import_services(streaming.services_in(HOUNSLOW), source="hounslow", progress=print)
    before = stamps()
    again = imports.import_services(streaming.services_in(HOUNSLOW), source="hounslow", progress=print)

    assert first.counts["added"] == again.counts["unchanged"] == 313
    assert first.exit_code == again.exit_code == 0
    assert stamps() == before
    assert len(before["service"]) == 313


def test_only_the_service_that_changed_is_written() -> None:
    feed = [service(number) for number in range(5)]
    take_in(feed)
    before = dict(stamps()["service"])
    feed[3]["description"] = "Now on Thursdays as well."
    report = take_in(feed)

    assert report.counts == {"changed": 1, "unchanged": 4}
    assert len(set(dict(stamps()["service"]).items()) - set(before.items())) == 1


@needs_shared
@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("V3.0-UK-Default/service_full.json", 0),
        ("V3.0-UK-Default/service_list.json", 0),
        ("V3.0-UK-Default/service_at_location_full.json", 0),
        ("V3.0-UK-Default/service_at_location_list.json", 0),
        ("V3.0-UK-Default/organization.json", 0),
        ("V3.0-UK-Warn/service_list.json", 0),
        ("V3.0-UK-Fail/service_full.json", 0),
        ("V3.0-UK-Fail/service_at_location_list.json", 0),
        ("V3.0-UK-Fail/service_list.json", 2),
        ("V3.0-UK-Test/service_list.json", 1),
        ("V3.0-UK-Test/service_list_data.json", 1),
        ("V3.0-UK-Default/organization_list.json", 2),
        ("V3.0-UK-Default/taxonomy_list.json", 2),
        ("V3.0-UK-Default/taxonomy.json", 2),
        ("V3.0-UK-Default/api_details.json", 2),
        ("V3.0-UK-Default/dashboard_services_response.json", 2),
        ("V3.0-UK-Fail/api_details.json", 2),
        ("V1.0-UK-Default/V1_DashboardResponse.json", 2),
        ("V1.0-UK-Default/V1_ValidateResponse.json", 2),
    ],
)
def test_each_mock_feed_ends_with_its_exit_code(file: str, expected: int) -> None:
    assert commands.import_open_referral([str(MOCKS / file)]) == expected


@needs_shared
def test_no_mock_file_of_the_validator_breaks_the_import() -> None:
    files = sorted(MOCKS.rglob("*.json"))
    assert len(files) > 40
    assert {commands.import_open_referral([str(file)]) for file in files} <= {0, 1, 2}


@needs_shared
def test_the_failing_mock_keeps_the_service_without_what_cannot_work() -> None:
    report = imports.import_services(
        streaming.services_in(MOCKS / "V3.0-UK-Fail" / "service_full.json"), source="mock", progress=print
    )

    words = {each["words"] for each in report.problems()}
    assert "An email address that cannot work was left out" in words
    assert "Coordinates that cannot be right were left out" in words
    kept = read("Community Counselling")
    assert "email" not in kept.document and kept.minimum_age == 12


def test_an_address_without_coordinates_gets_those_of_its_postcode(tmp_path: Path) -> None:
    table = write(tmp_path, "postcode,lat,lon,ward_gss\nWX1 1AL,51.21,-3.68,W1\n", "postcodes.csv")
    addresses.take_in_postcodes(table, print)
    place = {"addresses": [{"address_1": "1 High Street", "postal_code": "wx11al"}]}
    take_in([service(1, service_at_locations=[{"location": place}])])

    with context.acting(acts.public()):
        location = Location.objects.get()
    assert (location.latitude, location.longitude, location.postcode) == (51.21, -3.68, "WX1 1AL")


def test_what_an_organisation_changed_here_is_kept() -> None:
    feed = [service(1)]
    take_in(feed)
    with context.acting(acts.system()):
        Service.objects.update(edited_at=BASE)
    feed[0]["description"] = "The feed thinks otherwise."

    assert take_in(feed).counts == {"kept": 1}
    assert read("Service 1").document["description"] == "Help number 1."


def test_an_entry_that_comes_twice_counts_once_and_the_first_wins() -> None:
    twice = [service(1), service(1, description="Later."), service(2)]

    first, again = take_in(twice), take_in(twice)

    assert first.counts == {"added": 2, "skipped": 1}
    assert again.counts == {"unchanged": 2, "skipped": 1}
    assert first.exit_code == 1


def test_one_id_for_several_places_makes_several_places() -> None:
    same = "6f8b2b1e-0a66-4b5f-8a55-2f7c4f1ac001"
    here = {"id": same, "location": {"id": same, "latitude": 51.2, "longitude": -3.6}}
    there = {"id": same, "location": {"id": same, "latitude": 51.3, "longitude": -3.7}}
    report = take_in([service(1, service_at_locations=[here]), service(2, service_at_locations=[there])])

    assert report.counts["added"] == 2
    with context.acting(acts.public()):
        assert Location.objects.count() == 2


def test_one_place_named_two_hundred_times_in_an_entry_is_there_once() -> None:
    same = "6f8b2b1e-0a66-4b5f-8a55-2f7c4f1ac001"
    here = {"id": same, "location": {"id": same, "latitude": 51.2, "longitude": -3.6}}
    report = take_in([service(1, service_at_locations=[here] * 200), service(2)])

    assert report.counts["added"] == 2
    with context.acting(acts.public()):
        assert Location.objects.count() == 1


def test_a_description_nobody_could_read_is_left_out_and_named() -> None:
    report = take_in([service(1, description="long " * 200_000), service(2)])

    assert report.counts["added"] == 2
    assert any("more than 20,000 characters" in str(problem) for problem in report.problems())


def test_two_services_of_one_name_have_two_addresses_of_their_own() -> None:
    take_in([service(1, name="Lunch club"), service(2, name="Lunch club")])

    with context.acting(acts.public()):
        slugs = list(Service.objects.values_list("slug", flat=True))
    assert len(set(slugs)) == 2 and "lunch-club" in slugs


def test_changed_organisations_and_places_show_in_every_service() -> None:
    place = {"id": "6f8b2b1e-0a66-4b5f-8a55-2f7c4f1ac001", "name": "Old hall"}
    feed = [service(number, service_at_locations=[{"location": dict(place)}]) for number in range(3)]
    take_in(feed)
    for each in feed:
        each["organization"]["name"] = "Renamed Trust"
        each["service_at_locations"][0]["location"]["name"] = "New hall"
    take_in(feed[:1])

    with context.acting(acts.public()):
        forms = list(Service.objects.values_list("full_json", flat=True))
    assert all("Renamed Trust" in form and "New hall" in form for form in forms)


def test_flat_tables_are_put_together(tmp_path: Path) -> None:
    flat = {
        "services": [{"id": "s1", "organization_id": "o1", "name": "Repairs", "status": "active"}],
        "organizations": [{"id": "o1", "name": "Repair café", "description": "We mend things."}],
        "locations": [{"id": "l1", "name": "Hall", "latitude": "51.2", "longitude": "-3.6"}],
        "addresses": [{"location_id": "l1", "address_1": "1 High Street", "postal_code": "WX1 1AL"}],
        "service_at_locations": [{"id": "x1", "service_id": "s1", "location_id": "l1"}],
        "phones": [{"id": "p1", "service_id": "s1", "number": "01632 960123"}],
    }
    assert commands.import_open_referral([str(write(tmp_path, flat))]) == 0

    kept = read("Repairs")
    assert kept.document["phones"][0]["number"] == "01632 960123"
    assert "1 High Street" in kept.full_json and "Repair café" in kept.full_json


def test_a_feed_of_version_1_is_read_as_version_3(tmp_path: Path) -> None:
    old = service(
        1,
        regular_schedules=[
            {"opens_at": "09:00:00", "closes_at": "17:00:00", "byday": "MO", "freq": "WEEKLY"}
        ],
        eligibilitys=[{"eligibility": "Carers", "minimum_age": 18, "maximum_age": 99}],
        service_taxonomys=[
            {"id": "t", "taxonomy": {"id": "esdServiceType:1", "name": "Carers", "vocabulary": "esd"}}
        ],
        service_at_locations=[{"location": {"physical_addresses": [{"address_1": "1 High Street"}]}}],
    )
    page = {"totalElements": 1, "totalPages": 1, "number": 1, "content": [old]}

    assert commands.import_open_referral([str(write(tmp_path, page))]) == 0
    kept = read("Service 1")
    assert kept.days == ["MO"] and kept.minimum_age == 18
    assert kept.document["eligibility_description"] == "Carers"
    assert kept.document["attributes"][0]["taxonomy_term"]["code"] == "esdServiceType:1"
    assert "1 High Street" in kept.full_json


def test_a_file_that_breaks_off_keeps_what_came_before(tmp_path: Path) -> None:
    whole = json.dumps([service(number) for number in range(3)])
    path = write(tmp_path, whole[: whole.rindex("Service 2")])

    assert commands.import_open_referral([str(path)]) == 1
    with context.acting(acts.public()):
        assert Service.objects.count() == 2


@pytest.mark.parametrize(
    "content", ["", "rubbish", "12", '{"a": 1}', "[]", "[1, null, []]", '{"contents": []}']
)
def test_what_is_no_feed_is_refused_with_code_2(tmp_path: Path, content: str) -> None:
    assert commands.import_open_referral([str(write(tmp_path, content))]) == 2


def test_a_file_that_is_not_there_is_said_to_be_missing(capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.import_open_referral(["nowhere.json"]) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_something_else_than_services_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(NotAFeed, match="no services"):
        list(streaming.services_in(write(tmp_path, {"version": "3.0"})))


def test_a_byte_order_mark_does_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "feed.json"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps([service(1)]).encode())
    assert commands.import_open_referral([str(path)]) == 0


def test_every_import_keeps_its_report() -> None:
    take_in([service(1), service(2, name=""), service(3, email="nobody")])

    with context.acting(acts.system()):
        run = ImportRun.objects.get()
    assert run.counts == {"added": 2, "skipped": 1, "repaired": 1}
    assert {each["words"] for each in run.problems} == {
        "It has no name",
        "An email address that cannot work was left out",
    }


def test_vectors_are_kept_only_for_the_words_they_were_made_of() -> None:
    take_in([service(1)])
    system = acts.system()
    (waiting,) = queries.undescribed(system)
    vectors = {"name_vector": [0.1] * 384, "text_vector": [0.2] * 384}
    from moothall.foundations.directory import operations

    assert not operations.describe_vector(system, service=waiting.id, text_digest=b"other", **vectors)
    assert operations.describe_vector(system, service=waiting.id, text_digest=waiting.text_digest, **vectors)
    assert queries.undescribed(system) == ()
    take_in([service(1, description="Other words.")])
    assert [each.id for each in queries.undescribed(acts.system())] == [waiting.id]
    assert isinstance(waiting.id, UUID)

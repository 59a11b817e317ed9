"""Services that name their organisation by its id."""

from typing import Any

import pytest

from moothall.foundations.directory.tests.stories import TRUST, read, service, take_in

pytestmark = pytest.mark.django_db(databases=["default", "signin"])


def naming(number: int, organisation: str = TRUST) -> dict[str, Any]:
    """A service that only names its organisation."""
    return {**service(number), "organization": None, "organization_id": organisation}


def test_who_names_an_organisation_of_the_feed_is_its_service_in_whatever_order() -> None:
    report = take_in([naming(1), service(2), naming(3)])
    assert report.counts["added"] == 3 and not report.problems()
    assert {read(f"Service {number}").organisation_id for number in (1, 2, 3)} == {
        read("Service 2").organisation_id
    }


def test_who_names_an_organisation_of_the_directory_is_its_service() -> None:
    take_in([service(1)])
    take_in([naming(2)])
    assert read("Service 2").organisation_id == read("Service 1").organisation_id


def test_an_organisation_nobody_describes_is_named() -> None:
    unknown = "11111111-0000-4000-8000-000000000000"
    [problem] = take_in([service(1), naming(2, unknown)]).problems()
    assert problem["words"] == f"Organisation {unknown} is not described"

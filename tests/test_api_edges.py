"""Odd but well-formed calls of the API: answered or refused as problem details, never broken."""

import json
from typing import Any

import pytest
from django.test import Client

from moothall.kernel import act as acts
from moothall.kernel import registry, scopes
from moothall.kernel.operations import programs
from moothall.kernel.tests.support import small_place

pytestmark = pytest.mark.django_db(databases=["default", "signin"])

ODD = [
    ("kernel.person", {}),
    ("kernel.person", {"id": ["a", "b"]}),
    ("directory.service", {"slug": "\0"}),
    ("directory.services_of", {"organisation": "0" * 32, "cursor": "\0"}),
    ("addresses.address", {"uprn": 10**40}),
    ("addresses.address", {"uprn": "²"}),
    ("addresses.nearest_postcode", {"longitude": "inf", "latitude": 51.4}),
    ("addresses.nearest_postcode", {"longitude": "nan", "latitude": "1e999"}),
    ("addresses.nearest_postcode", {"longitude": 1e300, "latitude": -1e300}),
]
NUMBERS = (-1, 10**30)


@pytest.fixture
def ask() -> Any:
    """Calls a query with a key that may do everything."""
    key = programs.make_program(
        acts.system(), organisation=small_place().council, title="Test", scopes=list(scopes.useful())
    ).key
    browser = Client(raise_request_exception=False)

    def call(name: str, content: dict[str, Any]) -> tuple[int, Any]:
        path = f"/api/v1/{name.replace('.', '/')}"
        answer = browser.get(path, content, headers={"Authorization": f"Bearer {key}"})
        assert answer.headers["Content-Type"].startswith(("application/json", "application/problem+json"))
        return answer.status_code, json.loads(answer.content)

    return call


@pytest.mark.parametrize(("name", "content"), ODD)
def test_odd_calls_are_answered_or_refused(ask: Any, name: str, content: dict[str, Any]) -> None:
    status, said = ask(name, content)
    assert status < 500, (name, content, said)


def test_no_limit_is_below_nothing_or_beyond_all_bounds(ask: Any) -> None:
    limited = [
        entry for entry in registry.published("v1").values()
        if not entry.changes and "limit" in entry.arguments and entry.required <= {"limit"}
    ]  # fmt: skip
    assert len(limited) > 5
    for entry in limited:
        for number in NUMBERS:
            status, said = ask(entry.name, {"limit": number})
            assert 400 <= status < 500, (entry.name, number, said)


def test_what_goes_wrong_around_an_operation_is_said_as_a_problem() -> None:
    browser = Client(raise_request_exception=False)
    for answer in (browser.get("/api/nothing"), browser.get("/api/v1/kernel/people")):
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert json.loads(answer.content)["status"] == answer.status_code

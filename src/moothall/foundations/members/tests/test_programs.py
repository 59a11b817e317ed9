"""Managers let programs of their organisation in, change their keys and shut them out."""

import json
import re
from uuid import UUID

import pytest
from django.test import Client

from moothall.kernel import clock
from moothall.kernel.doors.presence import ORGANISATION
from moothall.kernel.signin.models import Account
from moothall.kernel.tests.support import Small, small_place

pytestmark = pytest.mark.django_db(databases=["default", "signin"])
PROGRAMS = "/staff/programs/"


@pytest.fixture
def place() -> Small:
    return small_place()


def browser_of(person: UUID, organisation: UUID) -> Client:
    """A manager's browser, with a second factor."""
    account = Account.objects.create_user(f"{person}@x.example", person_id=person, joined_at=clock.now())
    browser = Client()
    browser.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = browser.session
    session[ORGANISATION] = str(organisation)
    session["account_authentication_methods"] = [{"method": "mfa"}]
    session.save()
    return browser


def adds_a_team(secret: str, place: Small) -> int:
    """What a program with the key is answered."""
    asked = json.dumps({"organisation": str(place.council), "slug": "waste", "name": "Waste"})
    answer = Client().post(
        "/api/v1/kernel/add_team", asked, content_type="application/json",
        headers={"Authorization": f"Bearer {secret}"},
    )  # fmt: skip
    return answer.status_code


def key_in(page: str) -> str:
    return re.search(r"moot_[\w-]{20,}", page)[0]


def made(browser: Client) -> tuple[str, str]:
    """The address of a new program's page, and its key."""
    typed = {"title": "Night import", "scopes": ["people.manage"], "key": "k1"}
    page = browser.post(f"{PROGRAMS}new", typed).content.decode()
    return re.search(rf"{PROGRAMS}[0-9a-f-]{{36}}/", page)[0], key_in(page)


def test_a_program_is_let_in_shown_in_words_used_and_shut_out(place: Small):
    browser = browser_of(place.officer, place.council)
    assert "No programs" in browser.get(PROGRAMS).content.decode()
    address, secret = made(browser)
    assert "Never" in browser.get(PROGRAMS).content.decode()
    assert adds_a_team(secret, place) == 200
    listed = browser.get(PROGRAMS).content.decode()
    assert "Night import" in listed and "Cara" in listed and "Never" not in listed and secret not in listed
    page = browser.get(address).content.decode()
    assert "kernel.add_team" in page
    assert secret not in page and secret[:10] in page
    assert "Shut Night import out?" in browser.get(f"{address}end").content.decode()
    assert adds_a_team(secret, place) == 200
    browser.post(f"{address}end")
    assert "No programs" in browser.get(PROGRAMS).content.decode()
    assert adds_a_team(secret, place) == 401
    assert browser.get(address).status_code == 404


def test_changing_the_key_asks_first_and_shows_the_new_one_once(place: Small):
    browser = browser_of(place.officer, place.council)
    address, secret = made(browser)
    assert "stops working at once" in browser.get(f"{address}key").content.decode()
    assert adds_a_team(secret, place) == 200
    first = browser.post(f"{address}key", {"key": "k2"})
    assert "no-store" in first.headers["Cache-Control"]
    again = key_in(browser.post(f"{address}key", {"key": "k2"}).content.decode())
    assert key_in(first.content.decode()) == again != secret
    assert (adds_a_team(secret, place), adds_a_team(again, place)) == (401, 200)


def test_others_programs_are_neither_seen_nor_shut_out(place: Small):
    address, secret = made(browser_of(place.officer, place.council))
    stranger = browser_of(place.adviser, place.charity)
    assert "Night import" not in stranger.get(PROGRAMS).content.decode()
    for each in (address, f"{address}end", f"{address}key"):
        assert stranger.get(each).status_code == 404
    stranger.post(f"{address}end")
    assert stranger.post(f"{address}key", {"key": "k"}).status_code == 404
    assert adds_a_team(secret, place) == 200


def test_what_is_missing_is_said_and_what_was_typed_stays(place: Small):
    browser = browser_of(place.officer, place.council)
    typed = {"title": "Night import", "ends_0": "1", "ends_1": "1", "ends_2": "2020"}
    page = browser.post(f"{PROGRAMS}new", typed).content.decode()
    assert "Night import" in page and "govuk-error-summary" in page

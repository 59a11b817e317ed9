"""Managers see, make and revoke the keys of their organisation's programs."""

import json
import re
from uuid import UUID

import pytest
from django.test import Client

from moothall.kernel import act as acts
from moothall.kernel import clock
from moothall.kernel.context import acting
from moothall.kernel.doors.web import ORGANISATION
from moothall.kernel.models import ApiKey
from moothall.kernel.signin.models import Account
from moothall.kernel.tests.support import Small, small_place

pytestmark = pytest.mark.django_db(databases=["default", "signin"])
KEYS = "/staff/people/keys/"


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
        "/api/operations/kernel.add_team", asked, content_type="application/json",
        headers={"Authorization": f"Bearer {secret}"},
    )  # fmt: skip
    return answer.status_code


def test_a_key_is_made_shown_once_used_and_revoked(place: Small):
    browser = browser_of(place.officer, place.council)
    assert "No keys" in browser.get(KEYS).content.decode()
    typed = {"name": "Night import", "permissions": ["people.manage"], "key": "k1"}
    made = browser.post(KEYS, typed).content.decode()
    secret = re.search(r"moot_[\w-]+", made)[0]
    assert "Never" in made and "Cara" in made
    assert adds_a_team(secret, place) == 200
    listed = browser.get(KEYS).content.decode()
    assert secret not in listed and "Night import" in listed and "Never" not in listed
    with acting(acts.system()):
        key = ApiKey.objects.get()
    browser.post(f"{KEYS}{key.id}/revoke")
    assert "No keys" in browser.get(KEYS).content.decode()
    assert adds_a_team(secret, place) == 401


def test_others_keys_are_neither_seen_nor_revoked(place: Small):
    browser_of(place.officer, place.council).post(
        KEYS, {"name": "Night import", "permissions": ["people.manage"], "key": "k1"}
    )
    with acting(acts.system()):
        key = ApiKey.objects.get()
    stranger = browser_of(place.adviser, place.charity)
    assert "Night import" not in stranger.get(KEYS).content.decode()
    stranger.post(f"{KEYS}{key.id}/revoke")
    with acting(acts.system()):
        assert ApiKey.objects.get().revoked_at is None


def test_what_is_missing_is_said_and_what_was_typed_stays(place: Small):
    page = browser_of(place.officer, place.council).post(KEYS, {"name": "Night import"}).content.decode()
    assert "Night import" in page and "govuk-error-summary" in page

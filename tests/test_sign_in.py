"""Signing in: pages in the place's frame, and staff only with a second factor."""

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from moothall.kernel import act as acts
from moothall.kernel import places
from moothall.kernel.operations import people
from moothall.kernel.signin.models import Account

pytestmark = pytest.mark.django_db(databases=["default", "signin"])


@pytest.mark.parametrize("name", ["account_login", "account_signup", "account_reset_password"])
def test_the_pages_stand_in_the_places_frame(name: str):
    page = Client().get(reverse(name))
    assert page.status_code == 200
    text = page.content.decode()
    assert text.count("<html") == 1 and "<main" in text and "govuk-input" in text
    assert "nonce-" in page.headers["Content-Security-Policy"]


def test_a_wrong_password_is_said_and_the_address_kept():
    page = Client().post(reverse("account_login"), {"login": "ann@wexcombe.example", "password": "nonsense"})
    text = page.content.decode()
    assert "govuk-error-summary" in text and "ann@wexcombe.example" in text


def test_whoever_signs_up_gets_a_person_of_their_own_and_a_mail_from_the_place(mailoutbox, monkeypatch):
    monkeypatch.setattr(places, "place", lambda: replace(places.UNNAMED, name="Wexcombe Bay"))
    browser = Client()
    answer = browser.post(
        reverse("account_signup"),
        {
            "email": "eve@wexcombe.example",
            "password1": "lantern-on-the-quay",
            "password2": "lantern-on-the-quay",
        },
    )
    assert answer.status_code == 302
    account = Account.objects.get(email="eve@wexcombe.example")
    assert account.person_id is not None
    (mail,) = mailoutbox
    assert mail.subject.startswith("Wexcombe Bay: ") and "This message comes from Wexcombe Bay" in mail.body
    assert "testserver" not in mail.subject + mail.body


def test_an_account_says_nothing_of_its_person_in_the_clear():
    person = people.register_person(acts.public(), personal={"name": "Ann Example"})
    account = Account.objects.create_user(
        "ann@wexcombe.example", "x" * 12, person_id=person, joined_at=acts.public().at
    )
    assert "Ann" not in str(account)

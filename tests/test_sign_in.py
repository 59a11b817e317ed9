"""Signing in: pages in the place's frame, and staff only with a second factor."""

import re
from dataclasses import replace

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import reverse

from moothall.kernel import act as acts
from moothall.kernel import clock, places
from moothall.kernel.operations import people
from moothall.kernel.signin.accounts import add_account
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
    assert mail.subject.startswith("Wexcombe Bay: ") and "an account was made at Wexcombe Bay" in mail.body
    assert "testserver" not in mail.subject + mail.body


def test_an_account_says_nothing_of_its_person_in_the_clear():
    person = people.register_person(acts.public(), personal={"name": "Ann Example"})
    account = Account.objects.create_user(
        "ann@wexcombe.example", "x" * 12, person_id=person, joined_at=acts.public().at
    )
    assert "Ann" not in str(account)


def test_an_open_browser_is_not_enough_to_take_an_account(mailoutbox):
    """Changing the address asks for the password again, and the old and the new address are told."""
    email, new, password = "ann@wexcombe.example", "ann@elsewhere.example", "lantern-on-the-quay"
    person = people.register_person(acts.public(), personal={"name": "Ann Example"})
    add_account(
        email=email, person=person, password_hash=make_password(password), at=clock.now(),
        with_second_factor=False,
    )  # fmt: skip
    browser = Client()
    browser.force_login(Account.objects.get(email=email), backend=settings.AUTHENTICATION_BACKENDS[0])
    change = {"email": new, "action_add": ""}
    for answer in (browser.get(reverse("mfa_activate_totp")), browser.post(reverse("account_email"), change)):
        assert answer.status_code == 302 and answer.url.startswith(reverse("account_reauthenticate"))
    assert not mailoutbox
    browser.post(reverse("account_reauthenticate"), {"password": password})
    browser.post(reverse("account_email"), change)
    code = re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", mailoutbox[-1].body, re.MULTILINE)
    assert code and mailoutbox[-1].to == [new], mailoutbox[-1].body
    browser.post(reverse("account_email_verification_sent"), {"code": code[0]})
    assert Account.objects.get(person_id=person).email == new
    told = [(mail.to[0]) for mail in mailoutbox[1:]]
    assert sorted(told) == [new, email]
    assert all("changed" in mail.body for mail in mailoutbox[1:])

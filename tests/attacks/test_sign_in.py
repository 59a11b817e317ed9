"""Guessing, replaying, fixing sessions and luring people away at the sign-in pages."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from moothall.kernel import act as acts
from moothall.kernel import clock
from moothall.kernel.operations import people
from moothall.kernel.signin.models import Account
from moothall.kernel.tests.support import Small, small_place
from moothall.site.demo.signing_in import code

pytestmark = pytest.mark.django_db(databases=["default", "signin"])

EMAIL, PASSWORD = "ann@wexcombe.example", "lantern-on-the-quay"
CHANGES = re.compile(r'nonce="[^"]*"|value="[A-Za-z0-9]{30,}"|[\w.+-]+@[\w.-]+')


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    """No failures from before."""
    cache.clear()


@pytest.fixture
def ann() -> Account:
    """Somebody with an account."""
    person = people.register_person(acts.public(), personal={"email": EMAIL}, assurance="account")
    account = Account.objects.create_user(EMAIL, PASSWORD, person_id=person, joined_at=clock.now())
    EmailAddress.objects.create(user=account, email=EMAIL, verified=True, primary=True)
    return account


def signs_in(browser: Client, password: str = PASSWORD, email: str = EMAIL, **more: Any) -> Any:
    return browser.post(reverse("account_login"), {"login": email, "password": password}, **more)


def test_an_account_is_not_guessed_at_for_long_from_anywhere(ann: Account):
    """After five wrong passwords the right one is of no use either, whatever address it comes from."""
    for number in range(5):
        assert signs_in(Client(REMOTE_ADDR=f"10.0.0.{number}"), f"wrong {number}").status_code == 200
    assert signs_in(Client(REMOTE_ADDR="10.0.0.99")).status_code != 302


def test_guessing_from_elsewhere_keeps_nobody_out_of_their_own_account(ann: Account):
    """On a device where they have signed in before, their own failures alone are counted."""
    home = Client(REMOTE_ADDR="10.2.0.1")
    assert signs_in(home).status_code == 302
    home.post(reverse("account_logout"))
    for number in range(5):
        signs_in(Client(REMOTE_ADDR=f"10.0.1.{number}"), f"wrong {number}")
    assert signs_in(Client(REMOTE_ADDR="10.2.0.1")).status_code != 302
    assert signs_in(home).status_code == 302


def test_a_device_that_is_known_may_not_guess_either(ann: Account):
    home = Client(REMOTE_ADDR="10.2.0.2")
    signs_in(home)
    home.post(reverse("account_logout"))
    for number in range(5):
        signs_in(home, f"wrong {number}")
    assert signs_in(home).status_code != 302


def test_nobody_tries_many_accounts_from_one_address(ann: Account):
    for number in range(10):
        signs_in(Client(REMOTE_ADDR="10.1.1.1"), "wrong", email=f"p{number}@wexcombe.example")
    assert signs_in(Client(REMOTE_ADDR="10.1.1.1")).status_code != 302
    assert signs_in(Client(REMOTE_ADDR="10.1.1.2")).status_code == 302


def test_a_code_works_once(ann: Account):
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(ann, secret)
    six = code(secret)
    for browser, works in ((Client(), True), (Client(), False)):
        assert signs_in(browser).headers["Location"].startswith(reverse("mfa_authenticate"))
        answer = browser.post(reverse("mfa_authenticate"), {"code": six})
        assert (answer.status_code == 302) is works


@pytest.mark.parametrize("name", ["account_reset_password", "account_signup"])
def test_nobody_learns_who_has_an_account(ann: Account, name: str):
    answers = []
    for email in (EMAIL, "nobody@wexcombe.example"):
        typed = {"email": email, "password1": PASSWORD, "password2": PASSWORD}
        browser = Client()
        answer = browser.post(reverse(name), typed)
        page = browser.get(answer.headers["Location"])
        answers.append(
            (answer.status_code, answer.headers["Location"], CHANGES.sub("", page.content.decode()))
        )
    assert answers[0] == answers[1]


class Counted(MD5PasswordHasher):
    """Counts how often a password is hashed, which is what takes long in earnest."""

    hashed = 0

    def encode(self, password: str, salt: str) -> str:
        """The hash of ``password``."""
        Counted.hashed += 1
        return super().encode(password, salt)


@pytest.mark.parametrize("name", ["account_signup", "account_login", "account_reset_password"])
def test_an_account_that_is_there_is_as_much_work_as_one_that_is_not(ann: Account, settings, name: str):
    settings.PASSWORD_HASHERS = [f"{__name__}.Counted"]
    work = []
    for email in (EMAIL, "nobody@wexcombe.example"):
        ann.set_password(PASSWORD)
        ann.save()
        before = Counted.hashed
        typed = {"email": email, "login": email, "password": "wrong-one", "password1": PASSWORD}
        Client().post(reverse(name), {**typed, "password2": PASSWORD})
        work.append(Counted.hashed - before)
    assert work[0] == work[1]


@pytest.mark.parametrize(
    "to",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "https:evil.example",
    ],
)
def test_signing_in_and_out_leads_nowhere_else(ann: Account, to: str):
    browser = Client()
    answer = signs_in(browser, QUERY_STRING=f"next={to}")
    assert answer.status_code == 302 and "evil" not in answer.headers["Location"]
    answer = browser.post(reverse("account_logout"), {"next": to})
    assert "evil" not in answer.headers["Location"] and "javascript" not in answer.headers["Location"]


def test_links_lead_only_to_this_place():
    place = small_place()
    for to in ("https://evil.example/", "//evil.example/", "/\\evil.example"):
        secret = people.make_link(place.as_resident(), person=place.resident, leads_to=to)
        assert Client().post(f"/in/{secret}/").headers["Location"] == "/"


def test_a_planted_session_is_of_no_use(ann: Account):
    place: Small = small_place()
    secret = people.make_link(place.as_resident(), person=place.resident, leads_to="/my/")
    for enter in (signs_in, lambda browser: browser.post(f"/in/{secret}/")):
        browser = Client()
        session = browser.session
        session["planted"] = "yes"
        session.save()
        browser.cookies["sessionid"] = planted = session.session_key
        assert enter(browser).status_code == 302
        assert browser.cookies["sessionid"].value != planted
        attacker = Client()
        attacker.cookies["sessionid"] = planted
        assert "/account/login/" in attacker.get("/staff/").headers["Location"]
        assert attacker.get("/my/").content != browser.get("/my/").content


def test_cookies_are_for_this_site_and_no_script(ann: Account):
    browser = Client()
    signs_in(browser)
    browser.get(reverse("account_login"))
    for name in ("sessionid", "csrftoken"):
        if name in browser.cookies:
            assert browser.cookies[name]["httponly"] and browser.cookies[name]["samesite"] == "Lax"
    assert "sessionid" in browser.cookies


def test_another_hosts_name_is_refused(settings: Any):
    settings.ALLOWED_HOSTS = ["moothall.example"]
    assert Client(HTTP_HOST="evil.example").get("/").status_code == 400
    typed = {"email": EMAIL}
    forged = Client(HTTP_HOST="moothall.example", HTTP_X_FORWARDED_HOST="evil.example")
    assert b"evil.example" not in forged.post(reverse("account_reset_password"), typed, follow=True).content

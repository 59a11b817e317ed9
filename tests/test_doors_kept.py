"""What addresses with secrets, letters, sessions and health tell, and what they keep to themselves."""

import logging
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client, RequestFactory
from django.urls import reverse

from moothall.kernel import act as acts
from moothall.kernel import clock, tasks
from moothall.kernel.operations import people
from moothall.kernel.signin.models import Account
from moothall.site.logs import LineFormatter

pytestmark = pytest.mark.django_db(databases=["default", "signin"])

SECRET = "S3cr3tS3cr3tS3cr3t"


@pytest.mark.parametrize(
    "address", [f"/in/{SECRET}/", f"/join/{SECRET}/", f"/account/password/reset/key/2f-{SECRET}/"]
)
def test_no_log_line_holds_what_opens_something(address: str) -> None:
    made = logging.makeLogRecord({"msg": f"Service Unavailable: {address}"})
    made.request = RequestFactory().get(address)
    assert SECRET not in LineFormatter("text").format(made)


@pytest.mark.parametrize("address", [f"/in/{SECRET}/", f"/join/{SECRET}/"])
def test_what_a_secret_shows_is_kept_nowhere(address: str) -> None:
    assert "no-store" in Client().get(address).headers["Cache-Control"]


def test_letters_about_passwords_lead_home_whatever_host_was_asked(settings) -> None:
    person = people.register_person(acts.public(), personal={"name": "Ann"})
    Account.objects.create_user(
        "ann@wexcombe.example", "lantern-on-the-quay", person_id=person, joined_at=clock.now()
    )
    browser = Client(HTTP_HOST="localhost:6666")
    browser.post(reverse("account_reset_password"), {"email": "ann@wexcombe.example"})
    [letter] = mail.outbox
    assert f"{settings.BASE_URL}/account/password/reset/key/" in letter.body
    assert "6666" not in letter.body + letter.subject


def test_sessions_that_are_over_are_forgotten() -> None:
    for key, days in (("over", -1), ("alive", 1)):
        Session.objects.create(
            session_key=key, session_data="x", expire_date=clock.now() + timedelta(days=days)
        )
    tasks.clear_sessions(acts.system())
    assert list(Session.objects.values_list("session_key", flat=True)) == ["alive"]


def test_a_process_whose_clock_is_wrong_is_not_ready(settings) -> None:
    assert Client().get("/readyz").status_code == 200
    with clock.set_to(clock.now() - timedelta(seconds=settings.MOOTHALL_CONTEXT_SECONDS)):
        assert Client().get("/readyz").status_code == 503

"""Whoever was erased is nowhere: the whole database is searched for anything of theirs."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal import auth as totp
from django.db import connections
from django.db.backends.utils import CursorWrapper
from django.test import Client

from moothall.kernel import act as acts
from moothall.kernel import clock, context, outbox
from moothall.kernel.models import Fact, Matter
from moothall.kernel.operations import people
from moothall.kernel.reactions import reactions_to
from moothall.kernel.signin.models import Account
from tests.attacks.test_sign_in import PASSWORD, signs_in
from tests.journeys import town
from tests.journeys.test_large_items import checks_and_pays, chooses_a_day, chooses_a_home, lists_two_sofas
from tests.journeys.walking import Walker
from tests.support.database import PlaceDatabase

EMAIL = "ada@home.example"
THEIRS = (EMAIL, "Ada Marsh", "07700900123", "990000000002")
"""Their address, name, telephone number, and the home they answered with."""
REGISTER = {"addresses_address"}
"""Where every home of the place stands, whoever lives there."""


@pytest.fixture
def ada(committed: PlaceDatabase) -> Iterator[UUID]:
    """Somebody who has used a service to the end, has an account, and has told more."""
    town.build()
    walker = Walker().opens("/do/bulky-waste/")
    chooses_a_home(walker)
    lists_two_sofas(walker)
    chooses_a_day(walker)
    checks_and_pays(walker)
    with context.acting(acts.system()):
        person = Matter.objects.get().person_id
    assert person is not None
    people.tell(acts.system(), person=person, personal={"telephone": "07700900123"})
    account = Account.objects.create_user(EMAIL, PASSWORD, person_id=person, joined_at=clock.now())
    EmailAddress.objects.create(user=account, email=EMAIL, verified=True, primary=True)
    yield person


def test_of_an_erased_person_nothing_is_left_and_they_cannot_sign_in(ada: UUID):
    browser = Client()
    signs_in(browser, email=EMAIL)
    totp.TOTP.activate(Account.objects.get(), totp.generate_totp_secret())
    assert browser.get("/account/").status_code == 200
    deliver_everything()
    assert found_in(EMAIL) >= {"signin_account", "account_emailaddress"}
    people.erase_person(acts.resident(ada), person=ada)
    assert browser.get("/account/").status_code == 302, "at once, before any worker has heard of it"
    assert signs_in(Client(), email=EMAIL).status_code == 200
    deliver_everything()
    assert {theirs: found_in(theirs) - REGISTER for theirs in THEIRS} == {key: set() for key in THEIRS}
    assert found_in("pbkdf2") | found_in("md5$") == set()
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM django_session), (SELECT count(*) FROM mfa_authenticator)"
        )
        assert cursor.fetchone() == (0, 0)
    assert browser.get("/account/").status_code == 302
    assert signs_in(Client(), email=EMAIL).status_code == 200


def deliver_everything() -> None:
    """What the workers do."""
    with context.acting(acts.system()):
        facts = list(Fact.objects.order_by("at", "id"))
    for job in outbox.jobs_for((fact, one) for fact in facts for one in reactions_to(fact)):
        outbox.carry_out(**job.task_kwargs, is_last=False)


def found_in(text: str) -> set[str]:
    """The tables in which ``text`` stands somewhere, as it is or as bytes."""
    octets = text.encode().hex()
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables"
            " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        )
        tables = [table for (table,) in cursor.fetchall()]
        return {table.removeprefix("public.") for table in tables if _stands_in(cursor, table, text, octets)}


def _stands_in(cursor: CursorWrapper, table: str, text: str, octets: str) -> bool:
    cursor.execute(
        f"SELECT EXISTS (SELECT FROM {table} AS t WHERE strpos(t::text, %s) > 0 OR strpos(t::text, %s) > 0)",
        (text, octets),
    )
    return bool(cursor.fetchone()[0])

"""Many at once: what others were in the way of is tried again, or answered with “busy, try again”."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from html import unescape
from threading import Barrier
from uuid import UUID

import pytest
from django.db import connection, connections
from django.test import Client
from psycopg.sql import SQL, Identifier

from moothall.adapters.embedded_pay import operations as bank
from moothall.adapters.embedded_pay.models import Charge
from moothall.kernel import act as acts
from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.context import acting
from moothall.kernel.gate import operation
from moothall.kernel.operations import organisations, programs
from moothall.kernel.refusal import Busy
from moothall.kernel.tests.support import small_place
from moothall.site import environment
from tests.support.database import PlaceDatabase


@pytest.fixture
def impatient(committed: PlaceDatabase) -> PlaceDatabase:
    """A database that gives a lock up after a tenth of a second."""
    with committed.superuser() as server:
        for role in environment.ROLES:
            server.execute(
                SQL("ALTER ROLE {} IN DATABASE {} SET lock_timeout = '100ms'").format(
                    Identifier(role), Identifier(committed.name)
                )
            )
    connections.close_all()
    return committed


@contextmanager
def audit_trail_locked(database: PlaceDatabase) -> Iterator[None]:
    """Somebody else holds what every operation has to write to."""
    with database.superuser(database.name) as other, other.transaction():
        other.execute("LOCK TABLE kernel_auditentry IN SHARE MODE")
        yield


BOTH = Barrier(2)
tries: list[UUID] = []


@operation(allow=allow.system)
def take_both(act: Act, *, first: UUID, second: UUID) -> None:
    """Lock two organisations, one after the other; the first two times somebody else has one by then."""
    tries.append(first)
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM kernel_organisation WHERE id = %s FOR UPDATE", (first,))
        if tries.count(first) == 1:
            BOTH.wait()
        cursor.execute("SELECT FROM kernel_organisation WHERE id = %s FOR UPDATE", (second,))


def test_who_loses_a_deadlock_does_it_again(committed: PlaceDatabase) -> None:
    place = small_place()

    def run(pair: tuple[UUID, UUID]) -> bool:
        try:
            take_both(acts.system(), first=pair[0], second=pair[1])
        finally:
            connections.close_all()
        return True

    pairs = [(place.council, place.charity), (place.charity, place.council)]
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(run, pairs)) == [True, True]
    assert len(tries) > 2


def test_a_lock_that_nobody_gives_up_is_said_in_words(impatient: PlaceDatabase) -> None:
    place = small_place()
    with audit_trail_locked(impatient), pytest.raises(Busy, match="try again"):
        organisations.add_team(acts.system(), organisation=place.council, slug="waste", name="Waste")
    assert organisations.add_team(acts.system(), organisation=place.council, slug="waste", name="Waste")


def test_a_page_says_that_it_is_busy_and_keeps_what_was_typed(impatient: PlaceDatabase) -> None:
    charge = bank.open_charge(
        acts.system(), idempotency="one", amount_pence=2_000, currency="GBP", reference="FA-1",
        description="Sofa", back="http://127.0.0.1/back",
    )  # fmt: skip
    client, path = Client(), f"/pay/embedded/{charge}"
    with audit_trail_locked(impatient):
        answer = client.post(path, {"answer": "decline", "post": "never"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    page = answer.content.decode()
    assert "What you typed is still here" in page and "999" in page
    typed = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    assert client.post(path, {name: unescape(value) for name, value in typed.items()}).status_code == 302
    with acting(acts.system()):
        assert Charge.objects.get(pk=charge).progress == "declined"


def test_what_was_typed_to_sign_in_is_never_shown_again(impatient: PlaceDatabase) -> None:
    with impatient.superuser(impatient.name) as other, other.transaction():
        other.execute("LOCK TABLE signin_account, signin_cache IN ACCESS EXCLUSIVE MODE")
        answer = Client().post("/account/login/", {"login": "a@b.example", "password": "lantern-of-mine"})
    assert answer.status_code == 503
    assert "lantern-of-mine" not in answer.content.decode()


def test_a_program_is_told_when_to_come_again(impatient: PlaceDatabase) -> None:
    place = small_place()
    key = programs.make_program(
        acts.system(), organisation=place.council, title="Test", scopes=["people.manage"]
    ).key
    with audit_trail_locked(impatient):
        answer = Client().post(
            "/api/v1/kernel/add_team",
            {"organisation": str(place.council), "slug": "waste", "name": "Waste"},
            content_type="application/json", headers={"Authorization": f"Bearer {key}"},
        )  # fmt: skip
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["type"].endswith(":busy")

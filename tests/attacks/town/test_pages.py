"""Everybody opens every page with other people's ids: as if there were nothing there."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction

from moothall.kernel import clock
from tests.attacks.town.addresses import Address, addresses, seen
from tests.attacks.town.changes import written
from tests.attacks.town.peopled import MARK, Peopled, Viewer

pytestmark = pytest.mark.django_db(databases=["default", "signin"])

KEYS_THEMSELVES = {"pay/embedded/{id}"}
"""Addresses that whoever has them may open, like a link in a letter."""
READINGS = {"kernel_auditentry"}
"""What a GET may write: that staff read something."""


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Hundreds of pages that are not there are no news."""
    log = logging.getLogger("django.request")
    level = log.level
    log.setLevel(logging.CRITICAL)
    yield
    log.setLevel(level)


TRIES = 8
"""How often one and the other have to differ to be told apart."""


@dataclass(frozen=True)
class Answer:
    """What a viewer gets, and what it cost and left behind in the database."""

    shown: tuple[int, str, str]
    queries: int
    wrote: dict[str, int]


def ask(viewer: Viewer, method: str, url: str) -> Answer:
    """Everything about one request, which is undone."""
    asked: list[str] = []

    def count(execute: Any, sql: str, *more: Any) -> Any:
        asked.append(sql)
        return execute(sql, *more)

    with transaction.atomic():
        before = written()
        with connection.execute_wrapper(count):
            answer = viewer.browser.generic(method, url)
        found = Answer(seen(answer), len(asked), dict(written() - before))
        transaction.set_rollback(True)
    assert answer.status_code < 500, (method, url)
    return found


def things_at(peopled: Peopled, address: Address, method: str) -> Iterator[UUID]:
    """The ids for which somebody rightful gets something else than for an id there is not."""
    left = {identity for table, identity in peopled.ids.items() if address.fits(table)}
    for viewer in peopled.rightful.values():
        nothing = ask(viewer, method, address.with_id(clock.uuid7(), peopled.ids))
        for identity in sorted(left):
            answer = ask(viewer, method, address.with_id(identity, peopled.ids))
            assert method != "GET" or set(answer.wrote) <= READINGS, (address.route, answer.wrote)
            if answer.shown != nothing.shown:
                left.remove(identity)
                yield identity


def is_told_apart(peopled: Peopled, viewer: Viewer, method: str, address: Address, thing: UUID) -> bool:
    """Whether the viewer gets another answer for ``thing`` than for an id there is not. Asked again before it
    is believed: what a process remembers for a second or two runs out now and then, sooner on a slow machine,
    and takes a question more."""
    for _ in range(TRIES):
        there = ask(viewer, method, address.with_id(thing, peopled.ids))
        if there == ask(viewer, method, address.with_id(clock.uuid7(), peopled.ids)):
            return False
    return True


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_others_may_open_is_for_strangers_not_there(peopled: Peopled, method: str):
    """Nor does it take another number of questions to the database to say so."""
    told, opened = [], 0
    for address in addresses():
        if not address.takes_ids or address.route in KEYS_THEMSELVES:
            continue
        for thing in things_at(peopled, address, method):
            opened += 1
            for name, viewer in peopled.strangers.items():
                if is_told_apart(peopled, viewer, method, address, thing):
                    told.append((name, address.route))
    assert not told
    assert opened >= 12


def test_nobody_reads_the_mark_on_a_page_without_ids(peopled: Peopled):
    """What is written about Ada stands on no list or page that strangers can open; none of them fails, and
    opening them writes nothing."""
    for address in addresses():
        if address.parts:
            continue
        alike = address.route.startswith(("api/", "oruk/"))  # whoever asks
        for name, viewer in list(peopled.strangers.items())[: 1 if alike else None]:
            answer = ask(viewer, "GET", "/" + address.route)
            assert MARK not in answer.shown[2], (name, address.route)
            assert set(answer.wrote) <= READINGS, (name, address.route, answer.wrote)

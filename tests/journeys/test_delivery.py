"""What one sent journey costs to pass on: statements, pinned."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from moothall.kernel import outbox, places, readers
from tests.journeys.test_large_items import checks_and_pays, chooses_a_day, chooses_a_home, lists_two_sofas
from tests.journeys.town import Town, build
from tests.journeys.walking import Walker

pytestmark = pytest.mark.django_db(databases=["default", "signin"])

MOST_STATEMENTS = 38
"""For one alone, with four readers beside the reaction: what they read along of many is fetched once."""
TAKE = "DELETE FROM procrastinate_jobs WHERE task_name = 'kernel.deliver' RETURNING args::text"
"""What a worker does otherwise."""


@pytest.fixture
def town(db: None, settings: Any, tmp_path: Any) -> Town:
    settings.MOOTHALL_OUTBOX = tmp_path / "outbox"
    return build()


def test_a_sent_journey_is_passed_on_in_few_statements(town: Town) -> None:
    somebody = Walker()
    chooses_a_home(somebody)
    lists_two_sofas(somebody)
    chooses_a_day(somebody)
    pass_on_all()
    checks_and_pays(somebody)
    somebody.sees("Your collection is booked")
    places.place()  # remembered between pages
    made = statements(pass_on_all)
    assert any("moot_messages_message" in one for one in made), "the confirmation is written"
    assert len(made) <= MOST_STATEMENTS, "\n".join(made)


def pass_on_all() -> None:
    """Have readers read on and reactions carried out; what they ask of the post and the bank is theirs."""
    readers.catch_up()
    with connection.cursor() as cursor:
        cursor.execute(TAKE)
        waiting = [json.loads(args) for (args,) in cursor.fetchall()]
    for asked in waiting:
        outbox.carry_out(**asked, is_last=False)
    readers.catch_up()


def statements(carry_out: Callable[[], None]) -> list[str]:
    """The statements that something makes through Django; of savepoints, which only a test has, none."""
    made: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        if "SAVEPOINT" not in sql and sql != TAKE:
            made.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        carry_out()
    return made

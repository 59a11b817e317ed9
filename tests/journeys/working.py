"""The worker, when a test says so: events reach their reactions, money moves, messages go to the post."""

import json
from typing import Any

from django.db import connection
from procrastinate.contrib.django import app

from moothall.kernel import act as acts
from moothall.kernel import outbox, readers
from moothall.kernel.context import acting
from tests.support.patience import until


def work() -> None:
    """Do every job there is, and those that they ask for, in order."""
    while jobs := _waiting_now():
        for number, name, arguments in jobs:
            _do(name, arguments)
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [number])


def _waiting_now() -> list[tuple[int, str, dict[str, Any]]]:
    """What waits once everything that happened is read: readers stop below the oldest transaction that is
    open on the whole server, and another process of the tests may have one."""
    until(is_all_read)
    return _waiting()


def is_all_read() -> bool:
    """Have readers read what they may, and tell whether that was everything."""
    readers.catch_up()
    with acting(acts.system()), connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM kernel_event AS f, kernel_reader AS r"
            " WHERE r.name = ANY (%s) AND (f.xid, f.seq) > (r.xid, r.seq))",
            [list(readers.READERS)],
        )
        return not cursor.fetchone()[0]


def _waiting() -> list[tuple[int, str, dict[str, Any]]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, task_name, args FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id")
        return [(number, name, json.loads(args)) for number, name, args in cursor.fetchall()]


def _do(name: str, arguments: dict[str, Any]) -> None:
    if name == outbox.deliver.name:
        outbox.carry_out(**arguments, is_last=False)
    else:
        app.tasks[name](**arguments)

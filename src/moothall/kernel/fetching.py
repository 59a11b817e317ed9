"""Rows as plain records, for what pages wait for: building a statement and its models anew each time takes
longer than PostgreSQL takes to answer it."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import connection

R = TypeVar("R")


def fetch(record: Callable[..., R], statement: str, *values: Any, **named: Any) -> list[R]:
    """The rows of ``statement`` with its values, each as the ``record`` made of its columns in their order.

    It asks in the transaction of the act that is under way, under its policies like everything else.
    """
    with connection.cursor() as cursor:
        cursor.execute(statement, named or values)
        return [record(*row) for row in cursor.fetchall()]

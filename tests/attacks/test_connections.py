"""Contexts under threads and on raw connections, with real commits."""

import threading
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.db import DatabaseError, connection

from moothall.kernel.context import acting
from moothall.kernel.models import Matter, Person
from moothall.kernel.tests.support import small_place


def test_threads_do_not_see_each_others_acts(committed):
    place = small_place()
    barrier = threading.Barrier(8)

    def look(number: int) -> int:
        act = place.as_officer() if number % 2 else place.as_adviser()
        try:
            barrier.wait()
            seen = set()
            for _ in range(40):
                with acting(act):
                    seen.add(Matter.objects.count())
                with pytest.raises(DatabaseError):
                    Person.objects.count()
            (only,) = seen
            return only
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(look, range(8))) == [0, 1] * 4


def test_every_connection_of_the_application_refuses_without_an_act(committed):
    small_place()
    raw = psycopg.connect(**{k: v for k, v in connection.get_connection_params().items()
                             if k in {"host", "port", "dbname", "user", "password"}})  # fmt: skip
    with raw, pytest.raises(psycopg.Error) as refusal:
        raw.execute("SELECT * FROM kernel_person")
    assert refusal.value.sqlstate == "MH001"

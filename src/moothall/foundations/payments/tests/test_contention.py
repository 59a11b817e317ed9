"""Whoever presses Pay twice at the same moment, or in two windows, pays once and is refused nothing."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections

from moothall.foundations.payments.tests.support import journey
from tests.support.database import PlaceDatabase

WINDOWS = 6


def test_of_payments_begun_at_once_there_is_one(committed: PlaceDatabase) -> None:
    one = journey()
    start = Barrier(WINDOWS)

    def window(_number: int) -> str | None:
        try:
            start.wait()
            return one.leave()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WINDOWS) as pool:
        pages = set(pool.map(window, range(WINDOWS)))
    assert len(pages) == 1 and len(one.payments()) == 1

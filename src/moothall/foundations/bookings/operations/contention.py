"""Many people after one place: trying again when the database had to choose between two of them."""

from collections.abc import Callable
from typing import TypeVar, cast

from django.db import DatabaseError, transaction
from django.utils.translation import gettext_lazy as _

from moothall.kernel.constraints import register_message
from moothall.kernel.refusal import Conflict

R = TypeVar("R")

TRIES = 6
AGAIN = {"40P01", "40001", "23P01"}
"""Deadlock, serialisation failure, and an overlap with something that may be gone in a moment."""
CROWD = {"40P01", "40001", "55P03"}
"""What is said to be a crowd when trying again did not help: also a lock that nobody gave up in time."""

CROWDED = cast(str, _("Many people are booking at the moment. Wait a minute, then try again."))
FULL = cast(str, _("There are not enough places left at that time. Choose another time."))

register_message("bookings_slot_has_room", FULL, field="slot")
register_message(
    "bookings_exclusive", cast(str, _("That time has just been taken. Choose another time.")), field="slot"
)
register_message(
    "bookings_one_hold_a_step", cast(str, _("You are already choosing a time in another window."))
)
register_message("bookings_waits_once", cast(str, _("You are already on this waiting list.")))


def patiently(take: Callable[[], R]) -> R:
    """What ``take`` returns, in a savepoint of its own, tried again after a deadlock or an overlap.

    Raises the last overlap, which the gate puts into words, or ``Conflict`` when there is too great a crowd.
    """
    tries_left = TRIES
    while True:
        tries_left -= 1
        try:
            with transaction.atomic():
                return take()
        except DatabaseError as failure:
            state = getattr(failure.__cause__, "sqlstate", None)
            if state in AGAIN and tries_left:
                continue
            if state in CROWD:
                raise Conflict(CROWDED, code="crowded") from failure
            raise

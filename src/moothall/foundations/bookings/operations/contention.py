"""Many people after one place: trying again when the database had to choose between two of them."""

from collections.abc import Callable
from typing import TypeVar, cast

from django.db import DatabaseError, transaction
from django.utils.translation import gettext_lazy as _

from moothall.kernel.constraints import say

R = TypeVar("R")

TRIES = 6
AGAIN = {"40P01", "40001", "23P01"}
"""Deadlock, serialisation failure, and an overlap with something that may be gone in a moment."""

FULL = cast(str, _("There are not enough places left at that time. Choose another time."))

say("bookings_slot_has_room", FULL, field="slot")
say("bookings_exclusive", cast(str, _("That time has just been taken. Choose another time.")), field="slot")
say("bookings_one_hold_a_step", cast(str, _("You are already choosing a time in another window.")))
say("bookings_waits_once", cast(str, _("You are already on this waiting list.")))


def patiently(take: Callable[[], R]) -> R:
    """What ``take`` returns, in a savepoint of its own, tried again after a deadlock or an overlap.

    Raises the last failure; the gate puts it into words.
    """
    for _try in range(TRIES - 1):
        try:
            with transaction.atomic():
                return take()
        except DatabaseError as failure:
            if getattr(failure.__cause__, "sqlstate", None) not in AGAIN:
                raise
    with transaction.atomic():
        return take()

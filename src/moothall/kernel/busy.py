"""Many at once: what the database gave up because of somebody else is tried again, or said in words."""

import time
from collections.abc import Callable
from typing import TypeVar

from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

from moothall.kernel.refusal import Busy

R = TypeVar("R")

TRIES = {"40P01": 5, "40001": 5, "55P03": 2}
"""How often something is tried when it meets a deadlock, a serialisation failure, or a lock that nobody gave
up in time (which has cost five seconds already). Codes: PostgreSQL, Appendix A."""
PAUSE_SECONDS = 0.05
"""In which the one that was in the way goes on, instead of meeting again at the same door."""


def patiently(carry_out: Callable[[], R]) -> R:
    """What ``carry_out``, a whole transaction of its own, returns: tried again when the database took it back
    for the sake of another one. As part of a transaction it is tried once, and the whole comes again.

    Raises ``Busy`` when trying again did not help.
    """
    if connection.in_atomic_block:
        return carry_out()
    tried = 0
    while True:
        tried += 1
        try:
            return carry_out()
        except DatabaseError as failure:
            if tried < TRIES.get(state_of(failure), 0):
                time.sleep(PAUSE_SECONDS * tried)
                continue
            said = in_words(failure)
            if said is None:
                raise
            raise said from failure


def in_words(failure: DatabaseError) -> Busy | None:
    """``Busy`` for what another one was in the way of; ``None`` for any other failure."""
    if state_of(failure) not in TRIES:
        return None
    return Busy(_("Many people are doing things here at this moment. Nothing was done; please try again."))


def state_of(failure: DatabaseError) -> str:
    """The SQLSTATE that PostgreSQL answered with; empty when it did not answer."""
    return str(getattr(failure.__cause__, "sqlstate", ""))

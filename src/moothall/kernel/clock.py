"""The only place that reads the clock or draws random numbers; everything else is handed them by its act."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from threading import Lock
from uuid import UUID

_COUNTING = Lock()
_LAST = [0, 0]
_SET_TO: ContextVar[datetime | None] = ContextVar("moothall_clock", default=None)


def now() -> datetime:
    """This moment, in UTC; or the moment a simulation or test has set with :func:`set_to`."""
    return _SET_TO.get() or datetime.now(UTC)


@contextmanager
def set_to(moment: datetime) -> Iterator[None]:
    """Let :func:`now` answer ``moment`` inside the block: for simulated history and for tests."""
    token = _SET_TO.set(moment)
    try:
        yield
    finally:
        _SET_TO.reset(token)


def uuid7(moment: datetime | None = None) -> UUID:
    """A version 7 UUID (RFC 9562): 48 bits of milliseconds, a counter of 18 bits that keeps the order of
    those made by one process in the same millisecond, and 56 random bits, so that it cannot be guessed."""
    milliseconds = int((moment or now()).timestamp() * 1000) & (2**48 - 1)
    rest = _count(milliseconds) << 56 | int.from_bytes(os.urandom(7))
    high, low = rest >> 62, rest & (2**62 - 1)
    return UUID(int=milliseconds << 80 | 0x7 << 76 | high << 64 | 0x2 << 62 | low)


def _count(milliseconds: int) -> int:
    """How many were made before in this millisecond."""
    with _COUNTING:
        _LAST[:] = [milliseconds, _LAST[1] + 1 if _LAST[0] == milliseconds else 0]
        return _LAST[1] & (2**18 - 1)


_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def reference() -> str:
    """A reference to read out on the telephone, such as ``HX-4F2K-7P``: 35 random bits, no letters that
    are mistaken for digits."""
    drawn = "".join(secrets.choice(_LETTERS) for _ in range(8))
    return f"{drawn[:2]}-{drawn[2:6]}-{drawn[6:]}"


def token() -> str:
    """A secret of 256 random bits that fits in a link."""
    return secrets.token_urlsafe(32)

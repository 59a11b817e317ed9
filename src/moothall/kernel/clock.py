"""The only place that reads the clock or draws random numbers; everything else is handed them by its act."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from uuid import UUID

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


def uuid7(moment: datetime | None = None, *, number: int | None = None) -> UUID:
    """A version 7 UUID (RFC 9562): 48 bits of milliseconds, then 74 random bits, so that keys sort by time
    and cannot be guessed. ``number`` (0 to 4095) takes the place of the first 12 random bits, so that what is made
    in one moment keeps its order."""
    milliseconds = int((moment or now()).timestamp() * 1000) & (2**48 - 1)
    drawn = milliseconds << 80 | int.from_bytes(os.urandom(10))
    if number is not None:
        drawn = drawn & ~(0xFFF << 64) | (number & 0xFFF) << 64
    drawn = drawn & ~(0xF << 76) | 0x7 << 76
    return UUID(int=drawn & ~(0x3 << 62) | 0x2 << 62)


_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def reference() -> str:
    """A reference to read out on the telephone, such as ``HX-4F2K-7P``: 35 random bits, no letters that
    are mistaken for digits."""
    drawn = "".join(secrets.choice(_LETTERS) for _ in range(8))
    return f"{drawn[:2]}-{drawn[2:6]}-{drawn[6:]}"


def token() -> str:
    """A secret of 256 random bits that fits in a link."""
    return secrets.token_urlsafe(32)

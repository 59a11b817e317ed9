"""Receiving what is sent with a request, without a thread: in time, in bounds, on disk when it is large.

Who sends slowly holds a connection and nothing else. The times are those of Apache's mod_reqtimeout
(``body=20,MinRate=500``): twenty seconds, and one more for every five hundred octets that came.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile

IN_MEMORY = 256_000
"""Octets of one body or answer that are held in memory; what is longer goes to disk."""
MOST_LEFT = 100_000_000
"""Octets of a body that is too long which are read and thrown away."""


class Unreceived(Exception):
    """A request whose body is not taken; ``status`` is what HTTP calls it (RFC 9110, section 15.5)."""

    status = 400


class TooLong(Unreceived):
    """More was sent, or announced (``octets``), than the address takes."""

    status = 413

    def __init__(self, octets: int) -> None:
        super().__init__()
        self.octets = octets


class TooSlow(Unreceived):
    """It did not come in time."""

    status = 408


class NoRoom(Unreceived):
    """So much is being sent by all together that this one has to come again."""

    status = 503


class Cut(Unreceived):
    """The sender went away, or announced another length than was sent."""


Parts = AsyncIterator[bytes]
"""The parts of a body as they come; ends with it."""


@dataclass(frozen=True, slots=True)
class Patience:
    """``idle`` seconds are waited for the next part, and ``start`` seconds plus one for every ``rate`` octets
    for the whole."""

    idle: float = 20.0
    start: float = 20.0
    rate: float = 500.0


@dataclass(slots=True)
class Receiver:
    """Receives bodies, up to ``room`` octets of all that are under way together."""

    patience: Patience = Patience()
    room: int = 500_000_000

    async def receive(self, parts: Parts, *, announced: str | None, most: int) -> "Body":
        """The whole body. ``announced``: the header Content-Length; ``most``: octets that are taken.

        Raises ``Unreceived``; nothing of the body is left then.
        """
        expected = _expected(announced, most)
        body = Body()
        try:
            await self._fill(body, parts, most)
            if expected is not None and body.octets != expected:
                raise Cut
        except BaseException:
            self.release(body)
            raise
        return body

    async def discard(self, parts: Parts, why: Unreceived) -> None:
        """Let the sender of what is too long come to its end, within the same times and up to ``MOST_LEFT``,
        without keeping any of it: a browser reads an answer only when it has sent everything."""
        if not isinstance(why, TooLong) or why.octets > MOST_LEFT:
            return
        begun_at, octets = asyncio.get_running_loop().time(), 0
        with suppress(TooSlow):
            while octets < MOST_LEFT and (part := await self._next(parts, begun_at, octets)):
                octets += len(part)

    def release(self, body: "Body") -> None:
        """Make room again for what ``body`` took."""
        self.room += body.octets
        body.octets = 0
        body.file.close()

    async def _fill(self, body: "Body", parts: Parts, most: int) -> None:
        begun_at = asyncio.get_running_loop().time()
        while (part := await self._next(parts, begun_at, body.octets)) is not None:
            if body.octets + len(part) > most:
                raise TooLong(body.octets)
            if len(part) > self.room:
                raise NoRoom
            body.file.write(part)
            body.octets += len(part)
            self.room -= len(part)

    async def _next(self, parts: Parts, begun_at: float, octets: int) -> bytes | None:
        now = asyncio.get_running_loop().time()
        whole = begun_at + self.patience.start + octets / self.patience.rate
        try:
            async with asyncio.timeout_at(min(now + self.patience.idle, whole)):
                return await parts.__anext__()
        except StopAsyncIteration:
            return None
        except TimeoutError as late:
            raise TooSlow from late


class Body:
    """What was sent with a request: a file, read from its start."""

    def __init__(self) -> None:
        self.file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (closed by the receiver)
        self.octets = 0


def _expected(announced: str | None, most: int) -> int | None:
    if announced is None:
        return None
    if not (announced.isascii() and announced.isdigit()):
        raise Cut
    if len(announced) > 15 or int(announced) > most:
        raise TooLong(int(announced[:16]))
    return int(announced)

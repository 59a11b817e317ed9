"""Telling the database who acts: signed, for one transaction, set in one place.

The setting ``moothall.act`` holds
``expiry|backend|act|role|person|organisation|subject|purpose|program|scopes|signature``.
The database verifies the HMAC-SHA-256 (RFC 2104) with a key that only its own definer functions can read
(``sql/context.sql``), so neither a forgotten filter nor injected SQL can act as somebody else.
"""

import hashlib
import hmac
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, LiteralString
from uuid import UUID
from weakref import WeakSet

import psycopg
from django.conf import settings
from django.db import connection, transaction

from moothall.kernel.act import Act


class RoleTooMighty(RuntimeError):
    """The application's database role could get round row-level security, so nothing is done through it."""


@dataclass(frozen=True, slots=True)
class _Open:
    """An act whose transaction is open, and what it has looked up so far."""

    act: Act
    memory: dict[object, Any] = field(default_factory=dict)


_OPEN: ContextVar[_Open | None] = ContextVar("moothall_act", default=None)

HARMLESS = (
    "SELECT NOT (rolsuper OR rolbypassrls OR EXISTS (SELECT FROM pg_auth_members WHERE member = r.oid)"
    " OR EXISTS (SELECT FROM pg_class WHERE relowner = r.oid))"
    " FROM pg_roles AS r WHERE rolname = current_user"
)
"""Whether the role of a connection can by no means get round the policies."""
_CHECKED: WeakSet[Any] = WeakSet()
"""Connections whose role was found harmless."""

MOST_PREPARED = 400
"""Statements a connection keeps the plans of. A journey alone has fifty: with fewer places than all that
people do on one connection, each would be forgotten before it comes again. Fifty take about 8 MB."""

BLOCK = 64
"""Bytes in a block of SHA-256, to which HMAC pads its key."""


def pads(key: bytes) -> tuple[bytes, bytes]:
    """The inner and outer padded keys of HMAC-SHA-256, which the database keeps instead of ``key``."""
    padded = key.ljust(BLOCK, b"\0")
    return bytes(byte ^ 0x36 for byte in padded), bytes(byte ^ 0x5C for byte in padded)


def sign(act: Act, *, backend: int) -> str:
    """The text that tells the database of ``act``: valid on connection ``backend`` (0: on any) for
    ``MOOTHALL_CONTEXT_SECONDS``."""
    body = "|".join(
        (
            str(int(time.time()) + settings.MOOTHALL_CONTEXT_SECONDS),
            str(backend),
            str(act.id),
            act.role.value,
            _text(act.person),
            _text(act.organisation),
            _text(act.subject),
            act.purpose.replace("|", " "),
            _text(act.program),
            " ".join(sorted(act.permissions)) if act.program else "",
        )
    )
    signature = hmac.new(settings.MOOTHALL_CONTEXT_KEY, body.encode(), hashlib.sha256).hexdigest()
    return f"{body}|{signature}"


def current() -> Act | None:
    """The act whose transaction is open in this thread, if any."""
    found = _OPEN.get()
    return found.act if found else None


def memory() -> dict[object, Any]:
    """What the open transaction has looked up and need not look up again: gone when it ends. Outside of any,
    an empty one that nobody keeps."""
    found = _OPEN.get()
    return found.memory if found else {}


@contextmanager
def acting(act: Act, *, changes: bool = True) -> Iterator[None]:
    """Open a transaction in which the database knows ``act``; inside one of the same act, a part of it. When
    a part that ``changes`` something fails, the whole can only fail with it (see ``gate.attempt``).

    Raises ``RuntimeError`` inside the transaction of another act: one act never slips into another's shoes.
    """
    found = _OPEN.get()
    if found is not None and connection.in_atomic_block:
        if found.act.id != act.id or found.act.subject != act.subject:
            raise RuntimeError("Another act is under way in this transaction.")
        with transaction.atomic(savepoint=False) if changes else nullcontext():
            yield
        return
    enclosed = connection.in_atomic_block
    with transaction.atomic():
        _tell(sign(act, backend=_backend()))
        remembered = _OPEN.set(_Open(act))
        try:
            yield
        finally:
            _OPEN.reset(remembered)
        if enclosed:
            _tell("")


def ask(act: Act, statement: LiteralString, *values: object) -> list[tuple[Any, ...]]:
    """The rows of one ``statement`` that is told of ``act`` as its first value: what a door needs to know to
    make the act of a request, in one round trip instead of four."""
    signed = sign(act, backend=_backend())
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        return cursor.execute(statement, (signed, *values)).fetchall()


def _backend() -> int:
    """The process id of the server's end, or 0 when a transaction pooler stands between."""
    connection.ensure_connection()
    _check_role()
    return 0 if settings.MOOTHALL_POOLER else connection.connection.info.backend_pid


def _check_role() -> None:
    """Once a connection: raises ``RoleTooMighty`` when its role could see everything."""
    if connection.connection in _CHECKED:
        return
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        row = cursor.execute(HARMLESS).fetchone()
    if row != (True,):
        raise RoleTooMighty(
            "The application's database role could get round row-level security. Run moot doctor."
        )
    connection.connection.prepared_max = MOST_PREPARED
    _CHECKED.add(connection.connection)


def _tell(text: str) -> None:
    # Bound on the server, so that the text never shows in pg_stat_activity or a statement log.
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute("SELECT set_config('moothall.act', %s, true)", (text,))


def _text(value: UUID | None) -> str:
    return "" if value is None else str(value)

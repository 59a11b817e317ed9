"""Doing a keyed operation once, however often it is asked for."""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from django.db import connection
from pydantic import TypeAdapter

from moothall.kernel.act import Act
from moothall.kernel.refusal import Conflict
from moothall.kernel.registry import Entry


def once(act: Act, entry: Entry, arguments: Mapping[str, Any], carry_out: Callable[[], Any]) -> Any:
    """The outcome of ``carry_out``, or of the first time the same key was used for the same operation.

    A second request that comes while the first is under way waits for it. Raises ``Conflict`` when the key
    was used with other arguments.
    """
    digest = hashlib.sha256(f"{act.person}|{act.organisation}|{entry.name}|{act.key}".encode()).digest()
    content = hashlib.sha256(repr(sorted(arguments.items())).encode()).digest()
    result = TypeAdapter(entry.result)
    if _claim(act, digest, content):
        outcome = carry_out()
        _remember(digest, result.dump_python(outcome, mode="json"))
        return outcome
    return result.validate_python(_earlier(digest, content))


def _claim(act: Act, digest: bytes, content: bytes) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_idempotencykey (digest, actor_id, arguments, at) VALUES (%s, %s, %s, %s)"
            " ON CONFLICT DO NOTHING",
            (digest, act.person, content, act.at),
        )
        return bool(cursor.rowcount)


def _remember(digest: bytes, outcome: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE kernel_idempotencykey SET outcome = %s WHERE digest = %s", (json.dumps(outcome), digest)
        )


def _earlier(digest: bytes, content: bytes) -> Any:
    with connection.cursor() as cursor:
        cursor.execute("SELECT arguments, outcome FROM kernel_idempotencykey WHERE digest = %s", (digest,))
        row = cursor.fetchone()
    if row is None or bytes(row[0]) != content:
        raise Conflict("This was already sent with different content. Start again.", code="key-used")
    return json.loads(row[1])

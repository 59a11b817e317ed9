"""Doing a keyed operation once, however often it is asked for."""

import hashlib
import json
import os
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection
from pydantic import TypeAdapter

from moothall.kernel.act import Act
from moothall.kernel.refusal import Conflict
from moothall.kernel.registry import Entry

NONCE_BYTES = 12


def once(act: Act, entry: Entry, arguments: Mapping[str, Any], carry_out: Callable[[], Any]) -> Any:
    """The outcome of ``carry_out``, or of the first time the same key was used for the same operation.

    A second request that comes while the first is under way waits for it. Raises ``Conflict`` when the key
    was used with other arguments.
    """
    asked = f"{act.role}|{act.person}|{act.organisation}|{act.program}|{act.subject}|{entry.name}|{act.key}"
    digest = hashlib.sha256(asked.encode()).digest()
    content = hashlib.sha256(f"{asked}|{sorted(arguments.items())!r}".encode()).digest()
    cipher = AESGCM(hashlib.sha256(f"outcome|{asked}".encode()).digest())
    result = _adapter(entry.result)
    if _claim(act, digest, content):
        outcome = carry_out()
        _remember(digest, _encrypted(cipher, result.dump_python(outcome, mode="json")))
        return outcome
    return result.validate_python(_opened(cipher, _earlier(digest, content)))


@cache
def _adapter(result: Any) -> TypeAdapter[Any]:
    """How outcomes of a type are written and read; making it takes longer than all else here."""
    return TypeAdapter(result)


def _encrypted(cipher: AESGCM, outcome: Any) -> str:
    """``outcome`` under the key it was asked for with."""
    nonce = os.urandom(NONCE_BYTES)
    return b64encode(nonce + cipher.encrypt(nonce, json.dumps(outcome).encode(), None)).decode()


def _opened(cipher: AESGCM, encrypted: str) -> Any:
    content = b64decode(encrypted)
    return json.loads(cipher.decrypt(content[:NONCE_BYTES], content[NONCE_BYTES:], None))


def _claim(act: Act, digest: bytes, content: bytes) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_idempotencykey (digest, actor_id, actor_role, organisation_id, arguments, at)"
            " VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
            (digest, act.person, act.role.value, act.organisation, content, act.at),
        )
        return bool(cursor.rowcount)


def _remember(digest: bytes, outcome: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE kernel_idempotencykey SET outcome = %s WHERE digest = %s", (json.dumps(outcome), digest)
        )


def _earlier(digest: bytes, content: bytes) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT arguments, outcome FROM kernel_idempotencykey WHERE digest = %s", (digest,))
        row = cursor.fetchone()
    if row is None or bytes(row[0]) != content:
        raise Conflict("This was already sent with different content. Start again.", code="key-used")
    return str(json.loads(row[1]))

"""What nobody else may read, under a key per holder: encrypting, reading, rotating the master key, erasing.

A holder is a person, an organisation, or a matter that is about nobody. AES-256-GCM (NIST SP 800-38D) under a
random key per holder; that key wrapped (RFC 3394) under a master key, which lives in a file, never in the
database. Erasing a holder empties its wrapped key. Backups leave wrapped keys out (:func:`write_escrow` keeps
the present ones beside the secrets), so that who is erased cannot be read in a backup taken before either.
"""

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap
from django.conf import settings

from moothall.kernel import context
from moothall.kernel.fetching import fetch
from moothall.kernel.models import DataKey

KEY_BYTES = 32
NONCE_BYTES = 12
READ = """
SELECT holder, kind, master_key, wrapped FROM kernel_datakey WHERE holder = ANY (%s) AND wrapped IS NOT NULL
"""
FORMAT = b"\x01"
"""First byte of everything encrypted here, so that the format can change."""


class Unreadable(Exception):
    """What was encrypted cannot be read: its holder was erased, or it was tampered with."""


def new_key(person: UUID, *contents: Mapping[str, Any]) -> tuple[list[bytes], DataKey]:
    """A data key for a new person: ``contents`` encrypted under it, and its row, to be saved after the
    person's."""
    master, wrapping = _current_master()
    key = os.urandom(KEY_BYTES)
    plain = (json.dumps(content, separators=(",", ":")).encode() for content in contents)
    encrypted = [_encrypt_under(key, person, one) for one in plain]
    return encrypted, DataKey(holder=person, master_key=master, wrapped=aes_key_wrap(wrapping, key))


def hold(holder: UUID, kind: str) -> None:
    """Let an organisation or a matter have a key, if it has none; one that was destroyed does not come
    back."""
    master, wrapping = _current_master()
    wrapped = aes_key_wrap(wrapping, os.urandom(KEY_BYTES))
    key = DataKey(holder=holder, kind=kind, master_key=master, wrapped=wrapped)
    DataKey.objects.bulk_create([key], ignore_conflicts=True)


def encrypt(holder: UUID, content: Mapping[str, Any]) -> bytes:
    """``content`` (JSON values) encrypted for ``holder``. Raises ``Unreadable`` if it was erased."""
    return encrypt_bytes(holder, json.dumps(content, separators=(",", ":")).encode())


def decrypt(holder: UUID, encrypted: bytes | memoryview | None) -> dict[str, Any]:
    """What :func:`encrypt` was given; empty for ``None``. Raises ``Unreadable``."""
    return {} if encrypted is None else dict(json.loads(decrypt_bytes(holder, encrypted)))


def decrypt_many(
    pairs: Sequence[tuple[UUID | None, bytes | memoryview | None]],
) -> list[dict[str, Any] | None]:
    """What each pair of holder and encrypted content says, with one look-up of keys; ``None`` where
    unreadable."""
    keys = _keys({holder for holder, encrypted in pairs if holder is not None and encrypted is not None})
    opened().update(keys.keys() & _people())
    return [_content(keys.get(holder), holder, encrypted) if holder else {} for holder, encrypted in pairs]


def encrypt_bytes(holder: UUID, plain: bytes) -> bytes:
    """``plain`` (such as a file) encrypted for ``holder``. Raises ``Unreadable`` if it was erased."""
    return _encrypt_under(_key(holder), holder, plain)


def decrypt_bytes(holder: UUID, encrypted: bytes | memoryview) -> bytes:
    """What :func:`encrypt_bytes` was given. Raises ``Unreadable``."""
    key = _key(holder)
    opened().update({holder} & _people())
    return _open(key, holder, bytes(encrypted))


def erase(holder: UUID, *, at: datetime) -> bool:
    """Destroy the holder's data key: all that was encrypted under it is gone, here and in backups. Says
    whether there was one that the act may destroy."""
    _remembered().pop(holder, None)
    return bool(DataKey.objects.filter(holder=holder).update(wrapped=None, erased_at=at))


def rewrap(*, batch: int = 500) -> int:
    """Wrap up to ``batch`` data keys under the current master key that still hang on an older one.

    Returns how many were wrapped anew; when it returns 0, the older master keys may be deleted.
    """
    current, wrapping = _current_master()
    waiting = DataKey.objects.exclude(master_key=current).exclude(wrapped=None).order_by("holder")
    old = list(
        waiting.select_for_update()[:batch]
    )  # locked, so that nobody is erased in between and comes back
    for row in old:
        row.wrapped = aes_key_wrap(wrapping, _unwrap(row.master_key, bytes(row.wrapped or b"")))
        row.master_key = current
    DataKey.objects.bulk_update(old, ["wrapped", "master_key"])
    return len(old)


def write_escrow(path: Path) -> int:
    """Write every present wrapped key to the file ``path``, replacing it at once; returns how many."""
    draft = path.with_suffix(".writing")
    count = 0
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        for row in DataKey.objects.exclude(wrapped=None).order_by("holder").iterator():
            file.write(f"{row.holder} {row.kind} {row.master_key} {bytes(row.wrapped or b'').hex()}\n")
            count += 1
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    return count


def read_escrow(path: Path) -> Iterable[DataKey]:
    """The keys that :func:`write_escrow` wrote, as rows to be saved."""
    with path.open() as file:
        for line in file:
            holder, kind, master, wrapped = line.split()
            yield DataKey(holder=UUID(holder), kind=kind, master_key=master, wrapped=bytes.fromhex(wrapped))


def _current_master() -> tuple[str, bytes]:
    masters: dict[str, bytes] = settings.MOOTHALL_MASTER_KEYS
    return list(masters.items())[-1]


def _encrypt_under(key: bytes, holder: UUID, plain: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return FORMAT + nonce + AESGCM(key).encrypt(nonce, plain, holder.bytes)


def _key(holder: UUID) -> bytes:
    found = _keys({holder}).get(holder)
    if found is None:
        raise Unreadable("There is no key for this.")
    return found


def opened() -> set[UUID]:
    """Whose data the open transaction has read: the gate records it when staff did, whoever wrote the
    query."""
    found: set[UUID] = context.memory().setdefault("opened", set())
    return found


def _remembered() -> dict[UUID, bytes]:
    """The keys that the open transaction has read: never kept beyond it, so that an erasure holds at once."""
    found: dict[UUID, bytes] = context.memory().setdefault("data keys", {})
    return found


def _people() -> set[UUID]:
    """Those whose keys the open transaction has read and who are people: whom a reading is recorded for."""
    found: set[UUID] = context.memory().setdefault("people with keys", set())
    return found


def _keys(holders: set[UUID]) -> dict[UUID, bytes]:
    known = _remembered()
    if unknown := holders - known.keys():
        known.update(fetch(_key_of, READ, list(unknown)))
    return {holder: known[holder] for holder in holders & known.keys()}


def _key_of(holder: UUID, kind: str, master_key: str, wrapped: bytes) -> tuple[UUID, bytes]:
    if kind == DataKey.Kind.PERSON:
        _people().add(holder)
    return holder, _unwrap(master_key, wrapped)


def _unwrap(master_key: str, wrapped: bytes) -> bytes:
    master = settings.MOOTHALL_MASTER_KEYS.get(master_key)
    if master is None:
        raise Unreadable("The master key of this data key is not here.")
    try:
        return aes_key_unwrap(master, wrapped)
    except InvalidUnwrap as wrong:
        raise Unreadable("The data key does not fit its master key.") from wrong


def _open(key: bytes, holder: UUID, encrypted: bytes) -> bytes:
    if encrypted[:1] != FORMAT:
        raise Unreadable("This was not encrypted here.")
    nonce, content = encrypted[1 : 1 + NONCE_BYTES], encrypted[1 + NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, content, holder.bytes)
    except InvalidTag as wrong:
        raise Unreadable("The content does not fit the key.") from wrong


def _content(key: bytes | None, holder: UUID, encrypted: bytes | memoryview | None) -> dict[str, Any] | None:
    if encrypted is None:
        return {}
    try:
        return None if key is None else dict(json.loads(_open(key, holder, bytes(encrypted))))
    except Unreadable:
        return None

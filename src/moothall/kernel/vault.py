"""Personal data under a key per person: encrypting, reading, rotating the master key, erasing.

AES-256-GCM (NIST SP 800-38D) under a random key per person; that key wrapped (RFC 3394) under a master key,
which lives in a file, never in the database. Erasing a person empties their wrapped key. Backups leave
wrapped keys out (:func:`write_escrow` keeps the present ones beside the secrets), so that an erased person
cannot be read in a backup taken before either.
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
SELECT person_id, master_key, wrapped FROM kernel_datakey WHERE person_id = ANY (%s) AND wrapped IS NOT NULL
"""
FORMAT = b"\x01"
"""First byte of everything encrypted here, so that the format can change."""


class Unreadable(Exception):
    """What was encrypted cannot be read: its person was erased, or it was tampered with."""


def new_key(person: UUID, content: Mapping[str, Any]) -> tuple[bytes, DataKey]:
    """A data key for a new person: ``content`` encrypted under it, and its row, to be saved after the
    person's."""
    master, wrapping = _current_master()
    key = os.urandom(KEY_BYTES)
    sealed = _seal_under(key, person, json.dumps(content, separators=(",", ":")).encode())
    return sealed, DataKey(person_id=person, master_key=master, wrapped=aes_key_wrap(wrapping, key))


def seal(person: UUID, content: Mapping[str, Any]) -> bytes:
    """``content`` (JSON values) encrypted for ``person``. Raises ``Unreadable`` if the person was erased."""
    return seal_bytes(person, json.dumps(content, separators=(",", ":")).encode())


def unseal(person: UUID, sealed: bytes | memoryview | None) -> dict[str, Any]:
    """What :func:`seal` was given; empty for ``None``. Raises ``Unreadable``."""
    return {} if sealed is None else dict(json.loads(unseal_bytes(person, sealed)))


def unseal_many(
    pairs: Sequence[tuple[UUID | None, bytes | memoryview | None]],
) -> list[dict[str, Any] | None]:
    """What each pair of person and sealed content says, with one look-up of keys; ``None`` where
    unreadable."""
    keys = _keys({person for person, sealed in pairs if person is not None and sealed is not None})
    opened().update(keys)
    return [_content(keys.get(person), person, sealed) if person else {} for person, sealed in pairs]


def seal_bytes(person: UUID, plain: bytes) -> bytes:
    """``plain`` (such as a file) encrypted for ``person``. Raises ``Unreadable`` if the person was erased."""
    return _seal_under(_key(person), person, plain)


def unseal_bytes(person: UUID, sealed: bytes | memoryview) -> bytes:
    """What :func:`seal_bytes` was given. Raises ``Unreadable``."""
    opened().add(person)
    return _open(_key(person), person, bytes(sealed))


def erase(person: UUID, *, at: datetime) -> None:
    """Destroy the person's data key: all that was encrypted under it is gone, here and in backups.

    Raises ``Unreadable`` when there is no key that the act may destroy.
    """
    _remembered().pop(person, None)
    if not DataKey.objects.filter(person_id=person).update(wrapped=None, erased_at=at):
        raise Unreadable("There is no key of this person to destroy.")


def rewrap(*, batch: int = 500) -> int:
    """Wrap up to ``batch`` data keys under the current master key that still hang on an older one.

    Returns how many were wrapped anew; when it returns 0, the older master keys may be deleted.
    """
    current, wrapping = _current_master()
    waiting = DataKey.objects.exclude(master_key=current).exclude(wrapped=None).order_by("person_id")
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
        for row in DataKey.objects.exclude(wrapped=None).order_by("person_id").iterator():
            file.write(f"{row.person_id} {row.master_key} {bytes(row.wrapped or b'').hex()}\n")
            count += 1
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    return count


def read_escrow(path: Path) -> Iterable[DataKey]:
    """The keys that :func:`write_escrow` wrote, as rows to be saved."""
    with path.open() as file:
        for line in file:
            person, master, wrapped = line.split()
            yield DataKey(person_id=UUID(person), master_key=master, wrapped=bytes.fromhex(wrapped))


def _current_master() -> tuple[str, bytes]:
    masters: dict[str, bytes] = settings.MOOTHALL_MASTER_KEYS
    return list(masters.items())[-1]


def _seal_under(key: bytes, person: UUID, plain: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return FORMAT + nonce + AESGCM(key).encrypt(nonce, plain, person.bytes)


def _key(person: UUID) -> bytes:
    found = _keys({person}).get(person)
    if found is None:
        raise Unreadable("There is no key for this person.")
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


def _keys(people: set[UUID]) -> dict[UUID, bytes]:
    known = _remembered()
    if unknown := people - known.keys():
        known.update(fetch(_key_of, READ, list(unknown)))
    return {person: known[person] for person in people & known.keys()}


def _key_of(person: UUID, master_key: str, wrapped: bytes) -> tuple[UUID, bytes]:
    return person, _unwrap(master_key, wrapped)


def _unwrap(master_key: str, wrapped: bytes) -> bytes:
    master = settings.MOOTHALL_MASTER_KEYS.get(master_key)
    if master is None:
        raise Unreadable("The master key of this person's data key is not here.")
    try:
        return aes_key_unwrap(master, wrapped)
    except InvalidUnwrap as wrong:
        raise Unreadable("The data key does not fit its master key.") from wrong


def _open(key: bytes, person: UUID, sealed: bytes) -> bytes:
    if sealed[:1] != FORMAT:
        raise Unreadable("This was not encrypted here.")
    nonce, content = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, content, person.bytes)
    except InvalidTag as wrong:
        raise Unreadable("The content does not fit the person's key.") from wrong


def _content(key: bytes | None, person: UUID, sealed: bytes | memoryview | None) -> dict[str, Any] | None:
    if sealed is None:
        return {}
    try:
        return None if key is None else dict(json.loads(_open(key, person, bytes(sealed))))
    except Unreadable:
        return None

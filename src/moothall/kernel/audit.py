"""Leaf hashes: what makes an audit entry or an event provable later without giving anything away now."""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Batch:
    """What an audit entry says of the rows that were taken in at once: how many, the root of the hash tree
    over them, and the salt that entry and tree share."""

    count: int
    root: bytes
    salt: bytes


def plain(value: Any) -> str:
    """``value`` as it is written in what is hashed."""
    return str(value.astimezone(UTC)) if isinstance(value, datetime) else str(value)


def salt() -> bytes:
    """Fresh random bytes that keep a commitment from being guessed."""
    return os.urandom(SALT_BYTES)


def leaf(content: Mapping[str, Any], *, salt: bytes) -> bytes:
    """The leaf hash of ``content`` (RFC 9162, section 2.1.1: SHA-256 over a zero byte and the entry).

    The entry is a salted commitment to the canonical JSON of ``content``, not the content, so that a log of
    leaves tells nothing about anybody. A moment is the same in every zone.
    """
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), default=plain)
    commitment = hashlib.sha256(salt + canonical.encode()).digest()
    return hashlib.sha256(b"\0" + commitment).digest()

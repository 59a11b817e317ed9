"""Keeping what somebody typed so that only the browser that typed it can bring it back.

AES-256-GCM (NIST SP 800-38D) under a key of its own for every search, bound to the search's id. The key goes
to the browser's session and nowhere else: sessions are kept out of backups and end after 12 hours.
"""

import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_KEY_BYTES = 32
_NONCE_BYTES = 12


def new_key() -> str:
    """A key as text, to be kept in a session."""
    return urlsafe_b64encode(os.urandom(_KEY_BYTES)).decode()


def encrypt(content: Mapping[str, Any], *, key: str, search: UUID) -> bytes:
    """``content`` (JSON values) encrypted under ``key``, for the search with this id only."""
    nonce = os.urandom(_NONCE_BYTES)
    plain = json.dumps(content, separators=(",", ":"), ensure_ascii=False).encode()
    return nonce + AESGCM(urlsafe_b64decode(key)).encrypt(nonce, plain, search.bytes)


def decrypt(encrypted: bytes, *, key: str, search: UUID) -> dict[str, Any] | None:
    """What :func:`encrypt` was given; ``None`` when the key is not this search's or the text was changed."""
    nonce, content = encrypted[:_NONCE_BYTES], encrypted[_NONCE_BYTES:]
    try:
        return dict(json.loads(AESGCM(urlsafe_b64decode(key)).decrypt(nonce, content, search.bytes)))
    except (InvalidTag, ValueError):
        return None

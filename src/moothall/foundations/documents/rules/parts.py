"""Files in parts."""

from uuid import UUID

OCTETS = 1 << 20
"""Bytes of a file in one part."""


def header(document: UUID, number: int) -> bytes:
    """What a part begins with before it is encrypted, so that no part can take another's place."""
    return document.bytes + number.to_bytes(4)


def split(content: bytes) -> list[bytes]:
    """``content`` in parts of at most :data:`OCTETS` bytes."""
    return [content[start : start + OCTETS] for start in range(0, len(content), OCTETS)]

"""The root of a hash tree: one hash that stands for many rows in their order."""

import hashlib
from collections.abc import Sequence


def root(leaves: Sequence[bytes]) -> bytes:
    """The tree hash of ``leaves``, which are leaf hashes (RFC 9162, section 2.1.1). Joining neighbours level
    by level, an odd one left over going up as it is, is the same tree as dividing at powers of two."""
    if not leaves:
        return hashlib.sha256().digest()
    level = list(leaves)
    while len(level) > 1:
        joined = [_joined(*pair) for pair in zip(level[::2], level[1::2], strict=False)]
        level = joined + level[len(joined) * 2 :]
    return level[0]


def _joined(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()

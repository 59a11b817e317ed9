"""Codes of six digits that show that somebody reads what is sent to a person: one at a time, each works
once.

Kept beside the limits of sign-in, and only as a keyed hash. A code may be tried five times, wherever from.
"""

import secrets
from uuid import UUID

from django.core.cache import cache
from django.utils.crypto import constant_time_compare, salted_hmac

from moothall.kernel.doors.limits import Limit

DIGITS = 6
TRIES = 5
LONGEST = 8 * 24 * 60 * 60
"""Longer than any code works, so that its tries are counted to its end."""
SALT = "moothall.kernel.codes"


def make(person: UUID, *, seconds: int) -> str:
    """A new code for ``person``, which works for this long; the one before works no more."""
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    nonce = secrets.token_hex(8)
    cache.set(_key(person), f"{nonce}{_hash(person, nonce, code)}", seconds)
    return code


def accepts(person: UUID, code: str) -> bool:
    """Whether this is the code that ``person`` was sent. It is used up then; after five wrong ones, so is the
    right one."""
    kept = cache.get(_key(person), "")
    nonce, digest = kept[:16], kept[16:]
    if not kept or not Limit("code", TRIES, seconds=LONGEST).allows(kept):
        return False
    return constant_time_compare(_hash(person, nonce, code), digest) and cache.delete(_key(person))


def _key(person: UUID) -> str:
    return f"code-{salted_hmac(SALT, str(person), algorithm='sha256').hexdigest()}"


def _hash(person: UUID, nonce: str, code: str) -> str:
    return salted_hmac(SALT, f"{person} {nonce} {code}", algorithm="sha256").hexdigest()

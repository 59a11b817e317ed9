"""Readable names for addresses of pages."""

import re
import unicodedata

LONGEST = 80


def slug_of(name: str) -> str:
    """``name`` in small letters, digits and hyphens, at most 80 long; "entry" when nothing is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "").replace("&", " and ")).strip("-")
    return words[:LONGEST].rstrip("-") or "entry"


def free_slug(wanted: str, *, taken: set[str], identity: str) -> str:
    """``wanted``, or when somebody else has it, ``wanted`` with the first free beginning of ``identity``."""
    if wanted not in taken:
        return wanted
    letters = identity.replace("-", "")
    tries = (f"{wanted[: LONGEST - 33]}-{letters[:length]}" for length in (6, 12, 32))
    return next(each for each in tries if each not in taken)

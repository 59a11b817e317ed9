"""Memory is given back: what a process needed for a moment, such as a large file or a batch of texts, does
not stay with it for ever.

The C library of Linux (glibc) keeps an arena for every few threads, and learns from the first large block
that is freed to keep all later ones up to 32 MB: web processes and workers stayed at the size of the worst
moment they had seen. See mallopt(3).
"""

import ctypes
from contextlib import suppress

TRIM_THRESHOLD, MMAP_THRESHOLD, ARENA_MAX = -1, -3, -8
"""Names of options in malloc.h."""


def keep_little() -> None:
    """Have blocks of 256 kB and more taken from the system and given back to it, and no more than two arenas.
    On systems without these options nothing happens."""
    with suppress(OSError, AttributeError):
        options = ctypes.CDLL(None).mallopt
        options(MMAP_THRESHOLD, 256 * 1024)
        options(TRIM_THRESHOLD, 1024 * 1024)
        options(ARENA_MAX, 2)

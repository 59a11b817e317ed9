"""What a web process loads before its first request, so that nobody waits for it."""

from collections.abc import Callable

from moothall.kernel.extension import Registry

LOADERS = Registry[str, Callable[[], None]]("loader")
"""Each loads something large that many requests need and none changes; processes forked later share it."""


def load() -> None:
    """Load all of it."""
    for loader in LOADERS.values():
        loader()

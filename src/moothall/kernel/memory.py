"""What a process may go on knowing for a while: a Django cache that keeps the things themselves.

Django's own local cache writes and reads each value anew, which takes longer than what is kept here takes to
use, and loses what a value has worked out for itself. So keep only what nobody changes: frozen dataclasses,
tuples, mappings that are only read.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any, TypeVar

from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

_KEPT: OrderedDict[str, tuple[float, Any]] = OrderedDict()
_LOCK = Lock()


T = TypeVar("T")
BRIEFLY = 1.0
"""Seconds for which a process goes on with finding nothing."""
_ABSENT: Any = object()


def remembered(key: str, read: Callable[[], T], *, seconds: int) -> T:
    """What ``read`` finds, remembered for so many seconds under ``key``. That there is nothing is remembered
    for a moment only: a place that has just begun fills up behind whoever asked first."""
    found: T = caches["memory"].get(key, _ABSENT)
    if found is _ABSENT:
        found = read()
        caches["memory"].set(key, found, seconds if found else BRIEFLY)
    return found


class Memory(BaseCache):
    """The cache of this process, shared by its threads; what was kept longest makes room."""

    def __init__(self, _location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Keep ``value`` unless something is kept under ``key``; whether it was."""
        if self.get(key, self, version) is not self:
            return False
        self.set(key, value, timeout, version)
        return True

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """What is kept under ``key`` and has not run out."""
        until, value = _KEPT.get(self.make_key(key, version), (0.0, None))
        return value if until > time.monotonic() else default

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Keep ``value`` for ``timeout`` seconds (``None``: as long as there is room)."""
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        until = float("inf") if seconds is None else time.monotonic() + float(seconds)
        with _LOCK:
            _KEPT[self.make_key(key, version)] = (until, value)
            while len(_KEPT) > self._max_entries:
                _KEPT.popitem(last=False)

    def delete(self, key: str, version: int | None = None) -> bool:
        """Forget what is kept under ``key``; whether there was anything."""
        with _LOCK:
            return _KEPT.pop(self.make_key(key, version), None) is not None

    def clear(self) -> None:
        """Forget everything."""
        with _LOCK:
            _KEPT.clear()

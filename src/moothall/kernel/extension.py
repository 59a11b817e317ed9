"""Extension points: where storeys above offer something to those below, each a registry of this one kind.

The module that owns the point makes the registry; an offer is a decorator or a call in a room that is opened
when Moothall starts::

    GUARDS = Registry[str, Guard]("guard")

    @GUARDS.each
    def guarded_service(act: Act, person: UUID) -> UUID | None: …
"""

import sys
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from types import FrameType
from typing import Any, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
F = TypeVar("F", bound=Callable[..., Any])


class Registry(Mapping[K, V]):
    """What is offered, by key, in the order in which it was offered. ``what`` names one offer in errors."""

    def __init__(self, what: str) -> None:
        self.what = what
        self._values: dict[K, V] = {}
        self._places: dict[K, str] = {}
        maker = sys._getframe(1).f_code
        self._home = maker.co_filename if maker.co_name == "<module>" else ""

    def offer(self, key: K, value: V, *, by: Callable[..., Any] | None = None) -> V:
        """Offer ``value`` under ``key``; returns it. The same place (``by``'s definition, else the calling
        line) may offer anew, as a module that is loaded again does. Raises ``RuntimeError`` with both
        places if another one has."""
        place = f"{by.__module__}.{by.__qualname__}" if by else self._place(sys._getframe(1))
        first = self._places.setdefault(key, place)
        if first != place:
            raise RuntimeError(f"{self.what} {key} is offered by {first} and by {place}.")
        self._values[key] = value
        return value

    def under(self, key: K) -> Callable[[V], V]:
        """A decorator that offers what it decorates under ``key``."""

        def decorate(value: V) -> V:
            return self.offer(key, value)

        return decorate

    def each(self: "Registry[str, F]", function: F) -> F:
        """A decorator that offers a function of which there may be many, under its own dotted name."""
        return self.offer(f"{function.__module__}.{function.__qualname__}", function, by=function)

    @contextmanager
    def fresh(self) -> Iterator[None]:
        """Nothing is offered inside the block but what is offered in it; afterwards all is as before: for
        tests."""
        kept = self._values, self._places
        self._values, self._places = {}, {}
        try:
            yield
        finally:
            self._values, self._places = kept

    def __getitem__(self, key: K) -> V:
        return self._values[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def _place(self, frame: FrameType | None) -> str:
        """The line that offers: the innermost outside of this module and of the one that owns the point."""
        while frame is not None and frame.f_code.co_filename in {__file__, self._home}:
            frame = frame.f_back
        return f"{frame.f_globals['__name__']}:{frame.f_lineno}" if frame is not None else "nowhere"

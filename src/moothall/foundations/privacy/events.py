"""What happens to somebody's own data."""

from dataclasses import dataclass

from moothall.kernel.event import Event


@dataclass(frozen=True, kw_only=True)
class EverythingTaken(Event):
    """Somebody took away everything that is kept about them, or about whom they act for."""

    is_silent = True

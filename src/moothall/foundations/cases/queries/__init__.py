"""What can be asked about cases, by noun."""

from moothall.foundations.cases.queries import (
    cards,
    cases,
    colleagues,
    guests,
    looks,
    queues,
    telling,
    threads,
    types,
)

__all__ = ["cards", "cases", "colleagues", "guests", "looks", "queues", "telling", "threads", "types"]

"""What can be asked about cases, by noun."""

from moothall.foundations.cases.queries import (
    answers,
    cards,
    cases,
    colleagues,
    guests,
    looks,
    published,
    queues,
    threads,
    types,
)

__all__ = [
    "answers",
    "cards",
    "cases",
    "colleagues",
    "guests",
    "looks",
    "published",
    "queues",
    "threads",
    "types",
]

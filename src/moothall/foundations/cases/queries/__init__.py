"""What can be asked about cases, by noun."""

from moothall.foundations.cases.queries import cases, colleagues, looks, queues, telling, threads, types

__all__ = ["cases", "colleagues", "looks", "queues", "telling", "threads", "types"]

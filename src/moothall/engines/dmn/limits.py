"""How much a rule may use, and the purse that counts while it runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import thread_time
from typing import Any

from .problems import LimitReached, Problem

CLOCK_EVERY = 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What one compilation or evaluation may use.

    `text_length` in characters, `nesting` in levels of brackets, `steps` in loop turns, calls and items
    touched, `call_depth` in calls within calls, `size` in items or characters of one value, `seconds` of
    processor time (so that a busy machine stops no rule), `column_seconds` of it for whole columns together,
    `notes` kept per evaluation.
    """

    text_length: int = 100_000
    nesting: int = 60
    steps: int = 1_000_000
    call_depth: int = 100
    size: int = 1_000_000
    seconds: float = 5.0
    column_seconds: float = 20.0
    notes: int = 50


STANDARD_LIMITS = Limits()


@dataclass(slots=True)
class Run:
    """One evaluation: what it has used so far, and why any null came about."""

    limits: Limits = STANDARD_LIMITS
    clock: Callable[[], float] = thread_time
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    steps: int = 0
    depth: int = 0
    notes: list[str] = field(default_factory=list)
    ends_at: float = 0.0
    next_look: int = CLOCK_EVERY
    trace: list[Any] | None = None

    def __post_init__(self) -> None:
        self.ends_at = self.clock() + self.limits.seconds

    def spend(self, steps: int = 1) -> None:
        """Count steps; raises LimitReached when the budget or the time is used up."""
        self.steps += steps
        if self.steps >= self.next_look:
            self._look()

    def claim(self, size: int) -> None:
        """Count the making of a value of `size` items or characters; raises LimitReached."""
        if size > self.limits.size:
            raise _stopped(f"a value would have {size:,} parts; at most {self.limits.size:,} are allowed")
        self.spend(size // 64)

    def enter(self) -> None:
        """Count one call within another; raises LimitReached when they are nested too deeply."""
        self.depth += 1
        self.spend()
        if self.depth > self.limits.call_depth:
            raise _stopped(f"functions call one another more than {self.limits.call_depth} deep")

    def leave(self) -> None:
        """End one call."""
        self.depth -= 1

    def note(self, reason: str) -> None:
        """Keep the reason for a null, up to the number allowed."""
        if len(self.notes) < self.limits.notes:
            self.notes.append(reason)

    def _look(self) -> None:
        if self.steps > self.limits.steps:
            raise _stopped(f"the rule needs more than {self.limits.steps:,} steps")
        if self.clock() > self.ends_at:
            raise _stopped(f"the rule takes longer than {self.limits.seconds:g} seconds")
        self.next_look = self.steps + CLOCK_EVERY


def _stopped(reason: str) -> LimitReached:
    return LimitReached(Problem(f"The rule was stopped: {reason}."))

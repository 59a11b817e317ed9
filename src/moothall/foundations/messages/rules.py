"""When to try again, and what a message may be made of."""

from datetime import timedelta

ATTEMPTS = 28
"""Tries before a message counts as failed: over some four and a half days (RFC 5321, 4.5.4.1, asks mail to be
tried for four or five)."""


def wait_before(attempt: int) -> timedelta:
    """How long to wait before try number ``attempt`` (1, 2, …): 30 s, doubled each time, six hours at
    most."""
    return min(timedelta(seconds=30 * 2 ** (attempt - 1)), timedelta(hours=6))


def is_given_up(attempts: int, *, for_good: bool) -> bool:
    """Whether a message that failed after this many ``attempts`` is not tried again."""
    return for_good or attempts >= ATTEMPTS


def may_be_told(event: str, *, has_person: bool, has_pack: bool) -> bool:
    """Whether a pack may want something said about a fact: it concerns somebody, a pack is known, and it is
    not about a message itself."""
    return has_person and has_pack and not event.startswith("messages.")

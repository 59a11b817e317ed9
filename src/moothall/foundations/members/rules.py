"""How long an invitation works, how often it is sent, and how far it has got. Pure."""

import hashlib
import hmac
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

WORKS_FOR: Final = timedelta(days=7)
"""How long the link of an invitation works."""
KEPT_FOR: Final = timedelta(days=30)
"""How long one that came to nothing is shown before the person is forgotten."""
AGAIN_AFTER: Final = timedelta(minutes=10)
MOST_SENDINGS: Final = 5
MOST_IN_AN_HOUR: Final = 30
"""Invitations an organisation may send within an hour."""


class InvitationStatus(StrEnum):
    """How far an invitation has got."""

    WAITING = "waiting"
    OVER = "over"
    WITHDRAWN = "withdrawn"
    ACCEPTED = "accepted"


def standing(
    *, now: datetime, until_at: datetime, withdrawn_at: datetime | None, accepted_at: datetime | None
) -> InvitationStatus:
    """How far an invitation has got at the moment ``now``."""
    if accepted_at is not None:
        return InvitationStatus.ACCEPTED
    if withdrawn_at is not None:
        return InvitationStatus.WITHDRAWN
    return InvitationStatus.WAITING if now < until_at else InvitationStatus.OVER


def may_send_again(*, now: datetime, sent_at: datetime, sendings: int) -> bool:
    """Whether an invitation may be sent once more: not at once, and not for ever."""
    return sendings < MOST_SENDINGS and now >= sent_at + AGAIN_AFTER


def mark_of(email: str, *, organisation: str, key: bytes) -> bytes:
    """What tells that an address was invited before, and nothing else (HMAC-SHA-256, RFC 2104)."""
    return hmac.new(key, f"{organisation}|{email.strip().lower()}".encode(), hashlib.sha256).digest()


def digest_of(secret: str) -> bytes:
    """What is kept of the secret in an invitation's link."""
    return hashlib.sha256(secret.encode()).digest()

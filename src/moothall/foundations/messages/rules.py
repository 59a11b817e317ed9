"""When to try again, what a message may be made of, and by which way it reaches somebody."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

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


def is_refused(attempts: int) -> bool:
    """Whether a message that failed after so many ``attempts`` was refused, and not only never taken."""
    return attempts < ATTEMPTS


def may_be_told(event: str, *, has_person: bool, has_pack: bool) -> bool:
    """Whether a pack may want something said about an event: it concerns somebody, a pack is known, and it is
    not about a message itself."""
    return has_person and has_pack and not event.startswith("messages.")


WAYS = ("email", "sms", "phone", "letter")
"""How somebody can be reached, those that cost them and us least first."""
BY_HAND = frozenset({"phone", "letter"})
"""The ways on which a person of the organisation has to phone or post."""
MOBILE = ("07", "+447")
"""How numbers begin that can take text messages."""


def address_on(way: str, told: Mapping[str, Any]) -> str:
    """Where somebody who ``told`` this about themselves is reached on ``way``; nothing if they are not."""
    number = str(told.get("telephone") or "")
    if way == "sms":
        return number if number.startswith(MOBILE) else ""
    return {
        "email": str(told.get("email") or ""), "phone": number, "letter": _postal_address(told),
    }[way]  # fmt: skip


def way_to(told: Mapping[str, Any], wanted: str | None = None) -> tuple[str, str]:
    """By which way and at which address somebody is reached: the one a message is ``wanted`` on, else the one
    they asked for, else the first there is. Without any it falls to somebody to find one: ``phone``, and no
    address."""
    tried = (wanted, told.get("reach"), *WAYS)
    ways = (way for way in tried if way in WAYS)
    return next(((way, address) for way in ways if (address := address_on(way, told))), ("phone", ""))


CODE_SECONDS = 15 * 60
CODE_SECONDS_BY_HAND = 7 * 24 * 60 * 60
"""How long a code works; longer where somebody has to phone or post it first."""


def code_lasts(way: str) -> int:
    """For how many seconds a code works that is sent on ``way``."""
    return CODE_SECONDS_BY_HAND if way in BY_HAND else CODE_SECONDS


def _postal_address(told: Mapping[str, Any]) -> str:
    """The address that somebody gave for letters, else that of their home."""
    if told.get("postal"):
        return str(told["postal"])
    home = told.get("address")
    if not isinstance(home, Mapping):
        return ""
    return "\n".join(str(line) for line in (*home.get("lines", ()), home.get("postcode")) if line)

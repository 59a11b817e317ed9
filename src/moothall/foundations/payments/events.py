"""What happens to money."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from moothall.kernel.event import Event


@dataclass(frozen=True, kw_only=True)
class PaymentBegun(Event):
    """Somebody was asked to pay."""

    payment: UUID
    amount_pence: int
    currency: str


@dataclass(frozen=True, kw_only=True)
class PaymentAuthorised(Event):
    """The provider promised the money; it is not taken yet."""

    is_silent = True
    payment: UUID
    amount_pence: int


@dataclass(frozen=True, kw_only=True)
class PaymentCaptured(Event):
    """The money was taken."""

    payment: UUID
    amount_pence: int
    currency: str


@dataclass(frozen=True, kw_only=True)
class PaymentFailed(Event):
    """Nothing was taken. ``reason`` is ``declined``, ``expired``, ``cancelled`` or ``error``."""

    payment: UUID
    amount_pence: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class RefundDecided(Event):
    """The service's rule said how much of a payment goes back because of the event ``because``: all, a part
    or nothing. It should be back by a day."""

    payment: UUID
    because: UUID
    amount_pence: int
    of_pence: int
    by_date: date


@dataclass(frozen=True, kw_only=True)
class PaymentRefunded(Event):
    """Money was given back. ``reason`` is a code of ``Refund.Reason``."""

    payment: UUID
    refund: UUID
    amount_pence: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class RefundRefused(Event):
    """The provider would not give money back; staff have to see to it."""

    audience = "organisation"

    payment: UUID
    refund: UUID
    amount_pence: int

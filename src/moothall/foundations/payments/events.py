"""What happens to money."""

from dataclasses import dataclass
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

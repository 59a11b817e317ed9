"""Payments, refunds and the ledger, as records."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from moothall.foundations.payments.models import LedgerEntry, Payment, Refund
from moothall.kernel.records import record


@dataclass(frozen=True, slots=True)
class PaymentShown:
    """A payment; ``organisation`` is the name of whom it is paid to, ``pack_id`` the version of the service
    it was asked for under. ``lines`` say in words, pence and code what is paid for."""

    id: UUID
    reference: str
    organisation_id: UUID
    organisation: str
    person_id: UUID
    held_for: UUID
    matter_id: UUID | None
    pack_id: UUID | None
    service: str
    provider: str
    provider_reference: str
    connection_id: UUID | None
    amount_pence: int
    refunded_pence: int
    currency: str
    lines: tuple[Mapping[str, str | int], ...]
    state: str
    reason: str
    created_at: datetime
    authorised_at: datetime | None
    captured_at: datetime | None
    ended_at: datetime | None
    settled_at: datetime | None
    released_at: datetime | None


@dataclass(frozen=True, slots=True)
class RefundShown:
    """Money that goes or went back; ``reason`` and ``state`` are codes."""

    id: UUID
    payment_id: UUID
    amount_pence: int
    reason: str
    state: str
    asked_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class RefundAsked:
    """A refund with its payment, for whoever has the provider carry it out."""

    refund: RefundShown
    payment: PaymentShown


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One line of the ledger: a debit (more than nothing) or a credit of an account."""

    account: str
    at: datetime
    amount_pence: int
    currency: str


def payment_shown(row: Payment) -> PaymentShown:
    """A payment as a record, with the name of its organisation."""
    return record(
        PaymentShown,
        row,
        organisation=row.organisation.name,
        pack_id=row.matter.pack_id if row.matter else None,
        lines=tuple(row.lines),
    )


def refund_shown(row: Refund) -> RefundShown:
    """A refund as a record."""
    return record(RefundShown, row)


def ledger_line(row: LedgerEntry) -> LedgerLine:
    """A line of the ledger as a record, with its account and when it was posted."""
    return record(LedgerLine, row, account=row.account.code, at=row.transaction.at)

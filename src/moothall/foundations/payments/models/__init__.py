"""Payments, refunds, what providers told us, and the ledger."""

from moothall.foundations.payments.models.ledger import LedgerAccount, LedgerEntry, LedgerTransaction
from moothall.foundations.payments.models.notices import Notice
from moothall.foundations.payments.models.payments import Payment, Refund

__all__ = ["LedgerAccount", "LedgerEntry", "LedgerTransaction", "Notice", "Payment", "Refund"]

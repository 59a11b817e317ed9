"""Everything that changes payments, refunds and the ledger."""

from moothall.foundations.payments.operations.due import give_back_due
from moothall.foundations.payments.operations.payments import begin, give_up, release, settle
from moothall.foundations.payments.operations.providers import note_followed, note_standing, receive
from moothall.foundations.payments.operations.refunds import (
    forget_notes,
    note_refund_refused,
    note_refunded,
    refund,
)

__all__ = [
    "begin",
    "forget_notes",
    "give_back_due",
    "give_up",
    "note_followed",
    "note_refund_refused",
    "note_refunded",
    "note_standing",
    "receive",
    "refund",
    "release",
    "settle",
]

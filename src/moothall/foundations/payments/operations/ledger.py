"""Posting to the ledger, within the operation that moves the money."""

from collections.abc import Sequence
from uuid import UUID

from moothall.foundations.payments.models import (
    LedgerAccount,
    LedgerEntry,
    LedgerTransaction,
    Payment,
    Refund,
)
from moothall.foundations.payments.rules import Side
from moothall.kernel import clock
from moothall.kernel.act import Act


def post(act: Act, payment: Payment, sides: Sequence[Side], *, refund: Refund | None = None) -> None:
    """Book one movement of a payment. The database refuses a second booking of it, and one that does not
    balance."""
    accounts = _accounts(payment.organisation_id, [side.account for side in sides])
    movement = LedgerTransaction(
        id=clock.uuid7(act.at),
        organisation_id=payment.organisation_id,
        payment=payment,
        refund=refund,
        at=act.at,
    )
    LedgerTransaction.objects.bulk_create([movement])
    LedgerEntry.objects.bulk_create(
        [
            LedgerEntry(
                transaction=movement,
                organisation_id=payment.organisation_id,
                account_id=accounts[side.account],
                amount_pence=side.amount_pence,
                currency=payment.currency,
            )
            for side in sides
        ]
    )


def _accounts(organisation: UUID, codes: Sequence[str]) -> dict[str, UUID]:
    """The accounts of these codes, opened when they are new."""
    rows = LedgerAccount.objects.filter(organisation_id=organisation, code__in=codes)
    found = dict(rows.values_list("code", "id"))
    missing = sorted(set(codes) - set(found))
    if missing:
        LedgerAccount.objects.bulk_create(
            [LedgerAccount(organisation_id=organisation, code=code) for code in missing],
            ignore_conflicts=True,
        )
        found = dict(rows.all().values_list("code", "id"))
    return found

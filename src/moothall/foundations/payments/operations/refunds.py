"""Giving money back."""

from typing import cast
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moothall.foundations.payments import rules
from moothall.foundations.payments.events import PaymentRefunded, RefundRefused
from moothall.foundations.payments.models import Payment, Refund
from moothall.foundations.payments.operations.later import have
from moothall.foundations.payments.operations.ledger import post
from moothall.kernel import allow, clock, vault
from moothall.kernel.act import Act
from moothall.kernel.constraints import register_message
from moothall.kernel.gate import operation, publish
from moothall.kernel.refusal import NotFound, Refused

State = Refund.State
register_message(
    "payments_refunded_at_most",
    cast(str, gettext_lazy("That is more than is left to refund. Enter a smaller amount.")),
    field="amount",
    refusal=Refused,
)
register_message(
    "payments_refund_of_captured",
    cast(str, gettext_lazy("Nothing was taken for this payment, so there is nothing to refund.")),
)


@operation(allow=allow.staff("payments.refund"), api="v1")
def refund(act: Act, *, payment: UUID, amount_pence: int, reason: Refund.Reason, note: str = "") -> UUID:
    """Ask for ``amount_pence`` of a payment to be given back. Returns the refund's id.

    It is counted at once and asked of the provider after the commit. Refused for more than is left.
    """
    row = Payment.objects.filter(pk=payment, organisation=act.organisation).first()
    if row is None:
        raise NotFound(_("We could not find that payment."))
    if amount_pence < 1:
        raise Refused(_("Enter an amount to refund."), fields={"amount": _("Enter an amount to refund")})
    asked = Refund(
        id=clock.uuid7(act.at), payment=row, organisation_id=row.organisation_id, amount_pence=amount_pence,
        reason=reason, note=vault.encrypt(row.person_id, {"note": note}) if note else None,
        asked_by_id=act.person, asked_at=act.at,
    )  # fmt: skip
    Refund.objects.bulk_create([asked])
    have("payments.refund", about=asked.id)
    return asked.id


@operation(allow=allow.system)
def note_refunded(act: Act, *, refund: UUID, reference: str) -> None:
    """Write down that the provider has given money back, and book it. Doing it twice changes nothing."""
    row = _locked(refund)
    if row.state != State.ASKED:
        return
    Refund.objects.filter(pk=row.id).update(state=State.DONE, ended_at=act.at, provider_reference=reference)
    post(act, row.payment, rules.sides_of_refund(row.amount_pence, provider=row.payment.provider), refund=row)
    event = PaymentRefunded(
        payment=row.payment_id, refund=row.id, amount_pence=row.amount_pence, reason=row.reason
    )
    _publish(act, row, event)


@operation(allow=allow.system)
def note_refund_refused(act: Act, *, refund: UUID) -> None:
    """Write down that the provider will not give the money back; it can be asked for again."""
    row = _locked(refund)
    if row.state != State.ASKED:
        return
    Refund.objects.filter(pk=row.id).update(state=State.FAILED, ended_at=act.at)
    _publish(act, row, RefundRefused(payment=row.payment_id, refund=row.id, amount_pence=row.amount_pence))


@operation(allow=allow.system)
def forget_notes(act: Act, *, matter: UUID) -> None:
    """Destroy the notes on the refunds of a matter whose time is over."""
    Refund.objects.filter(payment__matter_id=matter).exclude(note=None).update(note=None)


def _locked(refund: UUID) -> Refund:
    rows = Refund.objects.select_for_update(of=("self",)).select_related("payment")
    row = rows.filter(pk=refund).first()
    if row is None:
        raise NotFound("We could not find that refund.")
    return row


def _publish(act: Act, row: Refund, event: PaymentRefunded | RefundRefused) -> None:
    payment = row.payment
    publish(
        event, act, matter=payment.matter_id, person=payment.person_id, organisation=payment.organisation_id
    )

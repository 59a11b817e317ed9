"""Dealing with providers: each function asks one and has the answer written down. Never inside a transaction.

Whatever fails between asking and writing down can simply be done again: providers know our keys, and
:func:`operations.note_standing` only goes forwards.
"""

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from moothall.foundations.payments import operations, queries
from moothall.foundations.payments.adapters.base import (
    PaymentRequest,
    Progress,
    ProviderRejected,
    ProviderStatus,
    provider_of,
)
from moothall.foundations.payments.models import Payment, Refund
from moothall.foundations.payments.queries.records import PaymentShown
from moothall.kernel import act as acts
from moothall.kernel import connections
from moothall.kernel.adapters import KINDS, Chosen

State = Payment.State


def create(payment: UUID, *, back: str, language: str) -> str:
    """Have the provider make the payment's page, or find it again. Returns the payment's state."""
    row = _payment(payment)
    wanted = PaymentRequest(
        key=str(row.id), amount_pence=row.amount_pence, currency=row.currency, reference=row.reference,
        description=_describe(row), back=back, language=language,
    )  # fmt: skip
    return _note(row, provider_of(_connection(row)).create(wanted))


def look_up(payment: UUID) -> str:
    """Ask how a payment stands. Returns its state; one that never reached the provider stays as it is."""
    row = _payment(payment)
    if not row.provider_reference or row.state not in (State.CREATED, State.AUTHORISED):
        return row.state
    return _note(row, provider_of(_connection(row)).look_up(row.provider_reference))


def capture(payment: UUID) -> str:
    """Take what was authorised, if its journey was sent. Returns the payment's state."""
    row = _payment(payment)
    if row.settled_at is None or row.state != State.AUTHORISED:
        return row.state
    return _note(row, provider_of(_connection(row)).capture(row.provider_reference))


def void(payment: UUID) -> str:
    """Have the provider let a payment go that was given up. Returns the payment's state."""
    row = _payment(payment)
    if row.released_at is None or row.state not in (State.CREATED, State.AUTHORISED):
        return row.state
    if not row.provider_reference:
        return _note(row, ProviderStatus("", Progress.CANCELLED, amount_pence=row.amount_pence))
    return _note(row, provider_of(_connection(row)).cancel(row.provider_reference))


def refund(refund: UUID) -> None:
    """Have the provider give back what staff asked for. Raises ``LookupError`` for a refund that is not
    there."""
    asked = queries.refund_asked(acts.system(), id=refund)
    if asked is None:
        raise LookupError(f"There is no refund {refund}.")
    row, payment = asked.refund, asked.payment
    if row.state != Refund.State.ASKED:
        return
    try:
        reference = provider_of(_connection(payment)).refund(
            payment.provider_reference,
            amount_pence=row.amount_pence,
            available_pence=payment.amount_pence - payment.refunded_pence + row.amount_pence,
            key=str(row.id),
        )
    except ProviderRejected:
        operations.note_refund_refused(acts.system(), refund=row.id)
        return
    operations.note_refunded(acts.system(), refund=row.id, reference=reference)


def follow(notice: UUID) -> None:
    """Ask about the payment that a webhook message spoke of; one we do not know is left alone."""
    payment = queries.noticed(acts.system(), notice=notice)
    if payment is not None:
        look_up(payment)
    operations.note_followed(acts.system(), notice=notice)


def _payment(payment: UUID) -> PaymentShown:
    row = queries.payment(acts.system(), id=payment)
    if row is None:
        raise LookupError(f"There is no payment {payment}.")
    return row


def _note(row: PaymentShown, standing: ProviderStatus) -> str:
    return operations.note_standing(
        acts.system(), payment=row.id, progress=standing.progress, reference=standing.reference,
        pay_at=standing.pay_at, amount_pence=standing.amount_pence,
    )  # fmt: skip


def _describe(row: PaymentShown) -> str:
    """What the provider's page says it is for (GOV.UK Pay allows 255 characters)."""
    words = ", ".join(str(line["words"]) for line in row.lines)
    return (words or _("Payment to %(organisation)s") % {"organisation": row.organisation})[:255]


def receive_webhook(address: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Take a webhook message at the ``address`` of a connection (its id), or of the provider that serves
    where nobody connected anything (its name): believed only as far as its signature goes, kept, then
    followed by a job.

    Returns whether the signature is good. The same message again changes nothing.
    """
    connection = _connection_at(address)
    message = provider_of(connection).read(headers, body) if connection else None
    if connection is None or message is None:
        return False
    operations.receive(
        acts.system(), provider=connection.adapter, connection=connection.id, message=message.id,
        about=message.about,
    )  # fmt: skip
    return True


def _connection_at(address: str) -> Chosen | None:
    if address == KINDS["payments"].embedded("payments"):
        return Chosen("payments", address)
    try:
        found = connections.by_id(UUID(address))
    except ValueError:
        return None
    return found if found and found.kind == "payments" else None


def _connection(row: PaymentShown) -> Chosen:
    return Chosen("payments", row.provider, row.connection_id, row.organisation_id)

"""What a timeline says of money."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from moothall.design import words
from moothall.foundations.payments.events import (
    PaymentBegun,
    PaymentCaptured,
    PaymentFailed,
    PaymentRefunded,
    RefundDecided,
    RefundRefused,
)
from moothall.foundations.payments.operations.due import owed
from moothall.kernel.act import Act, Role
from moothall.kernel.describing import CONSEQUENCES, Description, describes
from moothall.kernel.reactions import Envelope


@describes(PaymentCaptured)
def captured(act: Act, envelope: Envelope[PaymentCaptured]) -> Description:
    """Somebody paid."""
    values = _amount(envelope)
    href = reverse("payments:receipt", args=[envelope.event.payment])
    return Description(_("Paid %(amount)s") % values, "", values, href)


@describes(PaymentFailed)
def failed(act: Act, envelope: Envelope[PaymentFailed]) -> Description:
    """A payment did not go through."""
    values = _amount(envelope)
    return Description(
        _("The payment of %(amount)s did not go through") % values, _("Nothing was taken"), values
    )


@describes(RefundDecided)
def decided(act: Act, envelope: Envelope[RefundDecided]) -> Description:
    """The rule said how much goes back."""
    told = envelope.event
    return Description(
        back_words(act, amount_pence=told.amount_pence, of_pence=told.of_pence, by=told.by_date)
    )


@CONSEQUENCES.each
def money_back(act: Act, envelope: Envelope[Any]) -> Iterable[str]:
    """What of the money goes back because of this."""
    for due in owed(act, envelope):
        yield back_words(
            act, amount_pence=due.amount_pence, of_pence=due.payment.amount_pence, by=due.by_date
        )


def back_words(act: Act, *, amount_pence: int, of_pence: int, by: date) -> str:
    """How much of a payment goes back and by when, in a sentence to the person or about them."""
    values = {
        "amount": words.money(amount_pence), "paid": words.money(of_pence), "day": words.long_date(by),
        "card": _("the card they paid with") if act.role is Role.STAFF else _("your card"),
    }  # fmt: skip
    if amount_pence <= 0:
        return _("No refund: it is too late for money to go back. %(paid)s was paid.") % values
    if amount_pence < of_pence:
        return _("%(amount)s of the %(paid)s paid goes back to %(card)s by %(day)s.") % values
    return _("%(amount)s goes back to %(card)s by %(day)s.") % values


@describes(PaymentRefunded)
def refunded(act: Act, envelope: Envelope[PaymentRefunded]) -> Description:
    """Money went back."""
    values = _amount(envelope)
    href = reverse("payments:receipt", args=[envelope.event.payment])
    return Description(
        _("Refunded %(amount)s") % values, _("It can take 5 working days to arrive"), values, href
    )


@describes(RefundRefused)
def refused(act: Act, envelope: Envelope[RefundRefused]) -> Description:
    """A refund did not go through."""
    values = _amount(envelope)
    return Description(_("The refund of %(amount)s did not go through") % values, "", values)


@describes(PaymentBegun)
def begun(act: Act, envelope: Envelope[PaymentBegun]) -> None:
    """Kept out of timelines: it says nothing until something is paid."""
    return


def _amount(envelope: Envelope[Any]) -> dict[str, str]:
    return {"amount": words.money(envelope.event.amount_pence)}

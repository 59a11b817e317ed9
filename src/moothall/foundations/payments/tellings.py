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
from moothall.kernel.reactions import Happened
from moothall.kernel.telling import FORETELLERS, Telling, tells


@tells(PaymentCaptured)
def captured(act: Act, happened: Happened[PaymentCaptured]) -> Telling:
    """Somebody paid."""
    values = _amount(happened)
    href = reverse("payments:receipt", args=[happened.event.payment])
    return Telling(_("Paid %(amount)s") % values, "", values, href)


@tells(PaymentFailed)
def failed(act: Act, happened: Happened[PaymentFailed]) -> Telling:
    """A payment did not go through."""
    values = _amount(happened)
    return Telling(_("The payment of %(amount)s did not go through") % values, _("Nothing was taken"), values)


@tells(RefundDecided)
def decided(act: Act, happened: Happened[RefundDecided]) -> Telling:
    """The rule said how much goes back."""
    told = happened.event
    return Telling(back_words(act, amount_pence=told.amount_pence, of_pence=told.of_pence, by=told.by_date))


@FORETELLERS.each
def money_back(act: Act, happened: Happened[Any]) -> Iterable[str]:
    """What of the money goes back because of this."""
    for due in owed(act, happened):
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


@tells(PaymentRefunded)
def refunded(act: Act, happened: Happened[PaymentRefunded]) -> Telling:
    """Money went back."""
    values = _amount(happened)
    href = reverse("payments:receipt", args=[happened.event.payment])
    return Telling(_("Refunded %(amount)s") % values, _("It can take 5 working days to arrive"), values, href)


@tells(RefundRefused)
def refused(act: Act, happened: Happened[RefundRefused]) -> Telling:
    """A refund did not go through."""
    values = _amount(happened)
    return Telling(_("The refund of %(amount)s did not go through") % values, "", values)


@tells(PaymentBegun)
def begun(act: Act, happened: Happened[PaymentBegun]) -> None:
    """Kept out of timelines: it says nothing until something is paid."""
    return


def _amount(happened: Happened[Any]) -> dict[str, str]:
    return {"amount": words.money(happened.event.amount_pence)}

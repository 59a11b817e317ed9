"""What a timeline says of money."""

from typing import Any

from django.utils.translation import gettext as _

from moothall.design import words
from moothall.foundations.payments.events import (
    PaymentBegun,
    PaymentCaptured,
    PaymentFailed,
    PaymentRefunded,
    RefundRefused,
)
from moothall.kernel.act import Act
from moothall.kernel.reactions import Happened
from moothall.kernel.telling import Telling, tells


@tells(PaymentCaptured)
def captured(act: Act, happened: Happened[PaymentCaptured]) -> Telling:
    """Somebody paid."""
    values = _amount(happened)
    href = f"/pay/{happened.event.payment}/receipt"
    return Telling(_("Paid %(amount)s") % values, "", values, href)


@tells(PaymentFailed)
def failed(act: Act, happened: Happened[PaymentFailed]) -> Telling:
    """A payment did not go through."""
    values = _amount(happened)
    return Telling(_("The payment of %(amount)s did not go through") % values, _("Nothing was taken"), values)


@tells(PaymentRefunded)
def refunded(act: Act, happened: Happened[PaymentRefunded]) -> Telling:
    """Money went back."""
    values = _amount(happened)
    href = f"/pay/{happened.event.payment}/receipt"
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

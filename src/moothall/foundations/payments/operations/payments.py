"""Beginning a payment, saying that it is due, giving it up. Nothing here asks the provider."""

from typing import cast
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moothall.foundations.payments import rules
from moothall.foundations.payments.events import PaymentBegun
from moothall.foundations.payments.models import Payment
from moothall.foundations.payments.operations.later import have
from moothall.kernel import allow, clock, connections
from moothall.kernel.act import Act
from moothall.kernel.constraints import register_message
from moothall.kernel.gate import operation, publish
from moothall.kernel.refusal import Conflict, Refused

SOMEBODY = allow.resident | allow.system
UNPAID = cast(str, gettext_lazy("Your payment has not gone through yet. Nothing has been taken."))
UNDER_WAY = cast(str, gettext_lazy("You are already paying for this in another window."))
State = Payment.State

register_message("payments_one_at_a_time", UNDER_WAY)
register_message("payments_settled_when_authorised", UNPAID)


@operation(allow=SOMEBODY)
def begin(
    act: Act,
    *,
    held_for: UUID,
    organisation: UUID,
    service: str,
    lines: list[rules.PriceLine],
    person: UUID | None = None,
) -> UUID:
    """Have something to pay for what it is ``held_for`` (a journey, say). Returns the payment's id: the one
    under way if it is for the same, else a new one, in whose favour the one under way is given up.

    Refused when that is paid for, or when there is nothing to pay.
    """
    amount, whose = rules.total(lines), person or act.subject
    if amount <= 0 or whose is None:
        raise Refused(_("There is nothing to pay here."))
    wanted = [line.model_dump() for line in lines]
    known = _live(held_for)
    if known is not None:
        if known.lines == wanted:
            return known.id
        if known.settled_at is not None:
            raise Conflict(_("This has been paid for."), code="already-paid")
        release(act, held_for=held_for)
    through = connections.chosen("payments", organisation=organisation)
    row = Payment(
        id=clock.uuid7(act.at), organisation_id=organisation, person_id=whose, held_for=held_for,
        service=service, provider=through.adapter, connection_id=through.id, amount_pence=amount,
        currency=rules.CURRENCY, lines=wanted, created_at=act.at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            Payment.objects.bulk_create([row])
    except IntegrityError:
        # of two posts at once the other was first: both lead to the one payment
        first = _live(held_for)
        if first is None or first.lines != wanted:
            raise
        return first.id
    publish(
        PaymentBegun(payment=row.id, amount_pence=amount, currency=row.currency),
        act, person=whose, organisation=organisation,
    )  # fmt: skip
    return row.id


@operation(allow=SOMEBODY)
def settle(act: Act, *, held_for: UUID, amount_pence: int) -> UUID:
    """Say that what a payment was held for is sent: what was authorised for it may be taken, about the act's
    matter.

    The money is taken after the commit. Returns the payment's id. Refused when less or more was authorised.
    """
    row = _live(held_for)
    if row is None or row.state == State.CREATED:
        raise Conflict(UNPAID, code="unpaid")
    if row.amount_pence != amount_pence:
        raise Conflict(
            _("What you have to pay has changed since you paid. Pay again; nothing was taken."), code="unpaid"
        )
    if row.settled_at is None:
        Payment.objects.filter(pk=row.id).update(settled_at=act.at, matter_id=act.matter)
        have("payments.capture", about=row.id)
    return row.id


@operation(allow=SOMEBODY)
def release(act: Act, *, held_for: UUID) -> None:
    """Give up what was to be paid: nothing is taken. Doing it twice, or once it is sent, changes
    nothing."""
    rows = Payment.objects.select_for_update().filter(held_for=held_for, settled_at=None, released_at=None)
    for row in rows.filter(state__in=(State.CREATED, State.AUTHORISED)).order_by("id"):
        Payment.objects.filter(pk=row.id).update(released_at=act.at)
        have("payments.void", about=row.id)


@operation(allow=allow.system)
def give_up(act: Act, *, payment: UUID) -> None:
    """Give up a payment whose journey nobody sent in a day. Once it is sent, this changes nothing."""
    too_old = act.at - rules.KEEP_UNSENT
    rows = Payment.objects.filter(pk=payment, settled_at=None, released_at=None, created_at__lt=too_old)
    if rows.filter(state__in=(State.CREATED, State.AUTHORISED)).update(released_at=act.at):
        have("payments.void", about=payment)


def _live(held_for: UUID) -> Payment | None:
    """The payment that stands for what it is held for, locked until the act is done."""
    rows = Payment.objects.select_for_update(of=("self",)).filter(held_for=held_for, released_at=None)
    return rows.exclude(state__in=(State.FAILED, State.CANCELLED)).first()

"""Writing down what a provider says: how a payment stands, and that there is news."""

from uuid import UUID

from moothall.foundations.payments import rules
from moothall.foundations.payments.adapters.base import Progress
from moothall.foundations.payments.events import PaymentAuthorised, PaymentCaptured, PaymentFailed
from moothall.foundations.payments.models import Notice, Payment
from moothall.foundations.payments.operations.later import have
from moothall.foundations.payments.operations.ledger import post
from moothall.kernel import allow, clock
from moothall.kernel.act import Act
from moothall.kernel.gate import operation, publish
from moothall.kernel.refusal import NotFound, Refused

State = Payment.State
OPEN = (State.CREATED, State.AUTHORISED)


@operation(allow=allow.system)
def note_standing(
    act: Act,
    *,
    payment: UUID,
    progress: Progress,
    reference: str,
    pay_at: str = "",
    amount_pence: int,
) -> str:
    """Write down how a payment stands at its provider. Returns its state.

    Saying the same again, or something older, changes nothing. Refused when the provider speaks of another
    amount.
    """
    row = Payment.objects.select_for_update(of=("self",)).filter(pk=payment).first()
    if row is None:
        raise NotFound("We could not find that payment.")
    if amount_pence != row.amount_pence:
        raise Refused("The provider speaks of another amount.", code="amount-differs")
    if row.state not in OPEN:
        return row.state
    changes = {"provider_reference": reference, "pay_at": pay_at or row.pay_at} | _progressed(
        act, row, progress
    )
    Payment.objects.filter(pk=row.id).update(**changes)
    _publish(act, row, str(changes.get("state", row.state)), str(changes.get("reason", "")))
    return str(changes.get("state", row.state))


@operation(allow=allow.system)
def receive(act: Act, *, provider: str, message: str, about: str, connection: UUID | None = None) -> bool:
    """Keep the news that a provider has something to say, through a ``connection``, of one of its payments;
    whoever works next asks it.

    Returns whether it is news: the same message again changes nothing.
    """
    notice = Notice(
        id=clock.uuid7(act.at),
        provider=provider,
        connection_id=connection,
        message=message,
        about=about,
        received_at=act.at,
    )
    Notice.objects.bulk_create([notice], ignore_conflicts=True)
    if not Notice.objects.filter(pk=notice.id).exists():
        return False
    have("payments.follow", about=notice.id)
    return True


@operation(allow=allow.system)
def note_followed(act: Act, *, notice: UUID) -> None:
    """Write down that the provider was asked because of a notice."""
    Notice.objects.filter(pk=notice, followed_at=None).update(followed_at=act.at)


def _progressed(act: Act, row: Payment, progress: Progress) -> dict[str, object]:
    """What changes about a payment under way."""
    if progress is Progress.AUTHORISED and row.state == State.CREATED:
        return {"state": State.AUTHORISED, "authorised_at": act.at}
    if progress is Progress.CAPTURED:
        return {"state": State.CAPTURED, "captured_at": act.at}
    if progress in (Progress.WAITING, Progress.AUTHORISED):
        return {}
    state = State.CANCELLED if progress is Progress.CANCELLED else State.FAILED
    return {"state": state, "reason": progress.value, "ended_at": act.at}


def _publish(act: Act, row: Payment, state: str, reason: str) -> None:
    """Post what was taken, and say what happened."""
    about = {"matter": row.matter_id, "person": row.person_id, "organisation": row.organisation_id}
    if state == row.state:
        return
    if state == State.AUTHORISED:
        publish(PaymentAuthorised(payment=row.id, amount_pence=row.amount_pence), act, **about)
        if row.released_at is not None:
            have("payments.void", about=row.id)
    elif state == State.CAPTURED:
        lines = [rules.PriceLine.model_validate(line) for line in row.lines]
        post(act, row, rules.sides_of_capture(lines, provider=row.provider))
        event = PaymentCaptured(payment=row.id, amount_pence=row.amount_pence, currency=row.currency)
        publish(event, act, **about)
    else:
        publish(PaymentFailed(payment=row.id, amount_pence=row.amount_pence, reason=reason), act, **about)

"""What happens at the embedded provider: always in an act of its own, as at somebody else's computer."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from moothall.adapters.embedded_pay.models import Charge, Return, Webhook
from moothall.kernel import allow, clock, jobs
from moothall.kernel.act import Act
from moothall.kernel.gate import operation
from moothall.kernel.refusal import Conflict, NotFound, Refused

LATE = timedelta(seconds=45)


class Answer(StrEnum):
    """What the person, or their bank, does on the provider's page."""

    APPROVE = "approve"
    DECLINE = "decline"
    EXPIRE = "expire"
    CANCEL = "cancel"


class Post(StrEnum):
    """How the provider's message about it travels."""

    BEFORE = "before"
    LATE = "late"
    TWICE = "twice"
    NEVER = "never"


BECOMES = {
    Answer.APPROVE: "authorised", Answer.DECLINE: "declined",
    Answer.EXPIRE: "expired", Answer.CANCEL: "cancelled",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Going:
    """Where the person goes next, and the message that leaves before them, if one does."""

    back: str
    webhook: UUID | None


@operation(allow=allow.system)
def open_charge(
    act: Act,
    *,
    idempotency: str,
    amount_pence: int,
    currency: str,
    reference: str,
    description: str,
    back: str,
    connection: UUID | None = None,
) -> UUID:
    """Make a charge to be paid, or find the one made under the same key. Returns its id."""
    row = Charge(
        id=clock.uuid7(act.at), key=idempotency, amount_pence=amount_pence, currency=currency,
        reference=reference, description=description, back=back, connection_id=connection,
        made_at=act.at,
    )  # fmt: skip
    Charge.objects.bulk_create([row], ignore_conflicts=True)
    return Charge.objects.get(key=idempotency).id


@operation(allow=allow.system)
def answer_charge(act: Act, *, charge: UUID, answer: Answer, post: Post) -> Going:
    """What was chosen on the provider's page. A charge that is no longer open stays as it is."""
    row = _locked(charge)
    if row.progress != "waiting":
        return Going(row.back, None)
    Charge.objects.filter(pk=row.id).update(progress=BECOMES[answer])
    if post is Post.NEVER:
        return Going(row.back, None)
    late = post is Post.LATE
    webhook = _tell(
        act, row, f"card_payment_{BECOMES[answer]}", times=2 if post is Post.TWICE else 1, late=late
    )
    return Going(row.back, None if late else webhook)


@operation(allow=allow.system)
def capture_charge(act: Act, *, charge: UUID) -> None:
    """Take what was authorised; what is taken stays taken. Refused when there is nothing to take."""
    row = _locked(charge)
    if row.progress not in ("authorised", "captured"):
        raise Conflict("Nothing was authorised.")
    if row.progress == "authorised":
        Charge.objects.filter(pk=row.id).update(progress="captured")
        _tell(act, row, "card_payment_captured", times=1, late=True)


@operation(allow=allow.system)
def cancel_charge(act: Act, *, charge: UUID) -> None:
    """Let a charge go that is not captured; any other stays as it is."""
    row = _locked(charge)
    if row.progress in ("waiting", "authorised"):
        Charge.objects.filter(pk=row.id).update(progress="cancelled")


@operation(allow=allow.system)
def return_money(
    act: Act, *, charge: UUID, amount_pence: int, available_pence: int, idempotency: str
) -> UUID:
    """Give money back, once per key. Refused unless it was captured and both sides agree on what is left."""
    row = _locked(charge)
    known = Return.objects.filter(key=idempotency).first()
    if known is not None:
        return known.id
    left = row.amount_pence - row.refunded_pence
    if row.progress != "captured" or amount_pence > left or available_pence > left:
        raise Refused("There is not that much to give back.")
    made = Return(
        id=clock.uuid7(act.at), key=idempotency, charge=row, amount_pence=amount_pence, made_at=act.at
    )
    Return.objects.bulk_create([made])
    Charge.objects.filter(pk=row.id).update(refunded_pence=row.refunded_pence + amount_pence)
    _tell(act, row, "card_payment_refunded", times=1, late=True)
    return made.id


@operation(allow=allow.system)
def note_sent(act: Act, *, webhook: UUID) -> None:
    """Write down that a message went out."""
    Webhook.objects.filter(pk=webhook, sent_at=None).update(sent_at=act.at)


def _locked(charge: UUID) -> Charge:
    row = Charge.objects.select_for_update().filter(pk=charge).first()
    if row is None:
        raise NotFound("The test provider does not know this payment.")
    return row


def _tell(act: Act, row: Charge, kind: str, *, times: int, late: bool) -> UUID:
    """Leave a message to be sent: at once by whoever asked, or later by the worker."""
    due_at = act.at + LATE if late else act.at
    webhook = Webhook(id=clock.uuid7(act.at), charge=row, kind=kind, times=times, due_at=due_at)
    Webhook.objects.bulk_create([webhook])
    jobs.have("embedded_pay.send", at=due_at, webhook=str(webhook.id))
    return webhook.id

"""Money that goes back by the service's own rule, when what was paid for is undone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Sum

from moothall.foundations.payments import rules
from moothall.foundations.payments.events import RefundDecided
from moothall.foundations.payments.models import Payment, Refund
from moothall.foundations.payments.operations.later import have
from moothall.foundations.payments.rules import GivingBack
from moothall.kernel import allow, clock, genuine
from moothall.kernel.act import Act
from moothall.kernel.event import Event, undoing
from moothall.kernel.gate import operation, publish
from moothall.kernel.models import Matter, StoredEvent
from moothall.kernel.places import local_date
from moothall.kernel.queries import calendars
from moothall.kernel.reactions import Envelope, envelope_of
from moothall.services import pack_cache

PAY = "payments.pay"
BECAUSE = {"wanted": Refund.Reason.CANCELLED, "ours": Refund.Reason.NOT_PROVIDED}
"""What a refund is for, by the reason why something was undone."""


@dataclass(frozen=True, slots=True)
class Owed:
    """How much of a payment goes back because of an event, and by when it has arrived."""

    payment: Payment
    amount_pence: int
    by_date: date


def owed(act: Act, told: Envelope[Any]) -> list[Owed]:
    """What goes back because of an event that happened or is about to, inside a query or operation: for every
    payment of its matter of which anything is left, nothing too; an empty list when the service has no rule
    about it."""
    matter = Matter.objects.filter(pk=told.matter).first() if told.matter else None
    found = pack_cache.published(act, id=matter.pack_id) if matter and matter.pack_id else None
    if matter is None or found is None:
        return []
    works = calendars.read_working_days(matter.organisation_id, found.pack.calendar)
    share = rules.share_back(
        _rules(found), event=told.event.event_name(), reason=_reason(told.event),
        day=local_date(told.at), wanted=_day(told.event), works=works,
    )  # fmt: skip
    if share is None:
        return []
    by = works.after(local_date(told.at), rules.DAYS_TO_ARRIVE)
    parts = ((row, _part(row, share, before=told.at)) for row in _taken(matter.pk))
    return [Owed(row, part, by) for row, part in parts if part or not share]


@operation(allow=allow.system)
def give_back_due(act: Act, *, matter: UUID) -> None:
    """Give back what the service's rules say for everything in ``matter`` that was undone and not decided
    yet; what was not taken yet is decided when it is. Doing it twice changes nothing."""
    rows = StoredEvent.objects.filter(matter_id=matter, name__in=[*undoing(), RefundDecided.event_name()])
    found = [envelope_of(row) for row in rows.order_by("at", "id") if genuine.is_genuine(row)]
    events = (one.event for one in found)
    decided = {(event.because, event.payment) for event in events if isinstance(event, RefundDecided)}
    undone = (one for one in found if not isinstance(one.event, RefundDecided))
    for told, due in ((one, due) for one in undone for due in owed(act, one)):
        if due.payment.state == Payment.State.CAPTURED and (told.id, due.payment.id) not in decided:
            _give_back(act, due, told)


def _give_back(act: Act, due: Owed, told: Envelope[Any]) -> None:
    row = due.payment
    amount = min(due.amount_pence, row.amount_pence - row.refunded_pence)
    if amount:
        asked = Refund(
            id=clock.uuid7(act.at), payment=row, organisation_id=row.organisation_id, amount_pence=amount,
            reason=BECAUSE.get(_reason(told.event), Refund.Reason.OVERCHARGED), asked_at=act.at,
        )  # fmt: skip
        Refund.objects.bulk_create([asked])
        have("payments.refund", about=asked.id)
    publish(
        RefundDecided(
            payment=row.id, because=told.id, amount_pence=amount, of_pence=row.amount_pence,
            by_date=due.by_date,
        ),
        act, matter=row.matter_id, person=row.person_id, organisation=row.organisation_id,
    )  # fmt: skip


def _rules(found: pack_cache.PublishedPack) -> Iterator[GivingBack]:
    """What a version of a pack says about giving money back."""
    for spec in (spec for spec in found.pack.by_key.values() if spec.type == PAY):
        refunds = spec.given.get("refunds")
        yield from (GivingBack.model_validate(one) for one in (refunds if isinstance(refunds, list) else ()))


def _taken(matter: UUID) -> list[Payment]:
    """The payments of a matter that were taken or will be."""
    rows = Payment.objects.filter(matter_id=matter, settled_at__isnull=False)
    return list(rows.filter(state__in=(Payment.State.AUTHORISED, Payment.State.CAPTURED)).order_by("id"))


def _part(row: Payment, share: int, *, before: datetime) -> int:
    """The share of a payment in pence, as far as it had not gone back before."""
    earlier = Refund.objects.filter(payment=row, asked_at__lt=before).exclude(state=Refund.State.FAILED)
    given = earlier.aggregate(pence=Sum("amount_pence"))["pence"] or 0
    return max(min(row.amount_pence * share // 100, row.amount_pence - given), 0)


def _reason(event: Event) -> str:
    return str(event.payload().get("reason", ""))


def _day(event: Event) -> date | None:
    """The day that what is undone was for."""
    starts_at = getattr(event, "starts_at", None)
    return local_date(starts_at) if isinstance(starts_at, datetime) else None

"""Payments, the ledger, and whether the books agree with the providers."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet, Sum

from moothall.foundations.payments.models import LedgerEntry, Notice, Payment, Refund
from moothall.foundations.payments.queries.records import (
    LedgerLine,
    PaymentShown,
    RefundAsked,
    RefundShown,
    ledger_line,
    payment_shown,
    refund_shown,
)
from moothall.foundations.payments.rules import KEEP_UNSENT
from moothall.kernel import allow, paging, places, vault
from moothall.kernel.act import Act
from moothall.kernel.gate import query
from moothall.kernel.paging import Page
from moothall.kernel.refusal import NotFound

READERS = allow.resident | allow.staff("payments.read") | allow.system
State = Payment.State
BATCH = 200


@dataclass(frozen=True, slots=True)
class Books:
    """What an organisation has taken, given back and has owed to it by one provider, in pence, twice: by its
    payments and refunds, and by its ledger. They agree unless something is wrong."""

    provider: str
    captured_pence: int
    refunded_pence: int
    ledger_pence: int

    @property
    def agree(self) -> bool:
        """Whether the ledger says the same as the payments."""
        return self.captured_pence - self.refunded_pence == self.ledger_pence


@query(allow=READERS, reads=lambda found: [found] if found else [], api="v1")
def payment(act: Act, *, id: UUID) -> PaymentShown | None:
    """The payment, if the act may see it."""
    return _one(Payment.objects.filter(pk=id))


@query(allow=READERS)
def pay_page(act: Act, *, payment: UUID) -> str:
    """The address of the provider's page on which it is paid; empty when there is none."""
    rows = Payment.objects.filter(pk=payment).values_list("pay_at", flat=True)
    return rows.first() or ""


@query(allow=READERS)
def payment_for(act: Act, *, held_for: UUID) -> PaymentShown | None:
    """The payment that stands for what it is held for: neither given up nor failed."""
    rows = Payment.objects.filter(held_for=held_for, released_at=None)
    return _one(rows.exclude(state__in=(State.FAILED, State.CANCELLED)))


@query(allow=READERS, reads="matter", api="v1")
def payments_of(act: Act, *, matter: UUID, cursor: str = "", limit: int = 50) -> Page[PaymentShown]:
    """The payments of a matter, newest first, a page at a time."""
    return _newest_first(Payment.objects.filter(matter_id=matter), cursor=cursor, limit=limit)


@query(allow=READERS, api="v1")
def refunds_of(act: Act, *, payment: UUID) -> tuple[RefundShown, ...]:
    """The refunds of a payment, oldest first."""
    rows = Refund.objects.filter(payment_id=payment).order_by("asked_at", "id")
    return tuple(map(refund_shown, rows[:BATCH]))


@query(allow=allow.staff("payments.read"))
def refund_notes(act: Act, *, payment: UUID) -> dict[UUID, str]:
    """What officers wrote about the refunds of a payment, by refund."""
    rows = Refund.objects.filter(payment_id=payment, organisation=act.organisation).exclude(note=None)
    found = list(rows.values_list("id", "payment__person_id", "note")[:BATCH])
    contents = vault.decrypt_many([(person, note) for _refund, person, note in found])
    return {
        row[0]: str((content or {}).get("note", "")) for row, content in zip(found, contents, strict=True)
    }


@query(allow=allow.system)
def refund_asked(act: Act, *, id: UUID) -> RefundAsked | None:
    """A refund with its payment."""
    row = Refund.objects.select_related("payment__organisation", "payment__matter").filter(pk=id).first()
    return RefundAsked(refund_shown(row), payment_shown(row.payment)) if row else None


@query(allow=allow.staff("payments.read"), api="v1")
def payments(
    act: Act,
    *,
    state: str = "",
    since_date: date | None = None,
    until_date: date | None = None,
    reference: str = "",
    cursor: str = "",
    limit: int = 50,
) -> Page[PaymentShown]:
    """The payments of the act's organisation, newest first, a page at a time. ``state`` may also be
    ``refunded`` (whole or part)."""
    rows = Payment.objects.filter(organisation=act.organisation)
    if state == "refunded":
        rows = rows.filter(refunded_pence__gt=0)
    elif state:
        rows = rows.filter(state=state)
    if since_date:
        rows = rows.filter(created_at__gte=_midnight(since_date))
    if until_date:
        rows = rows.filter(created_at__lt=_midnight(until_date + timedelta(days=1)))
    if reference:
        rows = rows.filter(reference=reference.strip().upper())
    return _newest_first(rows, cursor=cursor, limit=limit)


@query(allow=allow.staff("payments.read"), api="v1")
def ledger_of(act: Act, *, payment: UUID) -> tuple[LedgerLine, ...]:
    """The ledger entries of a payment and its refunds, in the order they were posted."""
    rows = LedgerEntry.objects.select_related("account", "transaction").filter(
        transaction__payment_id=payment
    )
    found = rows.order_by("transaction__at", "transaction_id", "-amount_pence")
    return tuple(map(ledger_line, found[:BATCH]))


@query(allow=allow.staff("payments.read"), api="v1")
def books(act: Act) -> tuple[Books, ...]:
    """Whether the organisation's ledger agrees with its payments and refunds, provider by provider."""
    taken = dict(
        Payment.objects.filter(organisation=act.organisation, state=State.CAPTURED)
        .values_list("provider").annotate(pence=Sum("amount_pence")).order_by("provider")
    )  # fmt: skip
    returned = dict(
        Refund.objects.filter(organisation=act.organisation, state=Refund.State.DONE)
        .values_list("payment__provider").annotate(pence=Sum("amount_pence")).order_by("payment__provider")
    )  # fmt: skip
    booked = dict(
        LedgerEntry.objects.filter(organisation=act.organisation, account__code__startswith="provider:")
        .values_list("account__code").annotate(pence=Sum("amount_pence")).order_by("account__code")
    )  # fmt: skip
    names = sorted({*taken, *(code.removeprefix("provider:") for code in booked)})
    return tuple(
        Books(name, taken.get(name, 0), returned.get(name, 0), booked.get(f"provider:{name}", 0))
        for name in names
    )


@query(allow=allow.system)
def unsent(act: Act) -> tuple[UUID, ...]:
    """Payments under way whose journeys nobody sent in a day, oldest first."""
    open_ones = Payment.objects.filter(state__in=(State.CREATED, State.AUTHORISED))
    stale = open_ones.filter(settled_at=None, released_at=None, created_at__lt=act.at - KEEP_UNSENT)
    return tuple(stale.order_by("created_at", "id").values_list("id", flat=True)[:BATCH])


@query(allow=allow.system)
def noticed(act: Act, *, notice: UUID) -> UUID | None:
    """The payment that a notice is about, if it is one of ours. Raises ``NotFound`` when there is no such
    notice: it may yet be there."""
    row = Notice.objects.filter(pk=notice).first()
    if row is None:
        raise NotFound("We could not find that notice.")
    about = Q(provider=row.provider, provider_reference=row.about, connection_id=row.connection_id)
    return Payment.objects.filter(about).values_list("id", flat=True).first()


def _one(rows: QuerySet[Payment]) -> PaymentShown | None:
    row = rows.select_related("organisation", "matter").first()
    return payment_shown(row) if row else None


def _newest_first(rows: QuerySet[Payment], *, cursor: str, limit: int) -> Page[PaymentShown]:
    return paging.page(
        rows.select_related("organisation", "matter"),
        lambda found: map(payment_shown, found),
        by=("-created_at", "-id"),
        cursor=cursor,
        limit=limit,
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(places.place().timezone))

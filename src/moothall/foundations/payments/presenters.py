"""Payments as rows and panels of the pages of those at work."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from markupsafe import Markup

from moothall.design import cells, drawing, words
from moothall.design.pages import Heading, summary, table
from moothall.foundations.payments import forms, rules
from moothall.foundations.payments.queries import Books
from moothall.foundations.payments.queries.records import LedgerLine, PaymentShown, RefundShown
from moothall.kernel.act import Act
from moothall.kernel.queries import people
from moothall.services import pack_cache


@dataclass(frozen=True, slots=True)
class Row:
    """A payment in a list."""

    payment: PaymentShown
    service: str

    @property
    def link(self) -> Markup:
        """Its reference, which leads to it."""
        return cells.link(self.payment.reference, reverse("payments:staff_payment", args=[self.payment.id]))

    @property
    def tag(self) -> Markup:
        """How it stands."""
        return tag(self.payment)


def rows(act: Act, found: Sequence[PaymentShown]) -> list[Row]:
    """Payments as rows."""
    return [Row(one, service(act, one)) for one in found]


def service(act: Act, row: PaymentShown) -> str:
    """What the service is called, by the version it was asked for under."""
    found = pack_cache.published(act, id=row.pack_id) if row.pack_id else None
    return found.words(act.language)("service.title") if found else row.service


def tag(row: PaymentShown) -> Markup:
    """How a payment stands, in words and colour."""
    key = rules.standing_of(row.state, refunded_pence=row.refunded_pence, amount_pence=row.amount_pence)
    text, tone = forms.STANDINGS[key]
    return cells.tag(text, tone)


def books(found: Sequence[Books]) -> Markup:
    """For each provider, whether its ledger agrees with the payments."""
    return Markup("").join(map(_book, found))


def _book(book: Books) -> Markup:
    provider = str(forms.PROVIDERS.get(book.provider, book.provider))
    if not book.agree:
        told = _(
            "The ledger says %(ledger)s for %(provider)s; the payments say %(payments)s. Tell the person who"
            " looks after this website."
        )
        taken = words.money(book.captured_pence - book.refunded_pence)
        said = {"ledger": words.money(book.ledger_pence), "provider": provider, "payments": taken}
        return drawing.part("warning", told % said)
    told = _("Taken through %(provider)s: %(captured)s. Refunded: %(refunded)s. The ledger agrees.") % {
        "provider": provider,
        "captured": words.money(book.captured_pence),
        "refunded": words.money(book.refunded_pence),
    }
    return Markup('<p class="moot-note">{}</p>').format(told)


def known(act: Act, row: PaymentShown) -> Markup:
    """What is known of a payment."""
    payer = people.person(act, id=row.person_id)
    return summary(
        [
            (_("Paid by"), payer.name if payer else ""),
            (_("Service"), service(act, row)),
            (_("Begun"), words.moment(row.created_at)),
            (_("Taken"), words.moment(row.captured_at) if row.captured_at else ""),
            (_("What happened"), forms.FAILURES.get(row.reason, "")),
            (_("Provider"), forms.PROVIDERS.get(row.provider, row.provider)),
        ]
    )


def lines(row: PaymentShown) -> Markup:
    """What it is for."""
    return drawing.part("receipt", _("What it is for"), charged(row), row.amount_pence)


def charged(row: PaymentShown) -> list[dict[str, object]]:
    """Each thing that is paid for, with its amount."""
    return [{"text": line["words"], "amount_pence": line["amount_pence"]} for line in row.lines]


def ledger(entries: Sequence[LedgerLine]) -> Markup:
    """Its lines in the ledger."""
    columns: list[Heading] = [_("Account"), _("Posted"), (_("Debit"), "number"), (_("Credit"), "number")]
    return table(_("Ledger"), columns, list(map(_entry, entries)))


def _entry(entry: LedgerLine) -> list[object]:
    amount = words.money(abs(entry.amount_pence))
    sides = (amount, cells.NOTHING) if entry.amount_pence > 0 else (cells.NOTHING, amount)
    return [entry.account, words.moment(entry.at), *sides]


def refunds(found: Sequence[RefundShown], notes: Mapping[UUID, str]) -> Markup:
    """What was given back, and why."""
    columns: list[Heading] = [_("Asked for"), _("Why"), _("Status"), (_("Amount"), "number")]
    return table(_("Refunds"), columns, [_refund(one, notes.get(one.id, "")) for one in found])


def _refund(one: RefundShown, note: str) -> list[object]:
    why = ": ".join(str(part) for part in (forms.REASONS[one.reason], note) if part)
    state = forms.REFUND_STATES[one.state]
    return [words.moment(one.asked_at), why, state, words.money(one.amount_pence)]

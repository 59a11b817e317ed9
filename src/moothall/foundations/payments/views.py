"""Receipts for residents, payments for staff, and the door for providers' messages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from markupsafe import Markup

from moothall.design import words
from moothall.design.forms import Form
from moothall.design.pages import Action, Ask, Column, Detail, Empty, Listing, act_on
from moothall.foundations.payments import forms, operations, presenters, queries
from moothall.foundations.payments.adapters import gateway
from moothall.foundations.payments.queries.records import PaymentShown, RefundShown
from moothall.kernel import allow, gate
from moothall.kernel.doors.rendering import render
from moothall.kernel.doors.web import act_of, page
from moothall.kernel.manifest import Words
from moothall.kernel.refusal import NotFound

MOST_OCTETS = 64 * 1024
"""Longer messages are no provider's."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The context of a receipt: a payment, what it was for, what was given back, why nothing was taken."""

    payment: PaymentShown
    lines: Sequence[dict[str, object]]
    refunds: Sequence[tuple[RefundShown, Words]]
    why: Words


@csrf_exempt
@require_POST
@page(allow=allow.anyone, reads=False, most_octets=MOST_OCTETS)
def webhook(request: HttpRequest, address: str) -> HttpResponse:
    """Take a provider's message. Its signature is its only credential; what it says is asked back."""
    try:
        is_genuine = gateway.receive_webhook(address, request.headers, request.body)
    except (ValueError, KeyError):
        return HttpResponse(status=400)
    return HttpResponse(status=200 if is_genuine else 401)


@page(allow=allow.resident | allow.staff("payments.read"))
def receipt(request: HttpRequest, id: UUID) -> HttpResponse:
    """What somebody paid for, and what was given back; or why nothing was taken."""
    act = act_of(request)
    row = queries.payment(act, id=id)
    if row is None:
        raise NotFound(_("We could not find that receipt."))
    done = [refund for refund in queries.refunds_of(act, payment=id) if refund.state != "failed"]
    shown = Receipt(
        payment=row,
        lines=presenters.charged(row),
        refunds=[(refund, forms.REFUND_STATES[refund.state]) for refund in done],
        why=forms.FAILURES.get(row.reason, ""),
    )
    return render(request, "payments/receipt.html", shown)


PAYMENTS = Listing(
    title=lazy("Payments"),
    above=lambda act, token: presenters.books(queries.books(act)),
    filters=lambda act: forms.Filter,
    caption=lazy("Payments, newest first"),
    query=queries.payments,
    rows=presenters.rows,
    columns=(
        Column(lazy("Reference"), lambda one: one.link),
        Column(lazy("Begun"), lambda one: words.moment(one.payment.created_at)),
        Column(lazy("Service"), lambda one: one.service),
        Column(lazy("Amount"), lambda one: words.money(one.payment.amount_pence), is_number=True),
        Column(lazy("Status"), lambda one: one.tag),
    ),
    empty=Empty(
        lazy("No payments"),
        lazy("Payments show here when people pay for a service."),
        when_filtered=lazy("There are none that fit. Change the filter to see others."),
    ),
)


@page(allow=allow.staff("payments.read"))
def staff_list(request: HttpRequest) -> HttpResponse:
    """The organisation's payments with filters, newest first, and whether the books agree."""
    return PAYMENTS.drawn(request)


REFUND: Mapping[str, Action[UUID]] = {
    "refund": Action(
        form=lambda act, payment, typed: forms.RefundForm(typed),
        do=lambda act, payment, told: operations.refund(
            act, payment=payment, amount_pence=told["amount"], reason=told["reason"], note=told["note"]
        ),
        done=lambda told: _("We will refund %(amount)s") % {"amount": words.money(told["amount"])},
        needs="payments.refund",
    )
}


@page(allow=allow.staff("payments.read"))
def staff_payment(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """One payment with its ledger lines and refunds; posted, it asks for a refund."""
    if request.method != "POST":
        return _shown(request, id, {}, 200)
    return act_on(
        request, REFUND, "refund", id, leads_to=request.path,
        draw=lambda bound, status: _shown(request, id, bound, status),
    )  # fmt: skip


def _shown(request: HttpRequest, id: UUID, bound: Mapping[str, Form], status: int) -> HttpResponse:
    act = act_of(request)
    with gate.reading(act):
        row = queries.payment(act, id=id)
        if row is None or row.organisation_id != act.organisation:
            raise NotFound(_("We could not find that payment."))
        panels: list[Markup | Ask] = [
            presenters.known(act, row),
            presenters.lines(row),
            presenters.ledger(queries.ledger_of(act, payment=id)),
            presenters.refunds(queries.refunds_of(act, payment=id), queries.refund_notes(act, payment=id)),
        ]
    left_pence = row.amount_pence - row.refunded_pence if row.state == "captured" else 0
    if left_pence and act.may("payments.refund"):
        left = _("Up to %(amount)s can be refunded.") % {"amount": words.money(left_pence)}
        form = bound.get("refund") or forms.RefundForm()
        panels.append(Ask(form, _("Refund"), title=_("Refund"), words=left, kind="warning"))
    page = Detail(
        title=_("Payment %(reference)s") % {"reference": row.reference},
        back=(reverse("payments:staff_list"), _("All payments")),
        tag=presenters.tag(row),
        panels=panels,
    )
    return page.drawn(request, status=status)

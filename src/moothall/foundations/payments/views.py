"""Receipts for residents, payments for staff, and the door for providers' messages."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from moothall.design import words
from moothall.foundations.payments import forms, operations, queries, rules
from moothall.foundations.payments.adapters import gateway
from moothall.foundations.payments.queries.records import PaymentShown
from moothall.kernel import allow, clock, gate
from moothall.kernel.act import Act
from moothall.kernel.doors import lists
from moothall.kernel.doors.web import act_of, key_of, page
from moothall.kernel.queries import people
from moothall.kernel.refusal import NotFound, Refused
from moothall.services import pack_cache

PAGE = 50
MOST_OCTETS = 64 * 1024
"""Longer messages are no provider's."""


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
    content = {
        "payment": row,
        "lines": [{"text": line["words"], "amount_pence": line["amount_pence"]} for line in row.lines],
        "refunds": [(refund, forms.REFUND_STATES[refund.state]) for refund in done],
        "why": forms.FAILURES.get(row.reason, ""),
    }
    return render(request, "payments/receipt.html", content)


@page(allow=allow.staff("payments.read"))
def staff_list(request: HttpRequest) -> HttpResponse:
    """The organisation's payments with filters, newest first, and whether the books agree."""
    act = act_of(request)
    form = forms.Filter(request.GET if request.GET else None)
    wanted: dict[str, Any] = {}
    if form.is_bound and form.is_valid():
        chosen = form.cleaned_data
        wanted = {
            "state": chosen["state"], "reference": chosen["reference"],
            "since_date": chosen["since"], "until_date": chosen["until"],
        }  # fmt: skip
    found = queries.payments(act, **wanted, cursor=lists.cursor_of(request), limit=PAGE)
    content = {
        "form": form,
        "chosen": sum(1 for value in wanted.values() if value),
        "payments": [(row, _service(act, row), *_standing(row)) for row in found.items],
        "providers": forms.PROVIDERS,
        **lists.hrefs(request, found),
        "books": queries.books(act),
    }
    return render(request, "payments/staff_list.html", content)


@page(allow=allow.staff("payments.read"))
def staff_payment(request: HttpRequest, id: UUID) -> HttpResponse:
    """One payment with its ledger lines and refunds; posted, it asks for a refund."""
    if request.method == "POST":
        form = forms.RefundForm(request.POST)
        if form.is_valid() and _refund(request, id, form):
            return HttpResponseRedirect(request.path)
        return _show(request, id, form)
    return _show(request, id, forms.RefundForm())


def _refund(request: HttpRequest, id: UUID, form: forms.RefundForm) -> bool:
    chosen = form.cleaned_data
    act = act_of(request).with_key(key_of(request))
    try:
        operations.refund(
            act, payment=id, amount_pence=chosen["amount"], reason=chosen["reason"], note=chosen["note"]
        )
    except NotFound:
        raise
    except Refused as refusal:
        form.add_refusal(refusal)
        return False
    messages.success(request, _("We will refund %(amount)s") % {"amount": words.money(chosen["amount"])})
    return True


def _show(request: HttpRequest, id: UUID, form: forms.RefundForm) -> HttpResponse:
    act = act_of(request)
    with gate.reading(act):
        row = queries.payment(act, id=id)
        if row is None or row.organisation_id != act.organisation:
            raise NotFound(_("We could not find that payment."))
        notes = queries.refund_notes(act, payment=id)
        payer = people.person(act, id=row.person_id)
        content = {
            "payment": row,
            "service": _service(act, row),
            "provider": forms.PROVIDERS.get(row.provider, row.provider),
            "standing": _standing(row),
            "payer": payer.name if payer else "",
            "lines": [{"text": line["words"], "amount_pence": line["amount_pence"]} for line in row.lines],
            "entries": queries.ledger_of(act, payment=id),
            "refunds": [
                (
                    refund,
                    forms.REASONS[refund.reason],
                    notes.get(refund.id, ""),
                    forms.REFUND_STATES[refund.state],
                )
                for refund in queries.refunds_of(act, payment=id)
            ],
            "why": forms.FAILURES.get(row.reason, ""),
            "left_pence": row.amount_pence - row.refunded_pence if row.state == "captured" else 0,
            "may_refund": act.may("payments.refund"),
            "form": form,
            "key": clock.token(),
        }
    return render(request, "payments/staff_payment.html", content)


def _service(act: Act, row: PaymentShown) -> str:
    """What the service is called, by the version it was asked for under."""
    found = pack_cache.published(act, id=row.pack_id) if row.pack_id else None
    return found.words(act.language)("service.title") if found else row.service


def _standing(row: PaymentShown) -> tuple[str, str]:
    key = rules.standing_of(row.state, refunded_pence=row.refunded_pence, amount_pence=row.amount_pence)
    text, tone = forms.STANDINGS[key]
    return str(text), tone

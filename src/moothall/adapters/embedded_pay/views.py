"""The embedded provider's page: plainly a test, with every outcome to choose from."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from moothall.adapters.embedded_pay import operations, queries, tasks
from moothall.adapters.embedded_pay.operations import Answer, Post
from moothall.adapters.embedded_pay.queries import ChargeShown
from moothall.design import fields, forms
from moothall.kernel import act as acts
from moothall.kernel import allow
from moothall.kernel.act import Door
from moothall.kernel.doors.rendering import render
from moothall.kernel.doors.web import page
from moothall.kernel.refusal import NotFound


class CardOutcome(forms.Form):
    """What should happen, and how the message about it travels."""

    answer = fields.Choice(
        _("What should happen?"),
        [
            (Answer.APPROVE, _("The payment is approved")),
            (Answer.DECLINE, _("The bank declines it")),
            (Answer.EXPIRE, _("It runs out of time")),
            (Answer.CANCEL, _("The person changes their mind")),
        ],
        initial=Answer.APPROVE,
    )
    post = fields.Choice(
        _("When does the website hear about it?"),
        [
            (Post.BEFORE, _("Before the person is back")),
            (Post.LATE, _("Late, after 45 seconds")),
            (Post.TWICE, _("Twice")),
            (Post.NEVER, _("Never, the message is lost")),
        ],
        initial=Post.BEFORE,
    )


@dataclass(frozen=True, slots=True)
class PayPage:
    """What ``embedded_pay/pay.html`` shows."""

    charge: ChargeShown
    form: CardOutcome


@page(allow=allow.anyone, reads=False)
def pay(request: HttpRequest, id: UUID) -> HttpResponse:
    """Choose how the payment ends, then go back to where it was asked for."""
    charge = queries.charge(acts.system(door=Door.PAGE), id=id)
    if charge is None:
        raise NotFound("The test provider does not know this payment.")
    form = CardOutcome(request.POST) if request.method == "POST" else CardOutcome()
    if form.is_bound and form.is_valid():
        return _answered(id, form)
    return render(
        request,
        "embedded_pay/pay.html",
        PayPage(
            charge=charge,
            form=form,
        ),
    )


def _answered(id: UUID, form: CardOutcome) -> HttpResponse:
    chosen = form.cleaned_data
    going = operations.answer_charge(
        acts.system(door=Door.PAGE), charge=id, answer=Answer(chosen["answer"]), post=Post(chosen["post"])
    )
    if going.webhook is not None:
        tasks.send(webhook=str(going.webhook))
    return HttpResponseRedirect(going.back)

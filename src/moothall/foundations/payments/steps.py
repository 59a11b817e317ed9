"""Paying inside a service: promised before the journey is sent, taken after."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from moothall.foundations.payments import operations, queries, rules
from moothall.foundations.payments.adapters import gateway
from moothall.foundations.payments.operations.payments import UNPAID
from moothall.kernel import context as acting
from moothall.kernel.act import Act
from moothall.kernel.event import undoing
from moothall.kernel.refusal import Conflict
from moothall.services.mistakes import did_you_mean
from moothall.services.problems import Problem
from moothall.services.steps import (
    Answer,
    ChargeLine,
    Effects,
    Holds,
    LeavesSite,
    PackContext,
    Settings,
    StepContext,
    step,
)

PAID = ("authorised", "captured")


class PaySettings(Settings):
    """``refunds`` say when money goes back by itself; the first that fits counts, and nothing goes back when
    none does."""

    refunds: tuple[rules.GivingBack, ...] = ()


@step("payments.pay")
class Pay(LeavesSite[PaySettings], Holds[PaySettings], Effects[PaySettings]):
    """Send the person to the provider's page to pay what the other steps charge.

    ``leave`` and ``has_returned`` ask the provider, so the engine calls them outside a transaction.
    """

    settings = PaySettings

    def problems(self, settings: PaySettings, pack: PackContext) -> Iterable[Problem]:
        """Refunds upon something by which nothing is undone."""
        for at, rule in enumerate(settings.refunds):
            if rule.upon not in undoing():
                hint = did_you_mean(rule.upon, undoing())
                yield Problem(
                    ("refunds", at, "upon"), f"nothing that is undone is called “{rule.upon}”{hint}"
                )

    def leave(
        self, act: Act, context: StepContext[PaySettings], *, charges: Sequence[ChargeLine], back: str
    ) -> str | None:
        """The provider's page, the same one however often it is asked for; ``None`` when there is nothing to
        pay or it is paid. After a refusal by the bank there is a new one."""
        lines = [
            rules.PriceLine(words=charge.words, amount_pence=charge.amount_pence, code=charge.code)
            for charge in charges
        ]
        if rules.total(lines) <= 0:
            operations.release(act, held_for=context.journey)
            return None
        for _try in range(2):
            payment = operations.begin(
                act, held_for=context.journey, organisation=context.organisation, service=context.service,
                lines=lines, person=context.person,
            )  # fmt: skip
            state = _brought_up_to_date(act, payment, back=back, language=context.language)
            if state in PAID:
                return None
            if state == "created":
                break
        return queries.pay_page(act, payment=payment) or None

    def has_returned(self, act: Act, context: StepContext[PaySettings]) -> bool:
        """Whether exactly what is charged has been authorised; the provider is asked if no message of its has
        come yet."""
        amount = _amount(context)
        if amount <= 0:
            return True
        row = queries.payment_for(act, held_for=context.journey)
        if row is None or row.amount_pence != amount:
            return False
        if row.state == "created" and acting.current() is None:
            return gateway.look_up(row.id) in PAID
        return row.state in PAID

    def check_ready(self, act: Act, context: StepContext[PaySettings], answer: Answer) -> None:
        """Refuse when what is charged has not been authorised."""
        row = queries.payment_for(act, held_for=context.journey)
        amount = _amount(context)
        if amount > 0 and (row is None or row.state not in PAID or row.amount_pence != amount):
            raise Conflict(UNPAID, code="unpaid")

    def carry_out(self, act: Act, context: StepContext[PaySettings], answer: Answer) -> None:
        """Have the money taken once the journey is sent and committed."""
        amount = _amount(context)
        if amount > 0:
            operations.settle(act, held_for=context.journey, amount_pence=amount)

    def release(self, act: Act, context: StepContext[PaySettings], answer: Answer) -> None:
        """Give the payment up: nothing is taken."""
        operations.release(act, held_for=context.journey)


def _amount(context: StepContext[PaySettings]) -> int:
    return sum(charge.amount_pence for charge in context.charges)


def _brought_up_to_date(act: Act, payment: UUID, *, back: str, language: str) -> str:
    row = queries.payment(act, id=payment)
    if row is not None and row.provider_reference:
        return gateway.look_up(payment)
    return gateway.create(payment, back=back, language=language)

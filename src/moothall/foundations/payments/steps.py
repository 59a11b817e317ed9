"""Paying inside a service: promised before the journey is sent, taken after."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from moothall.foundations.payments import operations, queries, rules
from moothall.foundations.payments.adapters import dealings
from moothall.foundations.payments.operations.payments import UNPAID
from moothall.kernel import context
from moothall.kernel.act import Act
from moothall.kernel.event import undoing
from moothall.kernel.refusal import Conflict
from moothall.services.reading import did_you_mean
from moothall.services.steps import Answer, Around, Asking, ChargeLine, Fault, Settings, Step, step

PAID = ("authorised", "captured")


class PaySettings(Settings):
    """``refunds`` say when money goes back by itself; the first that fits counts, and nothing goes back when
    none does."""

    refunds: tuple[rules.GivingBack, ...] = ()


@step("payments.pay")
class Pay(Step[PaySettings]):
    """Send the person to the provider's page to pay what the other steps charge.

    ``leave`` and ``has_come_back`` ask the provider, so the engine calls them outside a transaction.
    """

    settings = PaySettings

    def faults(self, settings: PaySettings, around: Around) -> Iterable[Fault]:
        """Refunds upon something by which nothing is undone."""
        for at, rule in enumerate(settings.refunds):
            if rule.upon not in undoing():
                hint = did_you_mean(rule.upon, undoing())
                yield Fault(("refunds", at, "upon"), f"nothing that is undone is called “{rule.upon}”{hint}")

    def leave(
        self, act: Act, asking: Asking[PaySettings], *, charges: Sequence[ChargeLine], back: str
    ) -> str | None:
        """The provider's page, the same one however often it is asked for; ``None`` when there is nothing to
        pay or it is paid. After a refusal by the bank there is a new one."""
        lines = [
            rules.Line(words=charge.words, amount_pence=charge.amount_pence, code=charge.code)
            for charge in charges
        ]
        if rules.total(lines) <= 0:
            operations.release(act, journey=asking.journey)
            return None
        for _try in range(2):
            payment = operations.begin(
                act, journey=asking.journey, organisation=asking.organisation, service=asking.service,
                lines=lines, person=asking.person,
            )  # fmt: skip
            state = _brought_up_to_date(act, payment, back=back, language=asking.language)
            if state in PAID:
                return None
            if state == "created":
                break
        return queries.pay_page(act, payment=payment) or None

    def has_come_back(self, act: Act, asking: Asking[PaySettings]) -> bool:
        """Whether exactly what is charged has been authorised; the provider is asked if no message of its has
        come yet."""
        amount = _amount(asking)
        if amount <= 0:
            return True
        row = queries.payment_for(act, journey=asking.journey)
        if row is None or row.amount_pence != amount:
            return False
        if row.state == "created" and context.current() is None:
            return dealings.look_up(row.id) in PAID
        return row.state in PAID

    def ready(self, act: Act, asking: Asking[PaySettings], answer: Answer) -> None:
        """Refuse when what is charged has not been authorised."""
        row = queries.payment_for(act, journey=asking.journey)
        amount = _amount(asking)
        if amount > 0 and (row is None or row.state not in PAID or row.amount_pence != amount):
            raise Conflict(UNPAID, code="unpaid")

    def do(self, act: Act, asking: Asking[PaySettings], answer: Answer) -> None:
        """Have the money taken once the journey is sent and committed."""
        amount = _amount(asking)
        if amount > 0:
            operations.settle(act, journey=asking.journey, amount_pence=amount)

    def let_go(self, act: Act, asking: Asking[PaySettings], answer: Answer) -> None:
        """Give the payment up: nothing is taken."""
        operations.release(act, journey=asking.journey)


def _amount(asking: Asking[PaySettings]) -> int:
    return sum(charge.amount_pence for charge in asking.charges)


def _brought_up_to_date(act: Act, payment: UUID, *, back: str, language: str) -> str:
    row = queries.payment(act, id=payment)
    if row is not None and row.provider_reference:
        return dealings.look_up(payment)
    return dealings.create(payment, back=back, language=language)

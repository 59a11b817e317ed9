"""Whatever happens, in whatever order, and wherever it crashes: every penny is where all three books say."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from moothall.adapters.embedded_pay.operations import Answer, Post
from moothall.adapters.embedded_pay.provider import Embedded
from moothall.foundations.payments import operations
from moothall.foundations.payments.adapters.base import ProviderUnreachable
from moothall.foundations.payments.models import LedgerEntry, Refund
from moothall.foundations.payments.tests.support import (
    SOFA,
    Journey,
    answer,
    bank_says,
    books_agree,
    forget_jobs,
    journey,
    run_job,
    waiting_jobs,
    work,
)  # fmt: skip
from moothall.kernel import act as acts
from moothall.kernel import backlogs, clock, context
from moothall.kernel import tasks as kernel_tasks
from moothall.kernel.refusal import Refused

CALLS = ("create", "capture", "cancel", "refund", "look_up")


class Weather:
    """Lets one coming call to the provider fail: before it did anything, or after, unheard."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.next: tuple[str, bool] | None = None
        for name in CALLS:
            monkeypatch.setattr(Embedded, name, self._around(name, getattr(Embedded, name)))

    def _around(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def around(*args: Any, **kwargs: Any) -> Any:
            if self.next is None or self.next[0] != name:
                return call(*args, **kwargs)
            is_after, self.next = self.next[1], None
            if is_after:
                call(*args, **kwargs)
            raise ProviderUnreachable("no answer")

        return around


def machine_of(weather: Weather) -> type[RuleBasedStateMachine]:
    """The state machine, with the weather of this test."""

    class Till(RuleBasedStateMachine):
        """Two journeys of one organisation."""

        def __init__(self) -> None:
            super().__init__()
            weather.next = None
            forget_jobs()
            first = journey()
            self.journeys = [first, journey(organisation=first.organisation)]
            self.sent: dict[Journey, int] = {}
            self.pages: list[str] = []

        def _pick(self, which: int) -> Journey:
            return self.journeys[which]

        @rule(which=st.integers(0, 1))
        def go_to_pay(self, which: int) -> None:
            try:
                address = self._pick(which).leave()
            except (Refused, ProviderUnreachable):
                return
            if address:
                self.pages.append(address)

        @precondition(lambda self: self.pages)
        @rule(data=st.data(), what=st.sampled_from(Answer), post=st.sampled_from(Post))
        def answer_on_any_page(self, data: st.DataObject, what: Answer, post: Post) -> None:
            answer(data.draw(st.sampled_from(self.pages)), what, post)

        @rule(which=st.integers(0, 1))
        def come_back_and_send(self, which: int) -> None:
            one = self._pick(which)
            try:
                if one.is_back():
                    one.send()
                    self.sent.setdefault(one, sum(charge.amount_pence for charge in one.charges))
            except (Refused, ProviderUnreachable):
                return

        @rule(which=st.integers(0, 1))
        def pay_and_send_without_mishap(self, which: int) -> None:
            weather.next = None
            self.go_to_pay(which)
            if self.pages:
                answer(self.pages[-1])
            self.come_back_and_send(which)
            work()

        @rule(which=st.integers(0, 1))
        def crash_while_sending(self, which: int) -> None:
            def crash() -> None:
                raise KeyboardInterrupt

            with pytest.raises((KeyboardInterrupt, Refused)):
                self._pick(which).send(then=crash)

        @rule(which=st.integers(0, 1))
        def give_up(self, which: int) -> None:
            self._pick(which).release()

        @precondition(lambda self: len(self.sent) < 2)
        @rule(which=st.integers(0, 1))
        def change_what_is_to_pay(self, which: int) -> None:
            one = self._pick(which)
            if one not in self.sent:
                one.charges = (*one.charges, SOFA)[:4]

        @precondition(lambda self: waiting_jobs())
        @rule(data=st.data())
        def work_on_any_job(self, data: st.DataObject) -> None:
            try:
                run_job(data.draw(st.sampled_from(waiting_jobs())))
            except ProviderUnreachable:
                return

        @rule(which=st.integers(0, 1), pence=st.sampled_from([1, 400, 1_500, 2_500]))
        def refund(self, which: int, pence: int) -> None:
            one = self._pick(which)
            if one not in self.sent:
                self.pay_and_send_without_mishap(which)
            for payment in one.payments():
                try:
                    operations.refund(
                        one.officer(), payment=payment.id, amount_pence=pence, reason=Refund.Reason.GOODWILL
                    )
                except Refused:
                    continue

        @rule(call=st.sampled_from(CALLS), is_after=st.booleans())
        def the_line_goes_down(self, call: str, is_after: bool) -> None:
            weather.next = (call, is_after)

        @invariant()
        def nobody_has_two_payments_alive(self) -> None:
            for one in self.journeys:
                assert sum(payment.is_live for payment in one.payments()) <= 1

        @invariant()
        def the_ledger_agrees_with_the_payments(self) -> None:
            assert books_agree(self.journeys[0])

        @invariant()
        def nothing_is_taken_that_was_not_sent(self) -> None:
            for one in self.journeys:
                taken = [payment for payment in one.payments() if payment.state == "captured"]
                assert len(taken) <= (one in self.sent)

        def teardown(self) -> None:
            weather.next = None
            work()
            with clock.set_to(clock.now() + backlogs.GRACE * 2):
                kernel_tasks.sweep(acts.system())
            work()
            for one in self.journeys:
                self._settled(one)
            assert books_agree(self.journeys[0])

        def _settled(self, one: Journey) -> None:
            """In the end the provider, the payments and the ledger say the same."""
            payments = one.payments()
            reached = [payment for payment in payments if payment.provider_reference]
            at_bank = [bank_says(payment) for payment in reached]
            taken = sum(charge.amount_pence for charge in at_bank if charge.progress == "captured")
            returned = sum(charge.refunded_pence for charge in at_bank)
            assert taken == sum(row.amount_pence for row in payments if row.state == "captured")
            assert taken == self.sent.get(one, 0), "exactly what was sent is taken"
            assert returned == sum(payment.refunded_pence for payment in payments)
            with context.acting(acts.system()):
                booked = LedgerEntry.objects.filter(
                    transaction__payment__in=payments, account__code="provider:embedded"
                )
                assert sum(booked.values_list("amount_pence", flat=True)) == taken - returned

    return Till


@pytest.mark.django_db(databases=["default", "signin"])
@pytest.mark.slow
def test_every_penny_reconciles(monkeypatch: pytest.MonkeyPatch) -> None:
    run_state_machine_as_test(
        machine_of(Weather(monkeypatch)),
        settings=settings(
            max_examples=15, stateful_step_count=16,
        ),
    )  # fmt: skip

"""Paying inside a service: promised, then taken; never twice; nothing when the journey cannot be sent."""

import pytest
from django.db import DatabaseError

from moothall.adapters.embedded_pay.operations import Answer, Post
from moothall.foundations.payments import operations, queries, rules
from moothall.foundations.payments.adapters.base import provider_of
from moothall.foundations.payments.models import LedgerEntry, Payment
from moothall.foundations.payments.tests.support import (
    SOFA,
    answer,
    bank_says,
    books_agree,
    journey,
    state,
    work,
)  # fmt: skip
from moothall.kernel import act as acts
from moothall.kernel import clock, context
from moothall.kernel.adapters import Chosen
from moothall.kernel.gate import reading
from moothall.kernel.models import StoredEvent
from moothall.kernel.refusal import Conflict
from moothall.services.steps import ChargeLine

pytestmark = pytest.mark.django_db(databases=["default", "signin"])


def test_the_money_is_promised_before_sending_and_taken_after() -> None:
    one = journey()
    address = one.leave()
    assert address is not None and not one.is_back()
    answer(address)
    assert one.is_back(), "the provider is asked when no message has come"
    assert bank_says(one.payments()[0]).progress == "authorised"
    matter = one.send()
    assert state(one) == ["authorised"], "nothing outside happens in the transaction that sends"
    work()
    payment = one.payments()[0]
    assert (payment.state, payment.matter_id, payment.amount_pence) == ("captured", matter, 1_500)
    with context.acting(acts.system()):
        names = list(StoredEvent.objects.filter(matter_id=matter).values_list("name", flat=True))
        sides = dict(
            LedgerEntry.objects.filter(transaction__payment=payment).values_list(
                "account__code", "amount_pence"
            )
        )
    assert names == ["payments.PaymentCaptured"]
    assert sides == {"provider:embedded": 1_500, "income:large-items": -1_500}


def test_leaving_again_leads_to_the_same_page_and_after_paying_to_none() -> None:
    one = journey()
    address = one.leave()
    assert one.leave() == address
    answer(str(address), post=Post.TWICE)
    assert one.leave() is None
    assert len(one.payments()) == 1


def test_after_a_decline_there_is_a_new_page() -> None:
    one = journey()
    first = str(one.leave())
    answer(first, Answer.DECLINE)
    assert not one.is_back()
    second = one.leave()
    assert second not in (None, first)
    answer(str(second))
    assert one.is_back()
    assert state(one) == ["failed", "authorised"]


def test_a_changed_amount_is_paid_anew_and_the_old_promise_let_go() -> None:
    one = journey()
    answer(str(one.leave()))
    assert one.is_back()
    one.charges = (SOFA, SOFA)
    assert not one.is_back()
    with pytest.raises(Conflict):
        one.send()
    answer(str(one.leave()))
    assert one.is_back()
    one.send()
    work()
    assert state(one) == ["cancelled", "captured"]
    assert [bank_says(payment).progress for payment in one.payments()] == ["cancelled", "captured"]


def test_paying_in_the_other_window_after_giving_up_takes_nothing() -> None:
    one = journey()
    address = str(one.leave())
    one.release()
    answer(address, post=Post.BEFORE)
    work()
    assert state(one) == ["cancelled"]
    assert bank_says(one.payments()[0]).progress == "cancelled"


def test_when_the_slot_has_gone_nothing_is_taken_and_the_payment_can_be_kept_or_let_go() -> None:
    one = journey()
    answer(str(one.leave()))
    assert one.is_back()

    def slot_gone() -> None:
        raise Conflict("The time you chose has been taken.")

    with pytest.raises(Conflict):
        one.send(then=slot_gone)
    work()
    assert state(one) == ["authorised"]
    one.release()
    work()
    assert state(one) == ["cancelled"]
    assert bank_says(one.payments()[0]).progress == "cancelled"
    assert books_agree(one)


def test_sending_unpaid_or_twice() -> None:
    one = journey()
    one.leave()
    with pytest.raises(Conflict, match="not gone through"):
        one.send()
    answer(str(one.leave()))
    assert one.is_back()
    one.send()
    one.release()
    work()
    assert state(one) == ["captured"], "letting go after sending changes nothing"
    with pytest.raises(Conflict, match="been paid for"):
        operations.begin(
            one.act(), held_for=one.id, organisation=one.organisation, service="x",
            lines=[rules.PriceLine(words="More", amount_pence=1, code="x")],
        )  # fmt: skip


def test_nothing_to_pay_needs_no_page() -> None:
    free = journey(charges=(ChargeLine("Free", 0, "x"),))
    assert free.leave() is None
    assert free.is_back()
    free.send()
    assert free.payments() == []


def test_a_journey_nobody_sends_is_given_up_after_a_day() -> None:
    one = journey()
    answer(str(one.leave()))
    assert one.is_back()
    payment = one.payments()[0]
    operations.give_up(acts.system(), payment=payment.id)
    assert one.payments()[0].released_at is None
    with clock.set_to(payment.created_at + rules.KEEP_UNSENT * 2):
        operations.give_up(acts.system(), payment=payment.id)
    work()
    assert state(one) == ["cancelled"]


def test_the_provider_is_never_asked_inside_a_transaction() -> None:
    with pytest.raises(RuntimeError, match="inside a transaction"), reading(acts.public()):
        provider_of(Chosen("payments", "embedded"))


def test_residents_say_nothing_about_how_a_payment_stands() -> None:
    one = journey()
    one.leave()
    for change in (
        {"state": "authorised"}, {"amount_pence": 1}, {"settled_at": clock.now()}, {"refunded_pence": 5},
    ):  # fmt: skip
        with pytest.raises(DatabaseError), context.acting(one.act()):
            Payment.objects.filter(held_for=one.id).update(**change)


def test_other_people_and_organisations_see_no_payment() -> None:
    one, other = journey(), journey()
    one.leave()
    payment = one.payments()[0].id
    assert queries.payment(one.act(), id=payment) is not None
    assert queries.payment(other.act(), id=payment) is None
    assert queries.payments(other.officer()).items == ()
    assert [row.id for row in queries.payments(one.officer()).items] == [payment]

"""Giving money back: whole, in part, once, and never more than was taken."""

from dataclasses import replace

import pytest
from django.db import DatabaseError, connection, transaction

from moothall.adapters.embedded_pay import operations as bank
from moothall.foundations.payments import operations, queries
from moothall.foundations.payments.models import LedgerAccount, LedgerEntry, LedgerTransaction, Refund
from moothall.foundations.payments.tests.support import Journey, answer, bank_says, books_agree, journey, work
from moothall.kernel import act as acts
from moothall.kernel import clock, context
from moothall.kernel.refusal import NotAllowed, NotFound, Refused

pytestmark = pytest.mark.django_db(databases=["default", "signin"])
GOODWILL = Refund.Reason.GOODWILL


@pytest.fixture
def paid() -> Journey:
    """A journey that was paid for: £15."""
    one = journey()
    answer(str(one.leave()))
    assert one.is_back()
    one.send()
    work()
    return one


def test_part_then_the_rest(paid: Journey) -> None:
    payment = paid.payments()[0].id
    operations.refund(
        paid.officer(), payment=payment, amount_pence=400, reason=GOODWILL, note="Crew was late"
    )
    operations.refund(paid.officer(), payment=payment, amount_pence=1_100, reason=GOODWILL)
    work()
    row = paid.payments()[0]
    assert row.refunded_pence == bank_says(row).refunded_pence == 1_500
    assert books_agree(paid)
    entries = queries.ledger_of(paid.officer(), payment=payment)
    assert sum(entry.amount_pence for entry in entries if entry.account == "provider:embedded") == 0


def test_more_than_is_left_is_refused_even_before_the_first_refund_has_gone(paid: Journey) -> None:
    payment = paid.payments()[0].id
    operations.refund(paid.officer(), payment=payment, amount_pence=1_000, reason=GOODWILL)
    with pytest.raises(Refused, match="more than is left") as refused:
        operations.refund(paid.officer(), payment=payment, amount_pence=501, reason=GOODWILL)
    assert "amount" in refused.value.fields


def test_the_same_form_twice_refunds_once(paid: Journey) -> None:
    officer, payment = paid.officer(), paid.payments()[0].id
    for _time in range(2):
        operations.refund(
            replace(officer, id=clock.uuid7()).with_key("k"), payment=payment, amount_pence=400,
            reason=GOODWILL,
        )  # fmt: skip
    assert paid.payments()[0].refunded_pence == 400


def test_only_those_who_may_and_only_their_own(paid: Journey) -> None:
    payment = paid.payments()[0].id
    reader = acts.staff(
        clock.uuid7(), organisation=paid.organisation, permissions=frozenset({"payments.read"})
    )
    with pytest.raises(NotAllowed):
        operations.refund(reader, payment=payment, amount_pence=1, reason=GOODWILL)
    with pytest.raises(NotFound):
        operations.refund(journey().officer(), payment=payment, amount_pence=1, reason=GOODWILL)


def test_a_refund_the_provider_refuses_can_be_asked_for_again(paid: Journey) -> None:
    row = paid.payments()[0]
    bank.return_money(
        acts.system(),
        charge=bank_says(row).id,
        amount_pence=1_000,
        available_pence=1_500,
        idempotency="by hand",
    )
    operations.refund(paid.officer(), payment=row.id, amount_pence=1_000, reason=GOODWILL)
    work()
    assert [refund.state for refund in queries.refunds_of(paid.officer(), payment=row.id)] == ["failed"]
    assert paid.payments()[0].refunded_pence == 0
    assert books_agree(paid), "what the provider returned by itself shows in reconciling with the provider"


def test_nothing_can_be_refunded_before_it_is_taken() -> None:
    one = journey()
    one.leave()
    with pytest.raises(Refused, match="nothing to refund"):
        operations.refund(one.officer(), payment=one.payments()[0].id, amount_pence=1, reason=GOODWILL)


def test_the_ledger_refuses_what_does_not_balance_and_every_change(paid: Journey) -> None:
    act, payment = acts.system(), paid.payments()[0]
    with context.acting(act):
        posted = LedgerTransaction.objects.get(payment=payment)
        account = LedgerAccount.objects.filter(organisation_id=paid.organisation).first()
        assert account is not None
    with pytest.raises(DatabaseError, match="does not balance"), context.acting(act), transaction.atomic():
        LedgerEntry.objects.bulk_create(
            [
                LedgerEntry(
                    transaction=posted,
                    organisation_id=paid.organisation,
                    account=account,
                    amount_pence=1,
                    currency="GBP",
                )
            ]
        )
        connection.check_constraints()
    for statement in ("UPDATE payments_ledgerentry SET amount_pence = 1", "DELETE FROM payments_ledgerentry"):
        with pytest.raises(DatabaseError), context.acting(act), connection.cursor() as cursor:
            cursor.execute(statement)

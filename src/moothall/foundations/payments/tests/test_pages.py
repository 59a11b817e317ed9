"""Pages of payments, and the door for providers' messages."""

import json

import pytest
from django.test import Client

from moothall.adapters.embedded_pay.provider import sign
from moothall.foundations.cases.tests.browsing import guest_browser, staff_browser
from moothall.foundations.payments import operations
from moothall.foundations.payments.models import Notice
from moothall.foundations.payments.tests.support import Journey, answer, charge_at, journey, state, work
from moothall.kernel import act as acts
from moothall.kernel import context
from moothall.kernel.models import AuditEntry
from moothall.kernel.operations import organisations, people

pytestmark = pytest.mark.django_db(databases=["default", "signin"])


def paid() -> Journey:
    """A journey that was paid for and sent."""
    one = journey()
    answer(str(one.leave()))
    assert one.is_back()
    one.send()
    work()
    return one


def officer_of(one: Journey) -> Client:
    """A browser of somebody who may refund there."""
    person = people.register_person(acts.public(), personal={"name": "Cara Quill"})
    organisations.add_member(acts.system(), organisation=one.organisation, person=person, roles=["manager"])
    return staff_browser(person, one.organisation)


def test_paying_on_the_test_providers_page() -> None:
    one = journey()
    address = str(one.leave())
    path = f"/pay/embedded/{charge_at(address)}"
    page = Client().get(path).content.decode()
    assert "This is a test provider" in page and "£15" in page
    back = Client().post(path, {"answer": "approve", "post": "before"})
    assert (back.status_code, back["Location"]) == (302, "http://127.0.0.1/back")
    work()
    assert state(one) == ["authorised"], "the message came before the person did"
    again = Client().get(path).content.decode()
    assert "has been dealt with" in again


def test_reading_a_payment_is_recorded_for_whoever_paid() -> None:
    one = paid()
    officer_of(one).get(f"/staff/payments/{one.payments()[0].id}/")
    with context.acting(acts.resident(one.person)):
        (entry,) = AuditEntry.objects.filter(subject_id=one.person, is_reading=True)
    assert (entry.operation, entry.organisation_id) == ("payments.payment", one.organisation)


def test_messages_need_a_good_signature_and_count_once() -> None:
    one = journey()
    charge = charge_at(str(one.leave()))
    body = json.dumps({"webhook_message_id": "m1", "resource_id": str(charge)})

    def sent(signature: str, provider: str = "embedded") -> int:
        return Client().post(
            f"/pay/webhook/{provider}", body, content_type="application/json",
            headers={"Pay-Signature": signature},
        ).status_code  # fmt: skip

    assert sent("0" * 64) == 401
    assert sent(sign(body.encode()), provider="nobody") == 401
    assert [sent(sign(body.encode())) for _time in range(3)] == [200, 200, 200]
    with context.acting(acts.system()):
        assert Notice.objects.count() == 1
    work()
    assert state(one) == ["created"], "a message alone moves nothing: the provider is asked"
    assert Client().get("/pay/webhook/embedded").status_code == 405


def test_a_receipt_is_for_who_paid() -> None:
    one = paid()
    path = f"/pay/{one.payments()[0].id}/receipt"
    page = guest_browser(one.person).get(path).content.decode()
    assert "Receipt" in page and "£15" in page and "Reduction" in page
    assert guest_browser(journey().person).get(path).status_code == 404


def test_staff_list_filter_and_refund(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    one = paid()
    payment = one.payments()[0]
    browser = officer_of(one)
    with django_assert_max_num_queries(30):
        page = browser.get("/staff/payments/").content.decode()
    assert payment.reference in page and "The ledger agrees" in page
    assert payment.reference not in browser.get("/staff/payments/?state=failed").content.decode()
    assert (
        payment.reference in browser.get(f"/staff/payments/?reference={payment.reference}").content.decode()
    )
    path = f"/staff/payments/{payment.id}/"
    assert "income:large-items" in browser.get(path).content.decode()
    too_much = browser.post(path, {"amount": "99", "reason": "goodwill", "key": "1"}).content.decode()
    assert "more than is left to refund" in too_much
    assert (
        browser.post(
            path, {"amount": "5.50", "reason": "goodwill", "note": "Crew late", "key": "2"}
        ).status_code
        == 302
    )
    work()
    page = browser.get(path).content.decode()
    assert "Partly refunded" in page and "£5.50" in page and "Crew late" in page
    operations.forget_notes(acts.system(organisation=one.organisation), matter=payment.matter_id)
    assert "Crew late" not in browser.get(path).content.decode()
    assert payment.reference in browser.get("/staff/payments/?state=refunded").content.decode()
    assert officer_of(journey()).get(path).status_code == 404


def test_strangers_are_sent_to_sign_in() -> None:
    assert Client().get("/staff/payments/").status_code == 302

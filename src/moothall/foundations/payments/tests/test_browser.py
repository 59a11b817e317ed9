"""Every page of payments in a real browser, on a phone and on a desk, judged by axe."""

import pytest

from moothall.foundations.bookings.tests.test_browser import judged
from moothall.foundations.cases.tests.browsing import guest_browser
from moothall.foundations.cases.tests.test_browser import enter, looked_at
from moothall.foundations.payments import operations
from moothall.foundations.payments.models import Refund
from moothall.foundations.payments.tests.support import charge_at, journey, work
from moothall.foundations.payments.tests.test_pages import officer_of, paid
from tests.browser.support import PHONE, WIDE

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [PHONE, WIDE])
def test_paying_and_the_receipt(place_url: str, browser_page, width: int):
    one = journey()
    charge = charge_at(str(one.leave()))
    page = browser_page(width)
    looked_at(page, f"{place_url}/pay/embedded/{charge}", "pay-embedded")
    enter(page, place_url, guest_browser(one.person))
    looked_at(page, f"{place_url}/pay/{one.payments()[0].id}/receipt", "receipt-unpaid")
    done = paid()
    operations.refund(
        done.officer(), payment=done.payments()[0].id, amount_pence=450, reason=Refund.Reason.GOODWILL
    )
    work()
    page.context.clear_cookies()
    enter(page, place_url, guest_browser(done.person))
    looked_at(page, f"{place_url}/pay/{done.payments()[0].id}/receipt", "receipt")


@pytest.mark.parametrize("width", [PHONE, WIDE])
def test_staff_pages(place_url: str, browser_page, width: int):
    one = paid()
    page = browser_page(width)
    enter(page, place_url, officer_of(one))
    looked_at(page, f"{place_url}/staff/payments/?state=captured", "staff-payments")
    page.get_by_role("link", name=one.payments()[0].reference).click()
    judged(page, "staff-payment")
    page.get_by_label("Amount to refund").fill("99")
    page.get_by_label("As a gesture of goodwill").check()
    page.get_by_role("button", name="Refund").click()
    page.get_by_text("There is a problem").wait_for()
    judged(page, "staff-payment-error")
    page.get_by_label("Amount to refund").fill("4.50")
    page.get_by_role("button", name="Refund").click()
    page.get_by_text("We will refund £4.50").wait_for()
    work()
    page.reload()
    judged(page, "staff-payment-refunded")

"""Somebody cancels what they booked and paid for, or staff do: everything that hangs on it follows."""

import html
import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from moothall.design import words
from moothall.foundations.bookings import operations as bookings
from moothall.foundations.bookings.models import Booking, Slot
from moothall.foundations.cases.models import Case
from moothall.foundations.cases.operations import cases
from moothall.foundations.cases.tests.browsing import staff_browser
from moothall.foundations.messages.adapters import embedded
from moothall.foundations.payments.models import Payment
from moothall.kernel import act as acts
from moothall.kernel import clock, context
from moothall.kernel.models import AuditEntry
from moothall.kernel.operations import organisations, people
from moothall.kernel.places import local_date
from moothall.kernel.refusal import Refused
from moothall.kernel.roles import permissions_of
from tests.journeys.test_large_items import checks_and_pays, chooses_a_day, chooses_a_home, lists_two_sofas
from tests.journeys.town import Town, build
from tests.journeys.walking import Walker
from tests.journeys.working import work

pytestmark = pytest.mark.django_db(databases=["default", "signin"])


@pytest.fixture
def town(db: None, settings, tmp_path) -> Town:
    settings.MOOTHALL_OUTBOX = tmp_path / "outbox"
    settings.MOOTHALL_CHANNELS = {"email": "embedded-email", "sms": "embedded-sms"}
    return build()


@pytest.fixture
def ada(town: Town) -> Walker:
    """Somebody whose large items are to be collected, and who has paid £9."""
    somebody = Walker()
    chooses_a_home(somebody)
    lists_two_sofas(somebody)
    chooses_a_day(somebody)
    checks_and_pays(somebody)
    work()
    return somebody


def the(model: type) -> object:  # type: ignore[type-arg]
    with context.acting(acts.system()):
        return model.objects.get()  # type: ignore[attr-defined]


def letters() -> list[embedded.KeptMessage]:
    return list(embedded.kept())


def officer(town: Town) -> UUID:
    person = people.register_person(acts.public(), personal={"name": "Gareth Pugh"})
    organisations.add_member(
        acts.system(), organisation=town.council, person=person, roles=["case_worker", "manager"]
    )
    return person


def test_cancelling_asks_first_and_then_ends_the_case_and_gives_the_money_back(ada: Walker) -> None:
    booking, case = the(Booking), the(Case)
    ada.opens(f"/bookings/{booking.id}/").sees("Cancel this booking")
    ada.opens(f"/bookings/{booking.id}/cancel")
    ada.sees(
        "Cancel this booking?",
        "£9 goes back to your card by",
        "Your request “Get large items collected” ends",
    )
    assert the(Booking).state == "booked", "looking cancels nothing"
    ada.answers().sees("Your booking is cancelled. ", "£9 goes back to your card by", f"/my/cases/{case.pk}/")
    work()

    assert (the(Case).status, the(Case).closed_at is not None) == ("cancelled", True)
    assert (the(Payment).refunded_pence, the(Payment).state) == (900, "captured")
    ada.opens(f"/my/cases/{case.pk}/").sees(
        "The collection was cancelled", "£9 goes back to your card by", "Refunded £9", "Cancelled. It was"
    )
    assert "Put everything out" not in re.sub(r"(?s)<footer.*", "", ada.page)
    told = {letter.subject: letter.body for letter in letters()}
    (cancelled,) = (body for subject, body in told.items() if subject.endswith("is cancelled"))
    assert "£9 goes back to your card by" in cancelled and "Please do not put anything out" in cancelled
    assert "We have sent £9 back to you" in told
    assert not any("is finished" in subject for subject in told), "nothing was collected"


def test_a_cancelled_case_cannot_be_collected_nor_a_booked_one_cancelled_alone(
    ada: Walker, town: Town
) -> None:
    booking, case = the(Booking), the(Case)
    act = acts.staff(officer(town), organisation=town.council, permissions=permissions_of(["case_worker"]))
    with pytest.raises(Refused, match="The day is still booked"):
        cases.change_status(act, case=case.pk, status="cancelled", version=case.version)
    bookings.cancel(acts.resident(case.person_id), booking=booking.id)
    ada.opens(f"/my/cases/{case.pk}/").sees("We look at what comes next.")
    assert "Put everything out" not in ada.page, "not even before the case has followed"
    with pytest.raises(Refused, match="nothing can have been collected"):
        cases.change_status(act, case=case.pk, status="collected", version=case.version)
    page = staff_browser(act.actor, town.council).get(f"/staff/cases/{case.pk}/").content.decode()
    assert 'value="collected"' not in page and 'value="cancelled"' in page


def test_the_start_page_says_what_will_cost_more_and_from_when(town: Town, monkeypatch) -> None:
    for moment, will in (
        (datetime(2026, 12, 1, tzinfo=UTC), True),
        (datetime(2027, 5, 1, tzinfo=UTC), False),
    ):
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
        page = plain_text(Walker().opens("/do/bulky-waste/").page)
        assert ("From 1 April 2027: The fee for up to three items will be £19. Until then" in page) is will
        assert ("costs £18 for up to three items" in page) is will


def test_a_case_is_told_to_its_person_and_about_them_to_staff_in_the_words_of_the_rule(
    ada: Walker, town: Town
) -> None:
    case = the(Case)
    ada.opens(f"/my/cases/{case.pk}/")
    theirs = plain_text(ada.page)
    for said in ("You asked us to collect large items", "We sent you an email", "What you pay £9"):
        assert said in theirs
    staffs = plain_text(
        staff_browser(officer(town), town.council).get(f"/staff/cases/{case.pk}/").content.decode()
    )
    thread = staffs[staffs.index("What happened") : staffs.index("What they told us")]
    assert "The request was sent" in thread and "An email was sent to them" in thread
    unquoted = re.sub("The resident reads: “[^”]*”", "", thread)
    assert "Put everything out" in thread and not re.search(r"\b([Yy]ou|[Yy]our)\b", unquoted)
    for page in (theirs, staffs):
        told = page[page.index("told us") :]
        assert told.count("Where they will be") == 1 and "Where will you put" not in told
        assert "Code:" not in told and "count" not in told
        assert "You get council tax support, which takes half off the fee" in told


def plain_text(page: str) -> str:
    body = re.sub(r"(?s)<(script|style|footer|header).*?</\1>", " ", page)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", body)))


def test_a_case_follows_the_booked_day_and_is_not_finished_before_it(
    ada: Walker, town: Town, monkeypatch
) -> None:
    booking, case = the(Booking), the(Case)
    act = acts.staff(officer(town), organisation=town.council, permissions=permissions_of(["case_worker"]))
    with context.acting(acts.system()):
        first = Slot.objects.get(pk=booking.slot_id)
        last = Slot.objects.filter(resource=first.resource_id).latest("starts_at")
    before, after = words.long_date(first.starts_at), words.long_date(last.starts_at)
    assert local_date(first.starts_at) == case.due_date
    ada.opens(f"/my/cases/{case.pk}/").sees(f"on {before}")
    page = staff_browser(act.actor, town.council).get(f"/staff/cases/{case.pk}/").content.decode()
    assert 'value="collected"' not in page
    with pytest.raises(Refused, match=f"possible from {before} on"):
        cases.change_status(act, case=case.pk, status="collected", version=case.version)

    bookings.move(acts.resident(case.person_id), booking=booking.id, slot=last.id)
    ada.opens(f"/my/cases/{case.pk}/").sees(f"on {after}")
    work()
    case = the(Case)
    assert local_date(last.starts_at) == case.due_date
    monkeypatch.setattr(clock, "now", lambda: last.ends_at)
    act = acts.staff(act.actor, organisation=town.council, permissions=act.permissions)
    cases.change_status(act, case=case.pk, status="collected", version=case.version)
    assert the(Case).closed_at is not None


def test_whoever_cancels_too_late_hears_that_nothing_goes_back(ada: Walker, monkeypatch) -> None:
    booking, case = the(Booking), the(Case)
    with context.acting(acts.system()):
        slot = Booking.objects.select_related("slot").get().slot
    monkeypatch.setattr(clock, "now", lambda: slot.starts_at - timedelta(hours=20))
    ada.opens(f"/bookings/{booking.id}/cancel").sees("No refund: it is too late", "£9 was paid")
    ada.answers()
    work()
    assert the(Payment).refunded_pence == 0
    assert the(Case).status == "cancelled"
    ada.opens(f"/my/cases/{case.pk}/").sees("No refund: it is too late")
    assert any("No refund: it is too late" in letter.body for letter in letters())


def test_staff_cancel_on_a_page_of_their_own_and_our_fault_is_paid_back_however_late(
    ada: Walker, town: Town, monkeypatch
) -> None:
    booking, gareth = the(Booking), officer(town)
    with context.acting(acts.system()):
        slot = Booking.objects.select_related("slot").get().slot
    browser = staff_browser(gareth, town.council)
    page = browser.get(f"/bookings/{booking.id}/", follow=True).content.decode()
    for said in ("Booking of Ada Marsh", "ada@home.example", "In the front garden", "Move to another time"):
        assert said in page, said
    with context.acting(acts.resident(booking.person_id)):
        assert AuditEntry.objects.filter(subject_id=booking.person_id, is_reading=True).exists()

    monkeypatch.setattr(clock, "now", lambda: slot.starts_at - timedelta(hours=20))
    asked = browser.get(f"/staff/bookings/people/{booking.id}/cancel").content.decode()
    assert "Cancel the booking of Ada Marsh?" in asked
    assert "£9 goes back to the card they paid with" in asked and "No refund: it is too late" in asked
    nothing = browser.post(f"/staff/bookings/people/{booking.id}/cancel", {"key": "a"})
    assert nothing.status_code == 422 and the(Booking).state == "booked"
    browser.post(f"/staff/bookings/people/{booking.id}/cancel", {"key": "b", "reason": "ours"})
    work()
    assert (the(Payment).refunded_pence, the(Case).status) == (900, "cancelled")
    assert any("£9 goes back to your card" in letter.body for letter in letters())


def test_a_moved_day_is_the_one_that_is_shown(ada: Walker) -> None:
    booking, case = the(Booking), the(Case)
    receipt = ada.at
    assert "Changed since you sent it" not in ada.page
    before = collection_day(ada.opens(f"/my/cases/{case.pk}/"))
    ada.opens(f"/bookings/{booking.id}/change")
    slots = re.findall(r'name="slot"[^>]*value="([^"]+)"', ada.page)
    ada.answers(slot=slots[-1]).sees("Your booking is moved")
    now = collection_day(ada.opens(f"/my/cases/{case.pk}/"))
    with context.acting(acts.system()):
        slot = Booking.objects.select_related("slot").get().slot
    assert now != before and now.startswith(words.long_date(slot.starts_at))
    ada.opens(receipt).sees(f"Changed since you sent it. Collection day: {words.long_date(slot.starts_at)}")


def collection_day(somebody: Walker) -> str:
    """What the page says the collection day is."""
    row = re.search(r"(?s)Collection day\s*</dt>\s*<dd[^>]*>(.*?)</dd>", somebody.page)
    assert row is not None
    return row[1].strip()

"""Whoever is written to hears of it, by the way they asked for; what is promised fits who they are."""

import re
from datetime import timedelta
from pathlib import Path
from random import Random
from uuid import UUID

import pytest

from moothall.design import words
from moothall.foundations.bookings import operations as bookings
from moothall.foundations.bookings.models import Booking
from moothall.foundations.cases.models import Case
from moothall.foundations.cases.operations import cases, letters
from moothall.foundations.cases.tests.browsing import guest_browser, staff_browser
from moothall.foundations.journeys.models import Journey
from moothall.foundations.messages.adapters import embedded
from moothall.kernel import act as acts
from moothall.kernel import context, vault
from moothall.kernel.act import Act
from moothall.kernel.lives import Resident
from moothall.kernel.models import Contact, Link
from moothall.kernel.operations import organisations, people
from moothall.kernel.places import local_date
from moothall.kernel.queries import calendars
from moothall.kernel.roles import permissions_of
from moothall.site.demo import applicants, applying
from tests.journeys.test_services_with_rules import offered
from tests.journeys.town import POSTCODE, Town, build, demo_packs, publish
from tests.journeys.walking import Walker
from tests.journeys.working import work

pytestmark = pytest.mark.django_db(databases=["default", "signin"])
OFFICER = permissions_of(["case_worker", "manager"])
SIGN_OFF = "Wexcombe Bay Borough Council"


@pytest.fixture
def town(db: None, settings, tmp_path: Path) -> Town:
    settings.MOOTHALL_OUTBOX = tmp_path / "outbox"
    settings.MOOTHALL_CHANNELS = {"email": "embedded-email", "sms": "embedded-sms"}
    return build()


@pytest.fixture
def officer(town: Town) -> Act:
    person = people.register_person(acts.public(), personal={"name": "Gareth Pugh"})
    organisations.add_member(
        acts.system(), organisation=town.council, person=person, roles=["case_worker", "manager"]
    )
    return acts.staff(person, organisation=town.council, permissions=OFFICER)


def a_case(officer: Act, pack: str, **told: str) -> Case:
    """A case that staff open for somebody who told this about how to reach them."""
    assert officer.organisation is not None
    version = publish(pack, organisation=officer.organisation)
    person = people.register_person(officer, personal={"name": "Ada Marsh", **told})
    id = cases.begin_case(officer, pack=version, person=person)
    work()
    for path in embedded.outbox_folder().glob("*.json"):
        path.unlink()
    with context.acting(acts.system()):
        return Case.objects.get(pk=id)


def outbox() -> list[embedded.KeptMessage]:
    work()
    return list(embedded.kept())


@pytest.mark.parametrize("pack", [folder.name for folder in demo_packs()])
def test_an_answer_by_staff_reaches_the_person_whatever_the_pack_says(pack: str, officer: Act) -> None:
    case = a_case(officer, pack, email="ada@home.example")
    letters.write_message(acts.resident(case.person_id), case=case.pk, text="When do you come?")
    assert outbox() == [], "nobody is told of what they wrote themselves"
    letters.write_message(officer, case=case.pk, text="On Thursday, before noon.")
    (letter,) = outbox()
    assert letter.to == "ada@home.example" and letter.subject.startswith("A message for you about “")
    assert case.reference in letter.body and "/in/" in letter.body
    assert "Thursday" not in letter.body, "what was written is read in the case, not in the post"
    assert "{" not in letter.subject + letter.body


def test_a_status_that_asks_something_reaches_the_person(officer: Act) -> None:
    case = a_case(officer, "assisted-bin-collection", email="ada@home.example")
    cases.change_status(officer, case=case.pk, status="waiting-for-you", version=case.version)
    (letter,) = outbox()
    assert letter.subject == "“Help putting your bins out”: we need something from you"
    assert "Please answer our question, so that we can go on" in letter.body


def test_who_has_no_email_hears_by_text_or_somebody_has_to_tell_them(officer: Act) -> None:
    case = a_case(officer, "assisted-bin-collection", telephone="07700900123")
    letters.write_message(officer, case=case.pk, text="On Thursday.")
    (text,) = outbox()
    assert (text.channel, text.to) == ("sms", "07700900123")
    assert text.body.startswith(f"{SIGN_OFF}: A message for you") and "/in/" in text.body

    case = a_case(officer, "assisted-bin-collection", postal="3 Quay Steps, Wexcombe Bay")
    with context.acting(acts.system()):
        links = Link.objects.filter(person_id=case.person_id).count()
    letters.write_message(officer, case=case.pk, text="On Thursday.")
    assert outbox() == []
    browser = staff_browser(officer.person, officer.organisation)
    assert "Somebody has to post them a letter" in browser.get(f"/staff/cases/{case.pk}/").content.decode()
    listed = browser.get("/staff/by-hand/").content.decode()
    assert case.reference in listed and "Quay Steps" not in listed
    page = re.search(r"/staff/by-hand/[0-9a-f-]{36}/", listed)
    assert page is not None
    shown = browser.get(page[0]).content.decode()
    assert "Post a letter to Ada Marsh" in shown and "3 Quay Steps" in shown and "/in/" not in shown
    with context.acting(acts.system()):
        assert Link.objects.filter(person_id=case.person_id).count() == links, "staff get no way in"
    assert browser.post(page[0]).status_code == 302
    assert "Nobody waits" in browser.get("/staff/by-hand/").content.decode()
    mine = guest_browser(case.person_id).get(f"/my/cases/{case.pk}/").content.decode()
    assert "We posted you a letter" in mine


def test_nobody_needs_an_email_address_to_use_a_service(town: Town) -> None:
    somebody = Walker().opens("/do/community-event-booking/new")
    somebody.answers(slot=somebody.chooses_first("slot"), places="1")
    somebody.answers(answer="anything").answers(answer="nothing").answers(answer="no")
    somebody.sees("How can we reach you?", "How should we reach you?", "By letter")
    assert "We send your receipt here" not in somebody.page and "on the day" not in somebody.page
    somebody.answers(name="Ada Marsh", email="", telephone="", postal="")
    somebody.sees("Give us one way to reach you")
    somebody.answers(name="Ada Marsh", reach="sms", email="", telephone="01632 960123", postal="")
    somebody.sees("This number cannot get text messages")
    somebody.answers(name="Ada Marsh", reach="letter", email="", telephone="", postal="3 Quay Steps")
    somebody.answers()
    somebody.sees("You are booked in", "We post letters to you.", "How to come back", "your reference")
    assert "Changed since you sent it" not in somebody.page
    with context.acting(acts.system()):
        contact = Contact.objects.get(pk=Case.objects.get().person_id)
        told = vault.decrypt(contact.pk, contact.encrypted)
    assert (told["reach"], told["postal"]) == ("letter", "3 Quay Steps")


def test_a_lift_needs_a_phone_number(town: Town) -> None:
    somebody = Walker().opens("/do/community-event-booking/new")
    somebody.answers(slot=somebody.chooses_first("slot"), places="1")
    somebody.answers(answer="anything").answers(answer="nothing").answers(answer="yes")
    somebody.answers(postcode=POSTCODE, looked=POSTCODE, uprn="990000000002")
    somebody.answers(name="Ada Marsh", email="ada@home.example", telephone="", postal="")
    somebody.sees("Enter your phone number")


def test_an_event_mail_says_what_when_where_and_whom_to_ask(town: Town) -> None:
    somebody = Walker().opens("/do/community-event-booking/new")
    somebody.answers(slot=somebody.chooses_first("slot"), places="1")
    somebody.answers(answer="anything").answers(answer="nothing").answers(answer="no")
    somebody.answers(name="Ada Marsh", email="ada@home.example", telephone="", postal="").answers()
    (letter,) = outbox()
    assert letter.subject.startswith("Friday tea dance, Friday ") and "you are booked in" in letter.subject
    for said in ("Where: Gull Point hall", "2pm to 4:30pm", "Phone Gull Point Community Association"):
        assert said in letter.body
    assert "between 2pm to" not in letter.body


@pytest.mark.parametrize(("answer", "priority", "days"), [("yes", "Urgent", 3), ("no", "Normal", 30)])
def test_clock_confirmation_and_staff_follow_the_priority(
    answer: str, priority: str, days: int, town: Town, officer: Act
) -> None:
    pack = offered("blue-badge", town)
    who = Resident("Ada Marsh", "ada@home.example", "990000000002", POSTCODE)
    person = people.register_person(acts.public(), personal={"name": who.name, "email": who.email})
    matter = applies(pack, person, who, short_life=answer)
    with context.acting(acts.system()):
        case, journey = Case.objects.get(pk=matter), Journey.objects.get(person_id=person, matter_id=matter)
    works = calendars.working_days(acts.system(), organisation=town.council, calendar="office")
    due = works.after(local_date(case.opened_at), days)
    assert case.due_date == due and due - local_date(case.opened_at) >= timedelta(days=days)
    done = guest_browser(person).get(f"/do/blue-badge/{journey.pk}/done").content.decode()
    assert f"We answer by {words.long_date(due)}" in done
    shown = staff_browser(officer.person, town.council).get(f"/staff/cases/{matter}/").content.decode()
    assert words.plain_date(due) in shown and (priority in shown or "At once" in shown)
    assert any(words.plain_date(due) in letter.body for letter in outbox())


def applies(pack: UUID, person: UUID, who: Resident, *, short_life: str) -> UUID:
    """Somebody of three or over with an award applies; a doctor has said this about their life."""
    fixed = {"age": "three-or-over", "award": "dla", "short-life": short_life, "who": "myself"}
    for seed in range(20):
        usual = applicants.blue_badge(who, Random(seed))
        matter = applying.apply(
            person,
            pack,
            lambda stop, form, usual=usual: (
                {"answer": fixed[stop.key]} if stop.key in fixed else usual(stop, form)
            ),
            dice=Random(seed),
        )
        if matter is not None:
            return matter
    raise AssertionError("nobody got to the end")


def test_who_waits_is_not_told_that_they_are_booked_until_they_are(town: Town) -> None:
    somebody = [books_a_dance(f"Guest {number}") for number in range(3)]
    work()
    somebody[1].sees("You are booked in")
    somebody[2].sees("You are on the waiting list")
    with context.acting(acts.system()):
        found = {case.person_id: case.status for case in Case.objects.order_by("opened_at")}
        first = Booking.objects.order_by("made_at").first()
    assert list(found.values()) == ["booked", "booked", "asked"]
    assert first is not None
    bookings.cancel(acts.resident(first.person_id), booking=first.id)
    work()
    with context.acting(acts.system()):
        offer = Booking.objects.get(state="held")
    bookings.confirm(acts.resident(offer.person_id), booking=offer.id)
    work()
    with context.acting(acts.system()):
        assert list(Case.objects.order_by("opened_at").values_list("status", flat=True)) == [
            "cancelled", "booked", "booked",
        ]  # fmt: skip


def books_a_dance(name: str) -> Walker:
    """Somebody asks for one place in the next session."""
    somebody = Walker().opens("/do/community-event-booking/new")
    somebody.answers(slot=somebody.chooses_first("slot"), places="1")
    somebody.answers(answer="anything").answers(answer="nothing").answers(answer="no")
    return somebody.answers(name=name, email="guest@home.example", telephone="", postal="").answers()

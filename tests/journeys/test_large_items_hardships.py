"""What can go wrong on the way to a collection, and does no harm."""

from datetime import timedelta
from uuid import UUID

import pytest

from moothall.foundations.bookings import operations as bookings
from moothall.foundations.bookings.models import Booking, Slot
from moothall.foundations.journeys.models import Journey
from moothall.foundations.payments.models import Payment
from moothall.kernel import act as acts
from moothall.kernel import clock, context
from moothall.kernel.models import Matter, PackVersion
from moothall.kernel.operations import people
from moothall.services.operations import packs
from tests.journeys.town import POSTCODE, Town, build
from tests.journeys.walking import Walker

pytestmark = pytest.mark.django_db(databases=["default", "signin"])


@pytest.fixture
def town(db: None) -> Town:
    return build()


@pytest.fixture
def ready(town: Town) -> Walker:
    """Somebody at check answers, with the first day held."""
    somebody = Walker().opens("/do/bulky-waste/new")
    somebody.answers(postcode=POSTCODE, looked=POSTCODE, uprn="990000000002")
    somebody.answers(answer="sofa").answers(more="no").answers().answers(answer="front").answers(answer="no")
    somebody.answers(slot=somebody.chooses_first("slot"))
    return somebody.answers(name="Ada Marsh", email="ada@home.example", telephone="").sees("Pay £18 and send")


def pays(somebody: Walker, answer: str = "approve", post: str = "before") -> Walker:
    """Agree, leave for the payment page, and have the payment end like this."""
    return comes_back(leaves(somebody), answer, post)


def leaves(somebody: Walker) -> Walker:
    """Agree, and go to the payment page."""
    somebody.answers(declaration="yes")
    assert "/pay/" in somebody.at, somebody.headline
    return somebody.opens(here(somebody.at))


def comes_back(somebody: Walker, answer: str = "approve", post: str = "before") -> Walker:
    """Have the payment end like this, and go where the payment page leads."""
    somebody.answers(answer=answer, post=post)
    return somebody.opens(here(somebody.at))


def here(url: str) -> str:
    """An address of this site without its host."""
    return "/" + url.split("/", 3)[3] if url.startswith("http") else url


def rows(model: type, **wanted: object) -> list:
    with context.acting(acts.system()):
        return list(model.objects.filter(**wanted))


def test_a_declined_card_sends_nothing_and_can_be_tried_again(ready: Walker) -> None:
    pays(ready, answer="decline").sees("You have not paid yet", "Check your answers")
    assert rows(Matter) == []
    pays(ready).sees("Your collection is booked")
    assert len(rows(Payment, state="authorised")) == 1


def test_changing_their_mind_at_the_payment_page_loses_nothing(ready: Walker) -> None:
    pays(ready, answer="cancel").sees("nothing has been taken", "Ada Marsh")


def test_a_message_that_never_comes_does_not_matter_to_who_is_back(ready: Walker) -> None:
    pays(ready, post="never").sees("Your collection is booked")


def test_a_day_that_went_before_paying_is_chosen_anew_first(ready: Walker, town: Town) -> None:
    runs_out_and_fills_up(town)
    ready.answers(declaration="yes").sees("Which day would you like?", "has been taken meanwhile")
    assert rows(Payment) == []


def test_a_day_that_goes_meanwhile_charges_nothing_and_another_is_chosen(ready: Walker, town: Town) -> None:
    leaves(ready)
    runs_out_and_fills_up(town)
    comes_back(ready).sees("Which day would you like?", "has been taken meanwhile")
    assert rows(Matter) == [] and [payment.state for payment in rows(Payment)] == ["authorised"]
    ready.answers(slot=ready.chooses_first("slot")).sees("Check your answers", "Ada Marsh")
    ready.answers(declaration="yes").sees("Your collection is booked")
    assert len(rows(Payment)) == 1 and len(rows(Booking, state="booked", held_for__isnull=False)) == 1


def runs_out_and_fills_up(town: Town) -> None:
    """The hold runs out, and others take both places of that day."""
    [held] = rows(Booking, state="held")
    with context.acting(acts.system()):
        Booking.objects.filter(pk=held.id).update(held_until=clock.now() - timedelta(minutes=1))
    for _ in range(2):
        neighbour = people.register_person(acts.public(), personal={"name": "Neighbour"})
        bookings.book(acts.resident(neighbour), slot=held.slot_id)


def test_another_address_asks_for_the_day_again(ready: Walker) -> None:
    address = ready.at.replace("check", "address")
    ready.opens(address).answers(postcode=POSTCODE, looked=POSTCODE, uprn="990000000003")
    ready.sees("Which day would you like?")
    assert rows(Booking, state="held") == []


def test_more_items_after_paying_are_paid_for_before_anything_is_sent(ready: Walker) -> None:
    check = ready.at
    ready.answers(declaration="yes")
    at_till = here(ready.at)
    for _ in range(3):
        ready.opens(check.replace("check", "items")).answers(more="yes").answers(answer="table")
    ready.answers(more="no").sees("£23")
    ready.at = at_till
    ready.opens(at_till)
    pays(Walker(ready.client).opens(check)).sees("Your collection is booked", "£23")
    assert sorted(payment.amount_pence for payment in rows(Payment, state="authorised")) == [2300]


def test_who_is_under_way_finishes_on_the_version_they_began(ready: Walker, town: Town) -> None:
    [first] = rows(PackVersion, name="bulky-waste")
    words = {
        language: said | {"service.title": "Another title"}
        for language, said in first.content["words"].items()
    }
    content = {**first.content, "words": words}
    packs.install_pack(acts.system(), organisation=town.council, name="bulky-waste", content=content)
    ready.opens(ready.at).sees("Pay £18 and send")
    pays(ready).sees("Your collection is booked")
    [matter] = rows(Matter)
    assert matter.pack_id == first.id


def test_a_link_from_the_e_mail_opens_the_journey_in_another_browser(ready: Walker) -> None:
    [journey] = rows(Journey)
    act = acts.system()
    secret = people.make_link(act, person=journey.person_id, leads_to=f"/do/bulky-waste/{journey.id}/")
    other = Walker().opens(f"/in/{secret}/").sees("Go on with your request")
    assert "Ada Marsh" not in other.page
    other.answers().sees("Check your answers", "Ada Marsh")


def test_an_organisation_cannot_see_what_somebody_is_typing(ready: Walker, town: Town) -> None:
    staff = acts.staff(clock.uuid7(), organisation=town.council, permissions=frozenset({"cases.read"}))
    with context.acting(staff):
        assert not Journey.objects.exists()
    stranger = people.register_person(acts.public(), personal={})
    with context.acting(acts.resident(stranger)):
        assert not Journey.objects.exists()


def test_slots_of_the_round_are_the_only_ones_offered(ready: Walker) -> None:
    with context.acting(acts.system()):
        offered = Slot.objects.filter(resource__kind="large-items").count()
    assert offered > 0 and UUID(ready.at.split("/")[3])

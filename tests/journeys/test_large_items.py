"""A resident has large items collected."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from moothall.foundations.documents.tests.files import picture
from moothall.kernel import act as acts
from moothall.kernel import context
from moothall.kernel.models import Matter, StoredEvent
from tests.journeys.town import POSTCODE, Town, build
from tests.journeys.walking import Walker

pytestmark = pytest.mark.django_db(databases=["default", "signin"])


@pytest.fixture
def town(db: None) -> Town:
    return build()


def test_from_the_first_question_to_the_receipt(town: Town) -> None:
    somebody = Walker().opens("/do/bulky-waste/").sees("Get large items collected", "Start now", "£18")
    chooses_a_home(somebody)
    lists_two_sofas(somebody)
    chooses_a_day(somebody)
    checks_and_pays(somebody)
    somebody.sees("Your collection is booked", "£9", "What happens next")
    assert what_happened() >= {"cases.CaseOpened", "bookings.SlotBooked", "journeys.JourneySent"}


def test_of_two_photos_the_sound_one_is_kept_and_the_broken_one_named(db: None) -> None:
    build()
    somebody = Walker()
    chooses_a_home(somebody)
    lists_two_sofas(somebody)
    at = somebody.sees("Would you like to add a photo?").at
    files = [
        SimpleUploadedFile("good.jpg", picture("JPEG"), "image/jpeg"),
        SimpleUploadedFile("bad.jpg", picture("JPEG")[:200], "image/jpeg"),
    ]
    answer = somebody.client.post(at, {"key": "two-photos", "files": files})
    page = answer.content.decode()
    assert answer.status_code == 422 and "“bad.jpg” is damaged" in page
    assert (
        "You have already added:" in page and "<li>good.jpg</li>" in page and "<li>bad.jpg</li>" not in page
    )
    somebody.opens(at).sees("<li>good.jpg</li>")


def chooses_a_home(somebody: Walker) -> None:
    somebody.opens("/do/bulky-waste/new").sees("Where should we collect from?")
    somebody.answers(postcode=POSTCODE)
    somebody.sees("Flat 1, View Point")
    somebody.answers(postcode=POSTCODE, looked=POSTCODE, uprn="990000000002")


def lists_two_sofas(somebody: Walker) -> None:
    somebody.sees("What should we take?").answers(answer="sofa")
    somebody.sees("Do you want to add another item?").answers(more="yes")
    somebody.sees("Item 2").answers(answer="sofa")
    somebody.answers(more="no")


def chooses_a_day(somebody: Walker) -> None:
    somebody.sees("Would you like to add a photo?").answers()
    somebody.sees("Where will you put the items?").answers(answer="front")
    somebody.sees("Do you get council tax support?").answers(answer="yes")
    somebody.sees("Which day would you like?")
    somebody.answers(slot=somebody.chooses_first("slot"))
    somebody.sees("How can we reach you?")
    somebody.answers(name="Ada Marsh", email="ada@home.example", telephone="")


def checks_and_pays(somebody: Walker) -> None:
    somebody.sees("Check your answers", "Item 1", "Item 2", "Flat 1, View Point", "Pay £9 and send")
    somebody.answers(declaration="yes")
    assert "/pay/embedded/" in somebody.at, (somebody.at, somebody.page[:3000])
    somebody.at = "/" + somebody.at.split("/", 3)[3]
    somebody.answers(answer="approve", post="before")
    somebody.at = "/" + somebody.at.split("/", 3)[3] if somebody.at.startswith("http") else somebody.at
    somebody.opens(somebody.at)


def what_happened() -> set[str]:
    with context.acting(acts.system()):
        [matter] = Matter.objects.all()
        return set(StoredEvent.objects.filter(matter_id=matter.id).values_list("name", flat=True))

"""Nobody loses what they were in the middle of because they signed in, or followed another link; and whoever
acts for somebody sees on every page for whom."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.core.cache import caches
from django.test import Client

from moothall.foundations.cases.models import Case
from moothall.foundations.messages.models import Message
from moothall.kernel import act as acts
from moothall.kernel import clock, context, vault
from moothall.kernel.operations import organisations, people
from moothall.kernel.signin.models import Account
from tests.journeys.test_large_items_hardships import pays
from tests.journeys.town import POSTCODE, Town, build, publish
from tests.journeys.walking import Walker

pytestmark = pytest.mark.django_db(databases=["default", "signin"])
PASSWORD = "a long walk by the sea"


@pytest.fixture
def town(db: None) -> Town:
    caches["default"].clear()
    return build()


def account(name: str) -> UUID:
    """Somebody who can sign in."""
    email = f"{name.split()[0].lower()}@home.example"
    person = people.register_person(
        acts.system(), personal={"name": name, "email": email}, assurance="account"
    )
    Account.objects.create_user(email, PASSWORD, person_id=person, joined_at=clock.now())
    return person


def signs_in(browser: Client, person: UUID) -> None:
    browser.force_login(
        Account.objects.get(person_id=person), backend="allauth.account.auth_backends.AuthenticationBackend"
    )


def half_way() -> Walker:
    """Somebody nobody knows, at the page after their address."""
    somebody = Walker().opens("/do/bulky-waste/new")
    somebody.answers(postcode=POSTCODE, looked=POSTCODE, uprn="990000000002")
    return somebody.sees("What should we take?")


def link(person: UUID, leads_to: str) -> str:
    return f"/in/{people.make_link(acts.system(), person=person, leads_to=leads_to)}/"


def test_a_guest_half_way_who_signs_in_keeps_what_they_began(town: Town) -> None:
    somebody = half_way()
    began = somebody.at
    signs_in(somebody.client, account("Janet Cole"))
    somebody.opens("/do/").sees("Get large items collected", "Last changed")
    somebody.opens(began).sees("What should we take?").answers(answer="sofa").sees("What we will take")


def test_a_guest_half_way_who_opens_an_earlier_link_loses_neither(town: Town) -> None:
    somebody, earlier = half_way(), half_way()
    began, before = somebody.at, earlier.at
    guest = UUID(earlier.client.session["guest"])
    somebody.opens(link(guest, before)).sees("What you have begun in this browser stays as it is")
    somebody.answers()
    assert somebody.at == before
    assert somebody.opens("/do/").page.count("Get large items collected") >= 2
    somebody.opens(began).sees("What should we take?").opens(before).sees("What should we take?")


def test_what_is_private_and_not_sent_yet_asks_for_a_code_on_another_device(town: Town) -> None:
    organisations.add_team(acts.system(), organisation=town.council, slug="revenues", name="Revenues")
    publish("council-tax-reduction", organisation=town.council)
    somebody = (
        Walker().opens("/do/council-tax-reduction/new").answers(answer="yes").sees("State Pension age?")
    )
    guest = UUID(somebody.client.session["guest"])
    people.record(acts.system(), person=guest, personal={"email": "ada@home.example"})
    way_in = link(guest, somebody.at)
    other = Walker().opens(way_in).answers().sees("Show that it is you")
    assert "council tax" not in other.page and other.client.get(somebody.at).status_code == 404
    other.client.post(other.at)
    with context.acting(acts.system()):
        row = Message.objects.get(template="code")
        said = vault.decrypt(row.person_id, row.encrypted)["body"]
    typed = other.client.post(other.at, {"code": said.split("your code is ")[1][:6]})
    assert typed.headers["Location"] == somebody.at
    other.opens(somebody.at).sees("State Pension age?")
    del somebody.client.cookies["sessionid"]
    back = somebody.client.post(way_in)
    assert back.headers["Location"] == somebody.at, "it was begun on this device"


def test_pages_of_a_service_say_whom_it_is_for(town: Town) -> None:
    janet, dorothy = account("Janet Cole"), account("Dorothy Ames")
    with clock.set_to(clock.now() - timedelta(days=1)):
        people.give_mandate(
            acts.system(), principal=dorothy, agent=janet, services=["everything"], basis="told-us"
        )
    somebody = Walker()
    signs_in(somebody.client, janet)
    somebody.client.post("/acting/", {"as": str(dorothy)})
    bar, heading = "You are acting for <strong>Dorothy Ames</strong>", "For Dorothy Ames. Where this page"
    somebody.opens("/do/bulky-waste/").sees(bar).opens("/do/bulky-waste/new").sees(bar, heading)
    for typed in (
        {"postcode": POSTCODE, "looked": POSTCODE, "uprn": "990000000002"}, {"answer": "sofa"},
        {"more": "no"}, {}, {"answer": "front"}, {"answer": "no"},
    ):  # fmt: skip
        somebody.answers(**typed).sees(bar, heading)
    somebody.answers(slot=somebody.chooses_first("slot")).sees(bar, heading)
    somebody.answers(name="Dorothy Ames", email="dorothy@home.example", telephone="")
    assert somebody.headline == "Check your answers"
    somebody.sees(bar, heading, "Sent by you for Dorothy Ames.")
    pays(somebody).sees("Your collection is booked", bar)
    with context.acting(acts.system()):
        case = Case.objects.get(person_id=dorothy)
    somebody.opens(f"/my/cases/{case.pk}/").sees("Sent by Janet Cole for Dorothy Ames.", bar)
    herself = Walker()
    signs_in(herself.client, dorothy)
    herself.opens(f"/my/cases/{case.pk}/").sees("Sent by Janet Cole for Dorothy Ames.")
    assert bar not in herself.page

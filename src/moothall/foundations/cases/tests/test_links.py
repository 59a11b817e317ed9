"""Links back: whose they are is shown first, nothing happens by following one, and a lost one comes again."""

import html
import re
from datetime import timedelta
from uuid import UUID

import pytest
from allauth.account.models import EmailAddress
from django.conf import LazySettings
from django.core.cache import caches
from django.db import DatabaseError, connection, transaction
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from moothall.foundations.cases import tasks
from moothall.foundations.cases.events import LinkAsked
from moothall.foundations.cases.models import Case
from moothall.foundations.cases.operations import links
from moothall.foundations.cases.queries import cases, guests
from moothall.foundations.cases.tests.browsing import guest_browser, staff_browser
from moothall.foundations.cases.tests.support import Scene, person, scene
from moothall.kernel import act as acts
from moothall.kernel import clock
from moothall.kernel.context import acting
from moothall.kernel.doors.presence import ORGANISATION
from moothall.kernel.links import masked
from moothall.kernel.models import Mandate, StoredEvent
from moothall.kernel.operations import people
from moothall.kernel.signin.models import Account

pytestmark = pytest.mark.django_db(databases=["default", "signin"])
OVER = "This link no longer works"


@pytest.fixture
def place() -> Scene:
    caches["default"].clear()
    return scene()


def text_of(response) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def link(who: UUID, leads_to: str, *, days: int = 30) -> str:
    return people.make_link(acts.system(), person=who, leads_to=leads_to, days=days)


def test_following_a_link_changes_nothing_until_the_button(place: Scene):
    case = place.open_case()
    browser, secret = Client(), link(place.resident, f"/my/cases/{case}/")
    page = browser.get(f"/in/{secret}/")
    assert page.status_code == 200 and "This link was sent to an•••@w•••.example." in text_of(page)
    assert "Okafor" not in text_of(page) and "ann@" not in text_of(page)
    assert "follow the link in the message" in text_of(browser.get("/my/"))
    assert browser.get(f"/my/cases/{case}/").status_code == 302
    gone_on = browser.post(f"/in/{secret}/")
    assert gone_on.url == f"/my/cases/{case}/" and browser.get(gone_on.url).status_code == 200


@pytest.mark.parametrize("after", [")", ",", ">", ").", "%3E", "/)", "/,"])
def test_what_a_message_puts_after_a_link_is_left_out(place: Scene, after: str):
    secret = link(place.resident, "/my/")
    landed = Client().get(f"/in/{secret}{after}", follow=True)
    assert landed.status_code == 200 and "This link was sent to" in text_of(landed)


def test_a_link_that_is_over_or_none_says_so_to_anybody(place: Scene):
    over = link(place.resident, "/my/", days=-1)
    for browser in (Client(), guest_browser(place.neighbour), staff_browser(place.officer, place.council)):
        for secret in (over, over[:20], "nonsense"):
            for answer in (browser.get(f"/in/{secret}/"), browser.post(f"/in/{secret}/")):
                words = text_of(answer)
                assert answer.status_code == 404 and OVER in words and "Get your link again" in words


def test_somebody_signed_in_opens_what_they_asked_for_as_a_guest_and_goes_back(place: Scene):
    case = place.open_case()
    browser = staff_browser(place.neighbour, place.council)
    kept = browser.session
    del kept[ORGANISATION]
    kept.save()
    secret = link(place.resident, f"/my/cases/{case}/")
    assert "You stay signed in" in text_of(browser.get(f"/in/{secret}/"))
    opened = browser.post(f"/in/{secret}/", follow=True)
    assert opened.status_code == 200 and "You are acting for Ann Okafor" in text_of(opened)
    browser.post("/acting/", {"as": "me"})
    assert browser.get(f"/my/cases/{case}/").status_code == 404


def asked() -> int:
    with acting(acts.system()):
        return StoredEvent.objects.filter(name=LinkAsked.event_name()).count()


def ask_again(where: str) -> str:
    return text_of(Client().post("/my/link-again/", {"where": where}, follow=True))


def work() -> None:
    """What the workers do with what was asked for."""
    for job in ProcrastinateJob.objects.filter(task_name="cases.send_links"):
        tasks.send_links(**job.args)


def test_a_lost_link_comes_again_by_an_address_alone_and_the_answer_is_always_the_same(place: Scene):
    first, newest = place.open_case(), place.open_case()
    person("Eve Else")
    answers = {ask_again(where) for where in (" Ann@Wexcombe.example ", "nobody@wexcombe.example")}
    assert len(answers) == 1 and "a link is on its way" in answers.pop()
    assert asked() == 0, "the answer does not wait for it"
    work()
    assert asked() == 1
    with acting(acts.system()):
        assert StoredEvent.objects.get(name=LinkAsked.event_name()).matter_id == newest != first
    for _ in range(4):
        links.send_links(acts.system(), digests=guests.digests_of("ann@wexcombe.example"))
    assert asked() == 3
    assert 429 in [Client().post("/my/link-again/", {"where": "a@b.example"}).status_code for _ in range(9)]


def test_a_lost_link_comes_by_text_only_where_the_place_sends_texts(place: Scene, settings: LazySettings):
    people.record(acts.system(), person=place.resident, personal={"telephone": "07700900123"})
    place.open_case()
    assert "Enter the email address or mobile number" in ask_again("no")
    ask_again("+44 7700 900123")
    work()
    assert asked() == 1
    settings.MOOTHALL_CHANNELS = {"email": "embedded-email"}
    assert "mobile" not in text_of(Client().get("/my/link-again/"))
    assert "in full, like name@example.org" in ask_again("07700 900123")


def test_an_address_is_masked():
    assert [masked(one) for one in ("ada@wexcombe.example", "a@b.co.uk", "", "ada")] == [
        "ad•••@w•••.example", "a•••@b•••.uk", "", "",
    ]  # fmt: skip


def test_a_confirmed_address_brings_together_what_was_asked_for_without_an_account(place: Scene):
    case = place.open_case()
    others = place.open_case(person=place.neighbour)
    who = people.register_person(acts.public(), personal={"name": "Ann"}, assurance="account")
    account = Account.objects.create_user("ann@wexcombe.example", person_id=who, joined_at=clock.now())
    address = EmailAddress.objects.create(user=account, email=account.email, verified=False, primary=True)
    browser = Client()
    browser.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "We found" not in text_of(browser.get("/my/"))
    browser.post("/my/join/")
    assert browser.get("/my/join/").url == "/my/", "who signs in on the way comes back by GET"
    assert not mandates(who)
    address.verified = True
    address.save()
    assert "We found 1 request you made without this account" in text_of(browser.get("/my/"))
    with clock.set_to(clock.now() - timedelta(minutes=5)):  # before this test's one transaction
        browser.post("/my/join/")
    browser.post("/my/join/")
    assert mandates(who) == [place.resident]
    own = place.open_case(person=who)
    with acting(acts.system()):
        references = [Case.objects.get(pk=one).reference for one in (case, own)]
    page = text_of(browser.get("/my/"))
    assert "We found" not in page and all(reference in page for reference in references)
    assert page.index(references[1]) < page.index(references[0]), "one list, newest first"
    opened = browser.get(f"/my/cases/{case}/")
    assert opened.status_code == 200 and "acting for" not in text_of(opened)
    assert browser.post(f"/my/cases/{case}/message", {"message-text": "Is it still on?"}).status_code == 302
    assert "Is it still on?" in text_of(browser.get(f"/my/cases/{case}/"))
    looked = [asked_by(place, one) for one in (case, own)]
    assert all(reference in text_of(browser.get("/my/who-looked/")) for reference in looked)
    assert browser.get(f"/my/cases/{others}/").status_code == 404
    refused = pytest.raises(DatabaseError, match="looks for people by")
    with refused, acting(acts.resident(who)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM moothall.cases_reached_at('{1}')")


def asked_by(place: Scene, case: UUID) -> str:
    """The reference of a case that an officer reads."""
    return cases.case(place.as_officer(), case=case).reference


def mandates(agent: UUID) -> list[UUID]:
    with acting(acts.system()):
        return list(Mandate.objects.filter(agent_id=agent).values_list("principal_id", flat=True))

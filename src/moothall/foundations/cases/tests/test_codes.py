"""The second thing: a link to what is private lets nobody in on a new device without a code, sent to its
person."""

import base64
import html
import re
from dataclasses import replace
from urllib.parse import quote
from uuid import UUID

import pytest
from django.core.cache import caches
from django.db import connections
from django.test import Client

from moothall.foundations.cases.tests.browsing import guest_browser, staff_browser
from moothall.foundations.cases.tests.support import CASE_TYPE, WORDS, Scene, scene
from moothall.foundations.messages import rules
from moothall.foundations.messages.models import Message
from moothall.kernel import act as acts
from moothall.kernel import vault
from moothall.kernel.context import acting
from moothall.kernel.doors import codes
from moothall.kernel.doors.presence import ORGANISATION
from moothall.kernel.operations import people
from moothall.services.operations import packs

pytestmark = pytest.mark.django_db(databases=["default", "signin"])
WRONG = "This is not the code"


@pytest.fixture
def place() -> Scene:
    caches["default"].clear()
    return scene()


def text_of(response) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def private(place: Scene, **says: bool) -> Scene:
    """The place, where cases are of a service that asks for a code."""
    service = {
        "name": "blue-badge",
        "organisation": "council",
        "languages": ["en", "cy"],
        "case": CASE_TYPE,
        "steps": [{"id": "items", "type": "questions.text"}],
        "words": WORDS,
    }
    content = service | (says or {"asks_code": True})
    pack = packs.install_pack(acts.system(), organisation=place.council, name="blue-badge", content=content)
    return replace(place, pack=pack)


def case_of(place: Scene, person: UUID | None = None) -> str:
    return f"/my/cases/{place.open_case(person=person)}/"


def link(who: UUID, leads_to: str) -> str:
    return f"/in/{people.make_link(acts.system(), person=who, leads_to=leads_to)}/"


def messages() -> list[tuple[Message, str]]:
    """The codes that were written, oldest first, each with its message."""
    with acting(acts.system()):
        rows = list(Message.objects.filter(template="code").order_by("written_at", "id"))
        said = vault.decrypt_many([(row.person_id, row.encrypted) for row in rows])
    return [(row, one["body"]) for row, one in zip(rows, said, strict=True)]


def newest_code() -> str:
    return re.findall(r"\b\d{6}\b", messages()[-1][1])[0]


def asked(browser: Client, path: str) -> str:
    """Follow a link to the page that asks for the code, and have one sent; returns that page's address."""
    page = browser.post(path)
    assert page.status_code == 302 and page.url.startswith("/my/code/")
    return asked_at(browser, page.url)


def asked_at(browser: Client, page: str) -> str:
    sent = browser.post(page)
    assert sent.status_code == 302
    return str(sent.url)


def is_in(browser: Client, path: str) -> bool:
    return browser.get(path).status_code == 200


def wrong(code: str, by: int = 1) -> str:
    return f"{(int(code) + by) % 10**6:06}"


@pytest.mark.parametrize("says", [{"asks_code": True}, {"sensitive": True}])
def test_a_new_device_shows_nothing_until_the_code_and_goes_on_where_it_was_going(place: Scene, says):
    path = case_of(private(place, **says))
    way_in, browser = link(place.resident, path), Client()
    assert browser.get("/my/code/").url == "/my/"
    page = browser.post(way_in, follow=True)
    assert "Show that it is you" in text_of(page) and "an•••@w•••.example" in text_of(page)
    assert "Okafor" not in text_of(page) and "Large items" not in text_of(page)
    assert not messages() and not is_in(browser, path)
    typing = asked(browser, way_in)
    assert not is_in(browser, path) and "follow the link in the message" in text_of(browser.get("/my/"))
    for typed, says_so in (("12", "Enter the 6 digits"), (wrong(newest_code()), WRONG), ("", "Enter the")):
        refused = browser.post(typing, {"code": typed})
        assert refused.status_code == 422 and says_so in text_of(refused) and not is_in(browser, path)
    code = newest_code()
    gone_on = browser.post(typing, {"code": f"{code[:3]} {code[3:]}"})
    assert (gone_on.status_code, gone_on.url) == (302, path) and is_in(browser, path)
    cookie = next(morsel for name, morsel in browser.cookies.items() if name.startswith("device-"))
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["max-age"] == 30 * 24 * 60 * 60
    assert str(place.resident) not in cookie.OutputString()
    del browser.cookies["sessionid"]
    assert browser.post(way_in).url == path and is_in(browser, path)


def test_a_code_works_once_and_a_device_is_known_for_its_own_person_only(place: Scene):
    place = private(place)
    path = case_of(place)
    way_in, browser, other = link(place.resident, path), Client(), Client()
    typing = asked(browser, way_in)
    code = newest_code()
    assert browser.post(typing, {"code": code}).url == path
    other.post(way_in)
    assert WRONG in text_of(other.post(typing, {"code": code})) and not is_in(other, path)
    name, morsel = next((n, m) for n, m in browser.cookies.items() if n.startswith("device-"))
    for forged in ("1", morsel.value[:-1], f"x{morsel.value}"):
        other.cookies[name] = forged
        assert other.post(way_in).url.startswith("/my/code/")
    other.cookies[name] = morsel.value
    assert other.post(way_in).url == path
    theirs = link(place.neighbour, case_of(place, place.neighbour))
    assert other.post(theirs).url.startswith("/my/code/")


def test_five_tries_end_a_code_wherever_they_come_from_and_three_codes_an_hour_are_sent(place: Scene):
    path = case_of(private(place))
    way_in, browser, thief = link(place.resident, path), Client(), Client()
    typing = asked(browser, way_in)
    code = newest_code()
    thief.post(way_in)
    for by in range(1, codes.TRIES + 1):
        assert thief.post(typing, {"code": wrong(code, by)}).status_code == 422
    assert WRONG in text_of(browser.post(typing, {"code": code})) and not is_in(browser, path)
    asked(browser, way_in)
    assert WRONG in text_of(browser.post(typing, {"code": code}))
    asked(thief, way_in)
    for client in (browser, thief):
        refused = client.post(typing)
        assert refused.status_code == 429 and "We have sent several codes" in text_of(refused)
    assert len(messages()) == 3
    assert browser.post(typing, {"code": newest_code()}).url == path and not is_in(thief, path)


def test_a_code_is_over_after_a_while_and_never_kept_as_it_is(place: Scene):
    assert rules.code_lasts("email") == rules.code_lasts("sms") == 15 * 60
    assert rules.code_lasts("letter") == rules.code_lasts("phone") < codes.LONGEST
    assert not codes.accepts(place.resident, codes.make(place.resident, seconds=0))
    code = codes.make(place.resident, seconds=900)
    with connections["signin"].cursor() as cursor:
        cursor.execute("SELECT value FROM signin_cache")
        kept = [base64.b64decode(value) for (value,) in cursor.fetchall()]
    assert kept and not any(code.encode() in value for value in kept)
    assert not codes.accepts(place.neighbour, code) and codes.accepts(place.resident, code)
    assert not codes.accepts(place.resident, code)


@pytest.mark.parametrize(("reach", "says"), [("phone", "Somebody phones you"), ("letter", "posts it to you")])
def test_a_code_for_whoever_is_phoned_or_gets_letters_waits_for_staff(place: Scene, reach: str, says: str):
    told = {"reach": reach, "postal": "4 Quay Steps\nWX4 2PL"}
    people.record(acts.system(), person=place.resident, personal=told)
    path = case_of(private(place))
    browser, staff = Client(), staff_browser(place.officer, place.council)
    page = browser.post(link(place.resident, path), follow=True)
    assert says in text_of(page)
    typing = asked(browser, link(place.resident, path))
    row, said = messages()[0]
    assert (row.state, row.channel, row.organisation_id) == ("by-hand", reach, place.council)
    assert newest_code() in text_of(staff.get(f"/staff/by-hand/{row.id}/")) and "within seven days" in said
    assert browser.post(typing, {"code": newest_code()}).url == path


def test_only_the_person_reads_a_code_that_is_sent_to_them(place: Scene):
    path = case_of(private(place))
    asked(Client(), link(place.resident, path))
    row, said = messages()[0]
    assert (row.channel, row.organisation_id, row.matter_id) == ("email", None, None)
    assert "within 15 minutes" in said
    with acting(place.as_officer()):
        assert not Message.objects.filter(pk=row.pk).exists()


def test_what_becomes_private_later_asks_whoever_only_a_link_let_in(place: Scene):
    path = case_of(place)
    browser, own = Client(), guest_browser(place.resident)
    assert browser.post(link(place.resident, path)).url == path and is_in(browser, path)
    other = case_of(private(place))
    for opened in (path, other, "/my/"):
        turned = browser.get(opened)
        assert turned.status_code == 302 and turned.url.startswith("/my/code/"), opened
    assert is_in(own, other) and is_in(own, "/my/")
    typing = asked_at(browser, turned.url)
    assert browser.post(typing, {"code": newest_code()}).url == "/my/"
    assert is_in(browser, path) and is_in(browser, other)


def test_somebody_signed_in_shows_the_code_too_and_stays_signed_in(place: Scene):
    path = case_of(private(place))
    browser = staff_browser(place.neighbour, place.council)
    kept = browser.session
    del kept[ORGANISATION]
    kept.save()
    typing = asked(browser, link(place.resident, path))
    assert browser.get(path).status_code == 404 and "acting for" not in text_of(browser.get("/my/"))
    opened = browser.post(typing, {"code": newest_code()}, follow=True)
    assert opened.status_code == 200 and "You are acting for Ann Okafor" in text_of(opened)


def test_a_link_sent_again_asks_too_and_a_service_that_is_not_private_is_as_before(place: Scene):
    path = case_of(place)
    assert Client().post(link(place.resident, path)).url == path
    assert Client().post(link(place.resident, "//evil.example/")).url == "/"
    asked_for = case_of(private(place))
    browser = Client()
    typing = asked(browser, link(place.resident, asked_for))
    evil = typing.replace(quote(asked_for, safe=""), quote("https://evil.example/", safe=""))
    assert browser.post(evil, {"code": newest_code()}).url == "/my/"

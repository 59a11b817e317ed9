"""Acting for somebody, and arriving at one's work: whose name is on the page, and where a link leads."""

import html
import re
from datetime import timedelta

import pytest
from django.test import Client

from moothall.foundations.cases.operations import cases, letters
from moothall.foundations.cases.tests.browsing import guest_browser, staff_browser
from moothall.foundations.cases.tests.support import TOLD, Scene, person, scene
from moothall.kernel import act as acts
from moothall.kernel import clock
from moothall.kernel.doors.presence import ORGANISATION
from moothall.kernel.operations import matters, organisations, people
from moothall.kernel.roles import permissions_of

pytestmark = pytest.mark.django_db(databases=["default", "signin"])


@pytest.fixture
def place() -> Scene:
    return scene()


def text_of(response) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def let_act(place: Scene) -> None:
    """Since yesterday the neighbour may act for the resident."""
    with clock.set_to(clock.now() - timedelta(days=1)):
        people.give_mandate(
            acts.system(), principal=place.resident, agent=place.neighbour, services=["everything"], basis="x"
        )


def signed_in(who, **session: str) -> Client:
    """Somebody who signed in with a second factor and has not said whom they act for."""
    browser = staff_browser(who, who)
    kept = browser.session
    del kept[ORGANISATION]
    kept.update(session)
    kept.save()
    return browser


def test_whoever_acts_for_somebody_sees_it_on_every_page_and_can_stop(place: Scene):
    let_act(place)
    browser = signed_in(place.neighbour)
    chosen = browser.post("/acting/", {"as": str(place.resident)})
    assert chosen.status_code == 302
    for path in ("/my/", "/acting/", "/account/", "/my/who-looked/", "/no-such-page/"):
        assert "You are acting for Ann Okafor" in text_of(browser.get(path)), path
    assert "Requests of Ann Okafor" in text_of(browser.get("/my/"))
    assert "Ann Okafor (now)" in text_of(browser.get("/acting/"))
    browser.post("/acting/", {"as": "me"})
    assert "acting for" not in text_of(browser.get("/my/")) and "Your requests" in text_of(
        browser.get("/my/")
    )


def test_the_thread_shows_who_did_it_for_whom(place: Scene):
    let_act(place)

    def agent() -> acts.Act:
        return acts.resident(place.neighbour).on_behalf_of(place.resident)

    matter = matters.open_matter(
        agent(), kind="bulky-waste", organisation=place.council, person=place.resident, pack=place.pack
    )
    case = cases.open_case(agent(), matter=matter, told=TOLD)
    letters.write_message(agent(), case=case, text="She cannot lift it")
    letters.write_message(place.as_resident(), case=case, text="Nor can I")
    for browser, path in (
        (guest_browser(place.resident), f"/my/cases/{case}/"),
        (staff_browser(place.officer, place.council), f"/staff/cases/{case}/"),
    ):
        shown = text_of(browser.get(path))
        assert "Sent by Bob Lee for Ann Okafor." in shown
        assert shown.count("Written by Bob Lee for Ann Okafor") == 1


def test_a_link_to_work_leads_there_for_the_only_organisation(place: Scene):
    browser = signed_in(place.officer)
    first = browser.get("/staff/cases/?view=late")
    assert (first.status_code, first.url) == (302, "/staff/cases/?view=late")
    assert browser.get(first.url).status_code == 200
    organisations.add_member(
        acts.system(), organisation=place.charity, person=place.manager, roles=["case_worker"]
    )
    both = signed_in(place.manager)
    assert both.get("/staff/cases/").url == "/acting/?next=%2Fstaff%2Fcases%2F"
    gone_on = both.post("/acting/?next=%2Fstaff%2Fcases%2F", {"as": str(place.charity)})
    assert gone_on.url == "/staff/cases/"
    assert both.post("/acting/?next=https://evil.example/", {"as": str(place.charity)}).url == "/staff/"
    assert signed_in(place.resident).get("/staff/cases/").status_code == 403


@pytest.mark.parametrize(
    ("role", "leads_to", "says"),
    [
        ("operator", "/staff/waiting/", "People"),
        ("steward", None, "Nothing here waits for somebody in your role"),
    ],
)
def test_every_role_lands_on_a_page_that_works(place: Scene, role: str, leads_to: str | None, says: str):
    who = person("Alex Winter")
    organisations.add_member(acts.system(), organisation=place.council, person=who, roles=[role])
    browser = signed_in(who)
    landed = browser.get("/arrive/", follow=True)
    assert landed.status_code == 200 and says in text_of(landed)
    assert leads_to is None or landed.redirect_chain[-1][0] == leads_to
    refused = browser.get("/staff/cases/")
    words = text_of(refused)
    assert refused.status_code == 403 and "people who deal with requests here" in words
    assert "ask whoever manages people there" in words and "Wexcombe Council" in words
    assert not any(code in words for code in permissions_of(["manager"]))

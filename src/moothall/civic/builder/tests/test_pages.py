"""Building services on pages: written, checked as it is written, looked at by a colleague, published."""

import re

import pytest
from django.test import Client

from moothall.foundations.rules.tests.scheme import NEXT_YEAR, SCHEME, Owner, owner
from moothall.foundations.rules.tests.test_owner_pages import text_of
from moothall.kernel import clock
from moothall.services.queries import drafts

pytestmark = pytest.mark.django_db(databases=["default", "signin"])


@pytest.fixture
def place() -> Owner:
    return owner()


@pytest.fixture
def browser(place: Owner) -> Client:
    return place.browser()


def press(who: Client, address: str, what: str = "", edition: int = 1, **typed: str):
    return who.post(f"{address}{what}", {"key": str(clock.uuid7()), "edition": str(edition)} | typed)


def text_in(page) -> str:
    (found,) = re.findall(r"<textarea[^>]*>(.*?)</textarea>", page.content.decode(), re.DOTALL)
    return str(found)


def test_a_live_service_is_changed_compared_reviewed_and_published(browser: Client, place: Owner):
    colleague = place.colleague("service_owner")
    assert "Installed by the operator" in text_of(browser.get("/staff/services/"))
    draft = press(browser, "/staff/services/of/help/change")["Location"]
    shown = text_of(browser.get(draft))
    assert "It is being written. Everything that is checked is in order." in shown
    assert "Nothing changes" in text_of(browser.get(f"{draft}compare"))
    words = f"{draft}file?path=words.en.yaml"
    text = text_in(browser.get(words))
    wrong = press(browser, words, text=text.replace("title: Sent", "tilte: Sent"))
    assert wrong["Location"] == words
    page = text_of(browser.get(words))
    assert "tilte" in text_in(browser.get(words)), text
    assert "to put right" in page and "Line " in page and "tilte" in page, page
    assert "words.en.yaml, line" in text_of(browser.get(draft))
    assert "Ask for review" not in text_of(browser.get(draft))
    right = press(browser, words, edition=2, text=text.replace("title: Sent", "title: Thank you"), back="yes")
    assert right["Location"] == draft
    compared = text_of(browser.get(f"{draft}compare"))
    assert "words.en.receipt.title Sent Thank you" in compared
    nothing = press(browser, draft, "ask", edition=3, reason="")
    assert nothing.status_code == 422 and "Enter what changes, and why" in text_of(nothing)
    assert press(browser, draft, "ask", edition=3, reason="Kinder").status_code == 302
    assert "help: Kinder" in text_of(colleague.get("/staff/services/"))
    assert press(colleague, draft, "comment", words="Fine by me").status_code == 302
    assert press(colleague, draft, "review", edition=3, approve="yes").status_code == 302
    tomorrow = {"begins-day": "1", "begins-month": "1", "begins-year": "2030"}
    assert press(colleague, draft, "publish", **tomorrow).status_code == 302
    assert "It goes live on its day. That is 1 January 2030." in text_of(browser.get(draft))
    assert press(browser, draft, "take-back").status_code == 302
    assert press(browser, draft, "ask", edition=3, reason="Now").status_code == 302
    assert press(colleague, draft, "review", edition=3, approve="yes").status_code == 302
    assert press(colleague, draft, "publish").status_code == 302
    shown = text_of(browser.get("/staff/services/of/help/"))
    assert "Olu Fenn wrote it, Pat Dean approved it" in shown and "Now" in shown
    assert "Thank you" in str(drafts.draft(place.act(), id=draft.split("/")[-2]).texts)


def test_the_second_of_two_editors_sees_both(browser: Client, place: Owner):
    colleague = place.colleague("service_owner")
    draft = press(browser, "/staff/services/of/help/change")["Location"]
    words = f"{draft}file?path=words.en.yaml"
    text = text_in(browser.get(words))
    press(browser, words, text=text.replace("Sent", "From Olu"))
    late = press(colleague, words, text=text.replace("Sent", "From Pat"))
    page = text_of(late)
    assert late.status_code == 409 and "From Olu" in page and "From Pat" in late.content.decode()
    assert "Somebody else saved this draft while you were writing" in page
    both = press(colleague, words, edition=2, text=text.replace("Sent", "From Olu and Pat"))
    assert both.status_code == 302


def test_what_went_live_meanwhile_is_named_and_taken_over(browser: Client, place: Owner):
    draft = press(browser, "/staff/services/of/help/change")["Location"]
    place.publish(
        {"rules/help.2026.yaml": SCHEME, "rules/help.2027.yaml": NEXT_YEAR}, words={"receipt.title": "Done"}
    )
    shown = text_of(browser.get(draft))
    assert "Another version went live since" in shown and "Ask for review" not in shown
    assert press(browser, draft, "ask", reason="Mine").status_code == 409
    assert press(browser, draft, "on-live").status_code == 302
    assert "Ask for review" in text_of(browser.get(draft))
    assert "Done Sent" in text_of(browser.get(f"{draft}compare"))


def test_a_new_service_begins_whole_and_files_are_added_and_taken_out(browser: Client):
    bad = press(browser, "/staff/services/new", title="Borrow a bike", name="Borrow a bike")
    assert bad.status_code == 422 and "Use small letters" in text_of(bad)
    draft = press(browser, "/staff/services/new", title="Borrow a bike", name="bike")["Location"]
    assert "Everything that is checked is in order." in text_of(browser.get(draft))
    assert "Everything is new" in text_of(browser.get(f"{draft}compare"))
    rules = f"{draft}file?path=rules/fee.yaml"
    assert "This file is not there yet" in text_of(browser.get(rules))
    assert press(browser, rules, text="rules: [").status_code == 302
    assert "rules/fee.yaml, line" in text_of(browser.get(draft))
    assert press(browser, rules, edition=2, text=" ")["Location"] == draft
    slots = f"{draft}file?path=slots.yaml"
    assert press(browser, slots, edition=3, text="- team").status_code == 422
    assert press(browser, slots, edition=3, text="team: waste").status_code == 302
    assert "there is no slot “team”" in text_of(browser.get(draft))
    assert browser.get(f"{draft}file?path=../secret").status_code == 404
    assert press(browser, draft, "discard").status_code == 302
    assert "Thrown away by Olu Fenn." in text_of(browser.get(draft))
    assert press(browser, draft, "ask", edition=4, reason="Still").status_code == 409


def test_only_those_who_look_after_services_come_in(place: Owner):
    reader = place.colleague("case_worker")
    assert reader.get("/staff/services/").status_code == 403
    assert press(reader, "/staff/services/of/help/change").status_code == 403

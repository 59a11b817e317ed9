"""Two people change a rule: one drafts it and says why, another looks and publishes, or sends it back."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from moothall.foundations.rules.queries import books
from moothall.foundations.rules.tests.scheme import NEXT_YEAR, SCHEME, Owner, owner, settle
from moothall.foundations.rules.tests.test_owner_pages import BOOK, change, text_of
from moothall.kernel import clock

pytestmark = pytest.mark.django_db(databases=["default", "signin"])

AUTUMN = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def autumn():
    with clock.set_to(AUTUMN):
        yield


@pytest.fixture
def place() -> Owner:
    return owner()


@pytest.fixture
def browser(place: Owner) -> Client:
    return place.browser()


def press(who: Client, address: str, what: str, **typed: str):
    return who.post(f"{address}{what}", {"key": str(clock.uuid7()), "edition": "1"} | typed)


def test_two_people_publish(browser: Client, place: Owner):
    colleague, reader = place.colleague("service_owner"), place.colleague("case_worker")
    text = NEXT_YEAR.replace("then: 25", "then: 26")
    without = change(browser, place, text, propose="yes", reason=" ")
    assert without.status_code == 422 and "Enter why this changes" in text_of(without)
    assert "then: 26" in without.content.decode()
    key = str(clock.uuid7())
    again = [change(browser, place, text, propose="yes", reason="Agreed", key=key) for _ in range(2)]
    address = again[0]["Location"]
    assert address == again[1]["Location"] and address.startswith("/staff/services/drafts/")
    shown = text_of(browser.get(address))
    assert "Waits for somebody else" in shown and "Take it back" in shown and "“Agreed”" in shown
    assert "then: 26" not in books.book(place.act(), pack="help", name="help").live[0].text
    own = press(browser, address, "review", approve="yes")
    assert own.status_code == 403 and "two people" in text_of(own)
    assert press(reader, address, "review", approve="yes").status_code == 403
    meaning = f"{BOOK}changes/{address.split('/')[-2]}"
    assert meaning in colleague.get(address).content.decode()
    assert "Rule 2 changed Then: Reduction 25 26" in text_of(colleague.get(meaning))
    assert "Olu Fenn has changed the service “help”." in text_of(colleague.get("/staff/"))
    declined = press(colleague, address, "review", why="")
    assert declined.status_code == 422 and "Say in a sentence why not" in text_of(declined)
    assert press(colleague, address, "review", approve="yes")["Location"] == address
    assert press(colleague, address, "publish")["Location"] == address
    assert "then: 26" in books.book(place.act(), pack="help", name="help").live[0].text
    assert "Published by Pat Dean" in text_of(browser.get(BOOK))
    assert press(colleague, address, "publish").status_code == 409


def test_a_change_is_sent_back_with_why_and_taken_back(browser: Client, place: Owner):
    colleague = place.colleague("service_owner")
    text = NEXT_YEAR.replace("then: 25", "then: 26")
    first, second = (change(browser, place, text, propose="yes", reason="Agreed")["Location"] for _ in "12")
    assert press(colleague, first, "review", why="It says 27 in the minutes").status_code == 302
    assert "It says 27 in the minutes" in text_of(browser.get(first))
    assert press(browser, second, "take-back").status_code == 302
    assert "Taken back" in text_of(browser.get(BOOK))


def test_a_version_that_has_not_begun_is_taken_out_and_one_that_has_is_not(browser: Client, place: Owner):
    book = books.book(place.act(), pack="help", name="help")
    next_year, this_year = book.live
    assert "Take this version out" in text_of(browser.get(f"{BOOK}?version={next_year.key}"))
    assert "Take this version out" not in text_of(browser.get(f"{BOOK}?version={this_year.key}"))
    address = f"{BOOK}take-out?version="
    assert "From 1 April 2026 Version 2026" in text_of(browser.get(address + next_year.key))
    begun = browser.post(address + this_year.key, {"reason": "No", "key": str(clock.uuid7())})
    assert begun.status_code == 422 and "This version has begun" in text_of(begun)
    done = browser.post(address + next_year.key, {"reason": "Not agreed", "key": str(clock.uuid7())})
    assert done.status_code == 302
    colleague = place.colleague("service_owner")
    assert press(colleague, done["Location"], "review", approve="yes").status_code == 302
    assert press(colleague, done["Location"], "publish").status_code == 302
    assert [one.path for one in books.book(place.act(), pack="help", name="help").live] == [
        "rules/help.2026.yaml"
    ]


def test_it_says_who_decides_when_and_which_texts_are_out_of_date(browser: Client, place: Owner):
    within = NEXT_YEAR.replace("2027-04-01", "2026-12-15\nvalid_to: 2027-01-31").replace('"2027"', '"winter"')
    shown = text_of(change(browser, place, within, instead_of="", label="winter"))
    assert (
        "1 April 2026 to 14 December 2026 Version 2026 15 December 2026 to 31 January 2027 Version winter "
        "1 February 2027 to 31 March 2027 Version 2026 From 1 April 2027 Version 2027"
    ) in shown


def test_a_fee_that_rises_is_never_announced_as_a_gain(browser: Client, place: Owner):
    settle()
    place.publish(
        {"rules/help.2026.yaml": SCHEME.replace("result: number", "result: money")},
        {"id": "price", "type": "rules.decide", "rules": "help", "decision": "Reduction",
         "from": {"Income": {"value": 90}, "Household": {"value": "single"}, "Carer": {"value": "no"}}},
        {"id": "fee", "type": "rules.fee", "of": "price"},
        words={"fee.line": "The fee", "start.before": "It costs £20, or £5 for others."},
    )  # fmt: skip
    dearer = SCHEME.replace("result: number", "result: money").replace("then: 20", "then: 22")
    dearer = dearer.replace("Reduction: 20", "Reduction: 22")
    shown = text_of(change(browser, place, dearer, instead_of="rules/help.2026.yaml"))
    assert "asked once" in shown and "would pay more and none less" in shown and "gain" not in shown.lower()
    assert "Weekly reduction in all +£" in shown and "the greatest share pays more" in shown
    assert "1 text names an amount that these rules no longer say. £20 – en: start.before" in shown


def test_a_good_draft_is_shown_and_published(browser: Client, place: Owner):
    text = NEXT_YEAR.replace("then: 25", "then: 26")
    settle()
    shown = text_of(change(browser, place, text))
    assert "Everything that is checked is in order." in shown
    assert "Whom it reaches: Weekly reduction" in shown and "Nobody in here exists." in shown
    assert "Rule 2 changed Then: Reduction 25 26" in shown
    assert "nobody else of your organisation may publish services" in shown
    colleague = place.colleague("service_owner")
    address = change(browser, place, text, propose="yes", reason="Agreed in February")["Location"]
    assert press(colleague, address, "review", approve="yes").status_code == 302
    assert press(colleague, address, "publish").status_code == 302
    book = books.book(place.act(), pack="help", name="help")
    assert [edition.is_live for edition in book.editions] == [True, True, False]
    assert "then: 26" in book.editions[0].text
    shown = text_of(browser.get(BOOK))
    assert "Olu Fenn, " in shown and "“Agreed in February”" in shown
    assert "Published by Pat Dean." in shown

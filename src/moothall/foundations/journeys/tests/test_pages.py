"""Going through a service in a browser."""

import re
from uuid import UUID

import pytest
from django.test import Client

from moothall.foundations.journeys.models import Journey
from moothall.foundations.journeys.tests import lending
from moothall.kernel import act as acts
from moothall.kernel import context
from moothall.kernel.models import Matter, Person, StoredEvent

pytestmark = pytest.mark.django_db(databases=["default", "signin"])

START = "/do/trial-lending/"


def page_of(browser: Client, url: str) -> str:
    """The page at ``url``, wherever it leads."""
    return browser.get(url, follow=True).content.decode()


def send(browser: Client, url: str, **typed: object) -> str:
    """Send a form; the address it leads to."""
    answer = browser.post(url, typed)
    assert answer.status_code == 302, re.findall(
        r"govuk-error-message[^<]*<[^>]*>[^<]*</span>([^<]*)", answer.content.decode()
    )
    return str(answer.headers["Location"])


def leaves(browser: Client, check: str) -> str:
    """Press the button that leads to the till; where the page sends the browser."""
    shown = browser.post(check, {"declaration": "yes"}).content.decode()
    found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', shown)
    assert found is not None
    return found[1]


def comes_back(browser: Client, check: str) -> str:
    """Come back from the till and press the button that sends; where that leads."""
    shown = browser.get(check.replace("check", "back"))
    assert shown.status_code == 200
    found = re.search(r'<form method="post" action="([^"]+)" data-module="send">', shown.content.decode())
    assert found is not None
    return str(browser.post(found[1]).headers["Location"])


def begun(browser: Client) -> str:
    """Answer as far as check answers; its address."""
    url = send(browser, START + "new", answer="no", key="first-key")
    url = send(browser, url, answer="drill")
    url = send(browser, url, more="no")
    url = send(browser, url, day="monday")
    return send(browser, url, name="Ada Byron", email="ada@wexcombe.example", telephone="")


def test_a_visitor_borrows_a_drill(library: UUID, browser: Client) -> None:
    assert "Start now" in page_of(browser, START)
    check = begun(browser)
    assert check.endswith("/check")
    shown = page_of(browser, check)
    assert "Ada Byron" in shown and "£4" in shown and "Pay £4" in shown
    leaving = leaves(browser, check)
    assert leaving.startswith("https://till.example/?pence=400")
    journey = UUID(check.split("/")[3])
    lending.TILL[journey] = 400
    done = comes_back(browser, check)
    assert done.endswith("/done")
    receipt = page_of(browser, done)
    assert "We look for you on Monday" in receipt and "You pay £4" in receipt
    assert [day for day, _ in lending.BORROWED] == ["monday"] and {journey: 400} == lending.TAKEN
    with context.acting(acts.system()):
        matter = Matter.objects.get()
        assert matter.reference in receipt and matter.kind == "trial-lending" and matter.pack_id == library
        person = Person.objects.get()
        assert matter.person_id == person.id


def test_nothing_is_written_before_the_first_answer(library: UUID, browser: Client) -> None:
    page_of(browser, START + "new")
    assert browser.post(START + "new", {"answer": ""}).status_code == 422
    with context.acting(acts.system()):
        assert not Person.objects.exists() and not Journey.objects.exists()


def test_a_double_click_on_the_first_question_begins_once(library: UUID, browser: Client) -> None:
    first = send(browser, START + "new", answer="no", key="same")
    second = Client()
    assert send(second, START + "new", answer="no", key="same") == first
    with context.acting(acts.system()):
        assert Journey.objects.count() == 1


def test_sending_twice_returns_the_same_receipt(library: UUID, browser: Client) -> None:
    check = begun(browser)
    leaves(browser, check)
    lending.TILL[UUID(check.split("/")[3])] = 400
    assert browser.get(check.replace("check", "back")).status_code == 200
    assert not lending.BORROWED, "following a link sends nothing"
    assert comes_back(browser, check).endswith("/done")
    for page in ("back", "send", "check"):
        assert browser.get(check.replace("check", page)).headers["Location"].endswith("/done")
    assert browser.post(check.replace("check", "send")).headers["Location"].endswith("/done")
    assert len(lending.BORROWED) == 1 and len(lending.TAKEN) == 1


def test_only_what_was_paid_for_is_sent_and_never_by_a_link(library: UUID, browser: Client) -> None:
    check = begun(browser)
    send_page = check.replace("check", "send")
    for answer in (browser.get(send_page), browser.post(send_page)):
        assert answer.status_code == 302 and not lending.BORROWED
    leaves(browser, check)
    assert browser.post(send_page).status_code == 422 and not lending.BORROWED
    lending.TILL[UUID(check.split("/")[3])] = 400
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = browser.cookies
    forged = strict.post(send_page)
    assert forged.status_code == 200 and 'data-module="send"' in forged.content.decode()
    assert not lending.BORROWED
    assert comes_back(browser, check).endswith("/done") and len(lending.BORROWED) == 1


def test_the_declaration_is_needed(library: UUID, browser: Client) -> None:
    check = begun(browser)
    answer = browser.post(check, {})
    assert answer.status_code == 200 and "Tick the box" in answer.content.decode()


def test_coming_back_without_having_paid_offers_another_try(library: UUID, browser: Client) -> None:
    check = begun(browser)
    leaves(browser, check)
    answer = browser.get(check.replace("check", "back"))
    assert answer.status_code == 422 and "nothing has been taken" in answer.content.decode()
    assert lending.TAKEN == {} and lending.HELD


def test_when_the_hold_has_gone_nothing_is_charged_and_nothing_typed_is_lost(
    library: UUID, browser: Client
) -> None:
    check = begun(browser)
    leaves(browser, check)
    journey = UUID(check.split("/")[3])
    lending.TILL[journey] = 400
    lending.HELD["monday"] = UUID(int=1)
    landed = comes_back(browser, check)
    assert landed.endswith("/day")
    shown = page_of(browser, landed)
    assert "The day you chose has gone" in shown and "Tuesday" in shown and 'value="monday"' not in shown
    assert lending.TAKEN == {}
    again = send(browser, landed, day="tuesday")
    assert again.endswith("/check") and "Ada Byron" in page_of(browser, again)
    assert send(browser, again, declaration="yes").endswith("/done")
    assert {journey: 400} == lending.TAKEN and [day for day, _ in lending.BORROWED] == ["tuesday"]


def test_an_amount_that_changes_after_paying_is_paid_anew(library: UUID, browser: Client) -> None:
    check = begun(browser)
    leaves(browser, check)
    journey = UUID(check.split("/")[3])
    lending.TILL[journey] = 400
    things = check.replace("check", "things")
    for _ in range(2):
        item = send(browser, things, more="yes")
        send(browser, item, answer="tent")
    assert journey not in lending.TILL
    assert send(browser, things, more="no").endswith("/check")
    assert "pence=550" in leaves(browser, check)


def test_an_answer_that_no_longer_counts_is_kept_for_another_change_of_mind(
    library: UUID, browser: Client
) -> None:
    url = send(browser, START + "new", answer="yes", key="k")
    assert url.endswith("/card")
    things = send(browser, url, answer="L123")
    member = url.replace("card", "member")
    assert send(browser, member, answer="no") == things
    assert browser.get(url).headers["Location"] == things
    assert send(browser, member, answer="yes") == things
    assert 'value="L123"' in page_of(browser, url)


def test_a_day_is_asked_for_again_when_what_it_was_chosen_for_changes(library: UUID, browser: Client) -> None:
    check = begun(browser)
    assert lending.HELD
    url = send(browser, check.replace("check", "member"), answer="yes")
    assert url.endswith("/card") and not lending.HELD
    assert send(browser, url, answer="L1").endswith("/day")


def test_things_can_be_added_changed_and_removed(library: UUID, browser: Client) -> None:
    check = begun(browser)
    things = check.replace("check", "things")
    second = send(browser, things, more="yes")
    assert second.endswith("/things.2.kind") and "Thing 2" in page_of(browser, second)
    send(browser, second, answer="tent")
    shown = page_of(browser, things)
    assert "Drill" in shown and "Tent" in shown and "Remove" in shown
    send(browser, things, remove="1")
    shown = page_of(browser, things)
    assert "Drill" not in shown and "Remove" not in shown
    assert send(browser, things, more="no").endswith("/check")


def test_the_group_says_when_it_is_full(library: UUID, browser: Client) -> None:
    check = begun(browser)
    things = check.replace("check", "things")
    for _ in range(3):
        send(browser, send(browser, things, more="yes"), answer="tent")
    shown = page_of(browser, things)
    assert "as many as you can add" in shown and 'name="more"' not in shown
    assert send(browser, things).endswith("/check")


def test_a_stop_page_ends_the_journey(library: UUID, browser: Client) -> None:
    check = begun(browser)
    kind = check.replace("check", "things.1.kind")
    url = send(browser, kind, answer="projector")
    url = send(browser, url, answer="")
    assert url.endswith("/banned")
    shown = page_of(browser, url)
    assert "It stays in the library" in shown and "Continue" not in shown
    assert browser.get(check).headers["Location"].endswith("/banned")


def test_a_form_whose_protection_ran_out_is_shown_again_with_what_was_typed(library: UUID) -> None:
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post(START + "new", {"answer": "yes", "key": "k"})
    assert answer.status_code == 200
    shown = answer.content.decode()
    assert "Nothing is lost" in shown and re.search(r'value="yes"[^>]*checked', shown)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', shown)
    assert token is not None
    typed = {"answer": "yes", "key": "k", "csrfmiddlewaretoken": token[1]}
    assert browser.post(START + "new", typed).headers["Location"].endswith("/card")


def test_somebody_else_sees_nothing(library: UUID, browser: Client) -> None:
    check = begun(browser)
    stranger = Client()
    begun_elsewhere = begun_at_tuesday(stranger)
    assert begun_elsewhere != check
    for page in ("check", "contact", "", "done", "save", "end"):
        answer = stranger.get(check.replace("check", page))
        assert answer.status_code == 404 and "Ada" not in answer.content.decode()


def begun_at_tuesday(browser: Client) -> str:
    """A second person's journey."""
    return send(browser, START + "new", answer="no", key="another-key")


def test_an_expired_session_gives_back_what_was_typed(library: UUID, browser: Client) -> None:
    contact = begun(browser).replace("check", "contact")
    browser.cookies.clear()
    answer = browser.post(contact, {"name": "Ada Byron", "email": "ada@wexcombe.example"})
    shown = answer.content.decode()
    assert answer.status_code == 404 and "Ada Byron" in shown and "You have been away" in shown


def test_saving_publishes_where_the_link_leads(library: UUID, browser: Client) -> None:
    save = begun(browser).replace("check", "save")
    shown = page_of(browser, send(browser, save, email="ada@home.example"))
    assert "It goes to ada@home.example" in shown
    with context.acting(acts.system()):
        stored = StoredEvent.objects.get(name="journeys.JourneySaved")
    assert stored.payload["leads_to"] == save.removesuffix("save")
    assert "ada" not in str(stored.payload)


def test_giving_up_forgets_every_answer(library: UUID, browser: Client) -> None:
    check = begun(browser)
    assert lending.HELD
    assert send(browser, check.replace("check", "end")) == START
    assert not lending.HELD and browser.get(check).status_code == 404
    with context.acting(acts.system()):
        row = Journey.objects.get()
    assert row.encrypted is None and row.ended_at is not None


def test_what_was_told_before_is_offered_and_filled_in_with_consent(library: UUID, browser: Client) -> None:
    check = begun(browser)
    leaves(browser, check)
    lending.TILL[UUID(check.split("/")[3])] = 400
    comes_back(browser, check)
    offer = page_of(browser, START + "new")
    assert "Use what you told us before?" in offer and "ada@wexcombe.example" in offer
    url = send(browser, START + "new", fill="yes", key="again")
    for typed in ({"answer": "no"}, {"answer": "drill"}, {"more": "no"}, {"day": "tuesday"}):
        url = send(browser, url, **typed)
    assert url.endswith("/check") and "Ada Byron" in page_of(browser, url)


def test_not_this_time_fills_in_nothing(library: UUID, browser: Client) -> None:
    check = begun(browser)
    leaves(browser, check)
    lending.TILL[UUID(check.split("/")[3])] = 400
    comes_back(browser, check)
    url = send(browser, START + "new", fill="no", key="again")
    assert url.endswith("/member")
    contact = url.replace("member", "contact")
    assert "ada@" not in page_of(browser, contact)


def test_what_was_begun_is_listed(library: UUID, browser: Client) -> None:
    check = begun(browser)
    assert "Borrow something" in page_of(browser, "/do/")
    shown = page_of(browser, START)
    assert "You have begun this already" in shown and check.removesuffix("check") in shown
    assert browser.get(check.removesuffix("check")).headers["Location"] == check


def test_the_pages_speak_welsh_and_say_that_it_is_not_reviewed(library: UUID, browser: Client) -> None:
    browser.cookies["django_language"] = "cy"
    assert "Benthyg rhywbeth" in page_of(browser, START)
    assert "Ydych chi" in page_of(browser, START + "new")


@pytest.mark.parametrize("rubbish", ["", "\x01", "💥" * 5_000, "<script>", "-1", "1e999", "none"])
def test_rubbish_is_answered_with_a_page(library: UUID, browser: Client, rubbish: str) -> None:
    check = begun(browser)
    for name in ("member", "things", "things.1.kind", "day", "contact", "save", "things.99.kind", "nowhere"):
        url = check.replace("check", name)
        typed = {
            "answer": rubbish,
            "more": rubbish,
            "day": rubbish,
            "name": rubbish,
            "email": rubbish,
            "remove": rubbish,
        }
        assert browser.post(url, typed).status_code in {200, 302, 422}


def test_analytics_name_steps_and_nobody(library: UUID, browser: Client) -> None:
    begun(browser)
    with context.acting(acts.system()):
        events = list(
            StoredEvent.objects.filter(name__in=["journeys.QuestionAnswered", "journeys.QuestionShown"])
        )
    assert {stored.payload["step"] for stored in events} == {
        "member",
        "things.kind",
        "things",
        "day",
        "contact",
    }
    assert all(stored.person_id is None for stored in events)

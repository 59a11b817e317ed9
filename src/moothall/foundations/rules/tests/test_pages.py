"""Going through a service that rules decide, in a browser."""

import re
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client

from moothall.foundations.rules import queries
from moothall.foundations.rules.models import Decision, Failure
from moothall.foundations.rules.operations import forget_decisions
from moothall.foundations.rules.tests import harbour
from moothall.kernel import act as acts
from moothall.kernel import clock, context
from moothall.kernel.models import Matter, Organisation, Person, StoredEvent
from moothall.kernel.notices import for_staff
from moothall.kernel.roles import permissions_of

pytestmark = pytest.mark.django_db(databases=["default", "signin"])

START = "/do/trial-mooring/"


@pytest.fixture
def mooring(db: None) -> UUID:
    """The harbour with its service live."""
    return harbour.open_harbour()


@pytest.fixture
def browser() -> Client:
    """A browser of somebody nobody knows."""
    return Client()


def send(browser: Client, url: str, **typed: object) -> str:
    """Send a form; the address it leads to."""
    answer = browser.post(url, typed)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


def page_of(browser: Client, url: str) -> str:
    """What stands at ``url``, as text."""
    content = browser.get(url, follow=True).content.decode()
    main = re.search(r"<main.*</main>", content, re.DOTALL)
    assert main is not None
    return " ".join(re.sub(r"<[^>]+>", " ", main[0]).replace("&#39;", "'").split())


def measured(browser: Client, length: int = 6, *, key: str = "first-key") -> str:
    """A journey begun with the length of a boat; the address it leads to."""
    return send(browser, START + "new", answer=str(length), key=key)


def granted(browser: Client, length: int = 6) -> str:
    """A resident's journey as far as check answers; its address."""
    seen = send(browser, measured(browser, length), answer="yes")
    assert seen.endswith("/granted")
    contact = send(browser, seen)
    return send(browser, contact, name="Ada Byron", email="ada@home.example", telephone="")


def staff(*roles: str) -> acts.Act:
    with context.acting(acts.system()):
        organisation = Organisation.objects.get(slug="harbour").id
        person = Person.objects.order_by("id").first()
    assert person is not None
    return acts.staff(person.id, organisation=organisation, permissions=permissions_of(roles))


def test_the_journey_asks_only_what_matters_and_says_probably_early(mooring: UUID, browser: Client) -> None:
    resident = measured(browser)
    assert resident.endswith("/resident") and "You can probably have a mooring." in page_of(browser, resident)
    income = send(browser, resident, answer="no")
    assert income.endswith("/income")
    assert "You probably cannot have a mooring." in page_of(browser, income)
    assert send(browser, income, answer="500").endswith("/refused")
    disabled = send(browser, income, answer="499")
    assert disabled.endswith("/disabled") and "probably" not in page_of(browser, disabled)
    assert send(browser, disabled, answer="yes").endswith("/granted")
    assert send(browser, resident, answer="yes").endswith("/granted")


def test_the_outcome_says_why_what_may_be_suggested_and_by_which_rule(mooring: UUID, browser: Client) -> None:
    disabled = send(browser, send(browser, measured(browser), answer="no"), answer="499")
    refused = send(browser, disabled, answer="no")
    shown = page_of(browser, refused)
    assert "You cannot have a mooring Ask at the yard." in shown
    assert "Why You do not live here and are not disabled." in shown
    assert "If “Disabled” were yes, it would be: You can have a mooring." in shown
    assert "If “Lives here” were" not in shown
    assert (
        "This follows Harbour order 7. It is version 1 of the rule. It applies from 1 January 2020." in shown
    )
    assert "Continue" not in shown
    assert browser.get(refused.replace("refused", "check")).headers["Location"] == refused


def test_an_outcome_that_is_settled_early_says_by_which_answers(mooring: UUID, browser: Client) -> None:
    income = send(browser, measured(browser), answer="no")
    shown = page_of(browser, send(browser, income, answer="650"))
    assert "Because “Lives here” is no and “Weekly income” is £650, whatever else you answer." in shown


def test_the_fee_is_what_the_rule_says_and_says_why(mooring: UUID, browser: Client) -> None:
    shown = page_of(browser, granted(browser))
    assert "Mooring for a year £12" in shown and "Why this amount" in shown
    assert "You pay £12 because people who live here pay £2 a metre." in shown
    assert "You would pay" not in shown


def test_an_outcome_that_was_seen_is_shown_again_when_it_is_another(mooring: UUID, browser: Client) -> None:
    check = granted(browser)
    resident = check.replace("check", "resident")
    disabled = send(browser, send(browser, resident, answer="no"), answer="100")
    assert send(browser, disabled, answer="yes").endswith("/granted")


def test_the_case_keeps_the_version_that_decided_whatever_is_published_later(
    mooring: UUID, browser: Client
) -> None:
    done = send(browser, granted(browser, 30))
    harbour.publish_again(**{'version: "1"': 'version: "2"', "> 20": "> 40"})
    receipt = page_of(browser, done)
    assert "You can have a mooring. It costs £60" in receipt and "Why this amount" in receipt
    with context.acting(acts.system()):
        matter = Matter.objects.get()
    found = queries.decisions(acts.system(), matter=matter.id).items
    assert [(one.step, one.version, one.value) for one in found] == [
        ("eligibility", "1", "yes"),
        ("urgency", "1", "urgent"),
        ("price", "1", 60),
    ]
    assert found[0].answers == {"Resident": "yes"} and found[0].reasons == ["You live here."]
    assert all(one.pack == mooring and len(one.digest) == 64 for one in found)
    case = page_of(browser, f"/my/cases/{matter.id}/")
    assert "You can have a mooring" in case and "You live here." in case and "version 1 of the rule" in case


def test_a_rule_sets_how_soon_a_case_is_looked_at(mooring: UUID, browser: Client) -> None:
    send(browser, granted(browser, 30))
    with context.acting(acts.system()), connection.cursor() as cursor:
        cursor.execute("SELECT priority FROM cases_case")
        assert cursor.fetchone() == (0,)


def test_what_was_decided_is_forgotten_with_its_matter_but_not_that_it_was(
    mooring: UUID, browser: Client
) -> None:
    send(browser, granted(browser))
    with context.acting(acts.system()):
        matter = Matter.objects.get()
    forget_decisions(acts.system(), matter=matter.id)
    found = queries.decisions(acts.system(), matter=matter.id).items
    assert [one.version for one in found] == ["1", "1", "1"]
    assert all(one.value is None and not one.answers and not one.reasons for one in found)


def test_nobody_else_sees_what_was_decided(mooring: UUID, browser: Client) -> None:
    send(browser, granted(browser))
    with context.acting(acts.system()):
        matter, decision = Matter.objects.get(), Decision.objects.first()
    assert decision is not None and b"live here" not in bytes(decision.encrypted)
    stranger = Client()
    measured(stranger, key="another-key")
    with context.acting(acts.system()):
        other = Person.objects.exclude(pk=matter.person_id).get()
    assert queries.decisions(acts.resident(other.id), matter=matter.id).items == ()
    assert len(queries.decisions(acts.resident(decision.person_id), matter=matter.id).items) == 3


def test_a_rule_that_fails_shows_so_keeps_every_answer_and_tells_the_owner_once(
    mooring: UUID, browser: Client
) -> None:
    granting = send(browser, measured(browser, 200), answer="yes")
    contact = send(browser, granting)
    trouble = send(browser, contact, name="Ada Byron", email="ada@home.example", telephone="")
    assert trouble.endswith("/trouble")
    for _ in range(2):
        answer = browser.get(trouble)
        assert answer.status_code == 503
    shown = page_of(browser, trouble)
    assert "It is our mistake, not yours. Town harbour has been told." in shown
    assert "your answers are kept for 30 days" in shown and "Come to the harbour office." in shown
    assert browser.get(trouble.replace("trouble", "check")).headers["Location"] == trouble
    assert browser.post(trouble.replace("trouble", "check")).headers["Location"] == trouble
    assert "Ada Byron" in browser.get(contact).content.decode()
    with context.acting(acts.system()):
        failure = Failure.objects.get()
        facts = list(StoredEvent.objects.filter(name="rules.RuleFailed"))
    assert (failure.rules, failure.decision, failure.count) == ("mooring", "Price", 3)
    assert failure.words
    assert len(facts) == 1 and facts[0].person_id is None and "Ada" not in str(facts[0].payload)
    assert [one.count for one in queries.failures(staff("service_owner"))] == [3]
    (notice,) = for_staff(staff("service_owner"))
    assert "mooring: Price" in notice.words and notice.href == "/staff/rules/" and for_staff(staff()) == []
    shorter = send(browser, trouble.replace("trouble", "length"), answer="10")
    assert shorter.endswith("/check") and "Ada Byron" in page_of(browser, shorter)


def test_a_new_version_ends_the_failures_of_the_one_before(mooring: UUID, browser: Client) -> None:
    granting = send(browser, measured(browser, 200), answer="yes")
    trouble = send(browser, send(browser, granting), name="Ada Byron", email="ada@home.example", telephone="")
    browser.get(trouble)
    assert len(queries.failures(staff("service_owner"))) == 1
    harbour.publish_again(**{'version: "1"': 'version: "2"'})
    assert queries.failures(staff("service_owner")) == ()


def test_rules_that_are_not_in_force_fail_as_plainly(mooring: UUID, browser: Client) -> None:
    with clock.set_to(datetime(2019, 6, 1, 10, tzinfo=UTC)):
        trouble = measured(browser)
        assert trouble.endswith("/trouble") and browser.get(trouble).status_code == 503
    with context.acting(acts.system()):
        assert "in force on 2019-06-01" in Failure.objects.get().words
    assert browser.get(trouble, follow=True).redirect_chain[-1][0].endswith("/resident")

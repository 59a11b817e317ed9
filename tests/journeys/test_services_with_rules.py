"""Residents ask for what rules decide: they hear at once, and a case keeps the decision."""

from random import Random
from uuid import UUID

import pytest

from moothall.foundations.cases.models import Case
from moothall.foundations.rules.models import Decision
from moothall.kernel import act as acts
from moothall.kernel import context
from moothall.kernel.lives import Resident
from moothall.kernel.operations import organisations, people
from moothall.site.demo import applicants, applying
from moothall.site.demo.answers import Reply
from tests.journeys.town import POSTCODE, Town, build, publish
from tests.journeys.walking import Walker

pytestmark = pytest.mark.django_db(databases=["default", "signin"])

TEAMS = {"council-tax-reduction": "revenues", "housing-register": "housing-options", "blue-badge": "travel"}
SOMEBODY = Resident("Ada Marsh", "ada@home.example", "990000000002", POSTCODE)
EVERY_REPLY = {
    "council-tax-reduction": applicants.council_tax_reduction,
    "housing-register": applicants.home,
    "blue-badge": applicants.blue_badge,
}


@pytest.fixture
def town(db: None) -> Town:
    return build()


@pytest.mark.parametrize("service", TEAMS)
def test_people_in_many_situations_hear_and_apply(service: str, town: Town) -> None:
    pack = offered(service, town)
    sent = [travels(pack, EVERY_REPLY[service](SOMEBODY, Random(seed)), seed) for seed in range(3)]

    with context.acting(acts.system()):
        opened = set(Case.objects.values_list("pk", flat=True))
        decided = set(Decision.objects.values_list("matter_id", flat=True))
    assert opened and opened == decided == {matter for matter in sent if matter is not None}


def test_answers_that_contradict_each_other_are_noticed_on_their_page(town: Town) -> None:
    offered("blue-badge", town)
    somebody = Walker().opens("/do/blue-badge/new").sees("How old is").answers(answer="under-two")
    somebody.sees("bulky medical equipment").answers(answer="yes")
    somebody.sees("They may have a blue badge").answers()
    somebody.sees("year to live").answers(answer="no")
    somebody.sees("Who is the badge for?").answers(answer="myself")
    somebody.sees("A child under three cannot be the one who applies", "You also told us this", "Under 2")
    somebody.answers(answer="child").sees("name").answers(answer="Baby Marsh")
    somebody.sees("born").answers(**{"answer-day": "4", "answer-month": "5", "answer-year": "1958"})
    somebody.sees("older than you told us", "1958")


def test_pay_less_council_tax(town: Town) -> None:
    offered("council-tax-reduction", town)
    somebody = Walker().opens("/do/council-tax-reduction/new").sees("Is your name on the council tax bill?")
    somebody.answers(answer="yes")
    somebody.sees("State Pension age?").answers(answer="no")
    somebody.sees("Who lives with you?").answers(answer="couple")
    somebody.sees("disability benefit?").answers(answer="none")
    somebody.sees("benefit for people without earnings?").answers(answer="no")
    somebody.sees("in savings?").answers(answer="1200")
    somebody.sees("How much money comes in each week?").answers(answer="240")
    somebody.sees("look after somebody for 35 hours").answers(answer="yes")
    somebody.sees("Which council tax band").answers(answer="C")
    somebody.sees("How many other adults").answers(answer="0")
    somebody.sees(
        "You may get about £30 a week",
        "You or your partner look after somebody, so £46 a week of your income does not count.",
        "The charge for a home in band C is £40 a week.",
        "It is version 2026 of the rule.",
    )
    for cruel in ("looked after anybody", "other adults at home were", "in savings, you"):
        assert cruel not in somebody.page


def test_somebody_who_does_not_pay_council_tax_hears_so_at_once(town: Town) -> None:
    offered("council-tax-reduction", town)
    somebody = Walker().opens("/do/council-tax-reduction/new").answers(answer="no")
    somebody.sees("You cannot get this reduction", "Your name is not on the council tax bill.")


def test_a_blue_badge_at_once(town: Town) -> None:
    offered("blue-badge", town)
    somebody = Walker().opens("/do/blue-badge/new").sees("How old is the person").answers(answer="two")
    somebody.sees("Do they get one of these?").answers(answer="dla")
    somebody.sees(
        "They can have a blue badge",
        "They get the higher rate of the mobility part of Disability Living Allowance.",
        "This follows regulation 4 of the Disabled Persons (Badges for Motor Vehicles) (England)",
    )


def test_a_place_on_the_housing_register(town: Town) -> None:
    offered("housing-register", town)
    somebody = Walker().opens("/do/housing-register/new").answers(answer="relief")
    somebody.sees("Do you have a connection").answers(answer="no")
    somebody.sees(
        "you cannot join the register",
        "You have no connection with Wexcombe Bay, and the council does not owe you the main homelessness",
    )
    assert "What would change this" not in somebody.page


def offered(service: str, town: Town) -> UUID:
    """The service, made live by the organisation and team that it belongs to."""
    act = acts.system()
    organisations.add_team(act, organisation=town.council, slug=TEAMS[service], name=TEAMS[service])
    return publish(service, organisation=town.council)


def travels(pack: UUID, reply: Reply, seed: int) -> UUID | None:
    """Somebody new goes through the service; the matter, if they get to its end."""
    person = people.register_person(acts.public(), personal={"name": SOMEBODY.name, "email": SOMEBODY.email})
    return applying.apply(person, pack, reply, dice=Random(seed))

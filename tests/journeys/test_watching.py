"""Stewards watch over the place: what people need, and who reads about them; in numbers that name nobody."""

from uuid import UUID

import pytest

from moothall.foundations.cases.models import Case
from moothall.foundations.cases.queries import cases
from moothall.foundations.cases.tests.browsing import staff_browser
from moothall.kernel import act as acts
from moothall.kernel import context
from moothall.kernel.operations import organisations, people
from moothall.kernel.roles import permissions_of
from tests.journeys.test_large_items import checks_and_pays, chooses_a_day, chooses_a_home, lists_two_sofas
from tests.journeys.town import Town, build
from tests.journeys.walking import Walker

OFFICER = ("case_worker", "manager")
pytestmark = pytest.mark.django_db(databases=["default", "signin"])


@pytest.fixture
def town(db: None) -> Town:
    return build()


def member(town: Town, name: str, *roles: str) -> UUID:
    person = people.register_person(acts.public(), personal={"name": name})
    organisations.add_member(acts.system(), organisation=town.council, person=person, roles=list(roles))
    return person


def test_a_steward_sees_what_is_needed_and_who_reads_and_nobody_else_does(town: Town) -> None:
    ada = Walker()
    chooses_a_home(ada)
    lists_two_sofas(ada)
    chooses_a_day(ada)
    checks_and_pays(ada)
    with context.acting(acts.system()):
        case = Case.objects.get().pk
    gareth, mary = member(town, "Gareth Pugh", *OFFICER), member(town, "Mary Kent", "steward")
    for _ in range(5):
        act = acts.staff(gareth, organisation=town.council, permissions=permissions_of(OFFICER))
        cases.case(act, case=case)
        Walker().client.post("/find/", {"words": "my sofa is too big for the bin"})
    steward = staff_browser(mary, town.council)
    today = steward.get("/staff/").content.decode()
    assert "/staff/readings/" in today and "/staff/needs/" in today
    read = steward.get("/staff/readings/").content.decode()
    assert "Wexcombe" in read and "fewer than 5" in read and "Ada" not in read and "Gareth" not in read
    assert "Ward not known" in steward.get("/staff/needs/").content.decode()
    officer = staff_browser(gareth, town.council)
    assert {officer.get(path).status_code for path in ("/staff/readings/", "/staff/needs/")} == {403}

"""What somebody told one organisation is shown to no other."""

from dataclasses import replace

import pytest

from moothall.kernel import act as acts
from moothall.kernel import clock
from moothall.kernel.act import Act
from moothall.kernel.context import acting
from moothall.kernel.models import Attribute
from moothall.kernel.operations import matters, people
from moothall.kernel.queries import matters as matter_queries
from moothall.kernel.queries import people as asked
from moothall.kernel.refusal import Refused
from moothall.kernel.tests.support import Small, small_place
from moothall.kernel.tests.test_mandates import agent

pytestmark = pytest.mark.django_db(databases=["default", "signin"])


@pytest.fixture
def place() -> Small:
    """The resident told the council their income; the charity has an open matter of theirs too."""
    made = small_place()
    people.record(
        made.as_resident(), person=made.resident, personal={"income": 12000, "telephone": "01632 960 001"},
        told_to=made.council, told_for="bulky-waste",
    )  # fmt: skip
    matters.share_matter(
        made.as_officer(), matter=made.matter, organisation=made.charity, basis="referral",
        purposes=["service"], until_at=clock.now().replace(year=2099),
    )  # fmt: skip
    return made


def shown(place: Small, act: Act) -> dict[str, object]:
    """What an act is shown of the resident."""
    found = asked.person(act, id=place.resident)
    return dict(found.personal or {}) if found else {}


def test_what_was_told_to_one_is_not_shown_to_another(place: Small):
    contact = {"name": "Ann", "email": "ann@wexcombe.example", "telephone": "01632 960 001"}
    assert shown(place, place.as_adviser()) == contact
    assert shown(place, place.as_officer()) == contact | {"income": 12000}
    assert shown(place, place.as_resident()) == contact | {"income": 12000}
    assert shown(place, place.as_neighbour()) == {}


def test_each_keeps_what_it_was_told_and_the_person_sees_the_newest(place: Small):
    people.record(
        place.as_resident(), person=place.resident, personal={"income": 9000}, told_to=place.charity
    )
    assert shown(place, place.as_officer())["income"] == 12000
    assert shown(place, place.as_adviser())["income"] == 9000
    assert shown(place, place.as_resident())["income"] == 9000
    people.record(place.as_resident(), person=place.resident, personal={"income": None})
    assert "income" not in shown(place, place.as_officer())


def test_a_mandate_for_one_service_shows_what_was_told_for_it(place: Small):
    assert "income" not in shown(place, agent(place, "blue-badge"))
    assert shown(place, agent(place, "bulky-waste"))["income"] == 12000


def test_whoever_is_erased_leaves_no_attribute(place: Small):
    people.erase_person(place.as_resident(), person=place.resident)
    with acting(acts.system()):
        assert not Attribute.objects.exists()


def test_what_is_shared_for_one_purpose_is_not_read_for_another(place: Small):
    for purpose, seen in (("service", True), ("statistics", False), ("marketing", False)):
        act = replace(place.as_adviser(), purpose=purpose)
        assert (matter_queries.matter(act, id=place.matter) is not None) is seen
        assert (asked.person(act, id=place.resident) is not None) is seen


def test_a_purpose_is_one_of_the_places(place: Small):
    with pytest.raises(Refused, match="service, care"):
        matters.share_matter(
            place.as_officer(), matter=place.matter, organisation=place.charity, basis="referral",
            purposes=["debt advice"], until_at=clock.now(),
        )  # fmt: skip

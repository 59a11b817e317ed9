"""A mandate opens what its services name, and nothing else."""

from datetime import timedelta
from uuid import UUID

import pytest

from moothall.kernel import clock
from moothall.kernel.act import Act
from moothall.kernel.context import acting
from moothall.kernel.models import DataKey, Matter, Person
from moothall.kernel.operations import matters, people
from moothall.kernel.queries import people as people_queries
from moothall.kernel.refusal import NotAllowed, Refused
from moothall.kernel.tests.support import Small, small_place

pytestmark = pytest.mark.django_db(databases=["default", "signin"])


@pytest.fixture
def place() -> Small:
    return small_place()


def agent(place: Small, *services: str, ends_after: timedelta | None = None) -> Act:
    """The neighbour, acting for the resident since yesterday."""
    with clock.set_to(clock.now() - timedelta(days=1)):
        act = place.as_resident()
        people.give_mandate(
            act,
            principal=place.resident,
            agent=place.neighbour,
            services=list(services),
            basis="consent",
            until_at=act.at + ends_after if ends_after else None,
        )
    return place.as_neighbour().on_behalf_of(place.resident)


def seen(act: Act) -> set[UUID]:
    with acting(act):
        return set(Matter.objects.values_list("id", flat=True))


def opened(place: Small, act: Act, kind: str) -> UUID:
    return matters.open_matter(act, kind=kind, organisation=place.council, person=place.resident)


def test_a_mandate_for_one_service_opens_no_other(place: Small):
    opened(place, place.as_resident(), "council-tax")
    assert seen(agent(place, "bulky-waste")) == {place.matter}


def test_a_mandate_for_everything_opens_everything(place: Small):
    other = opened(place, place.as_resident(), "council-tax")
    assert seen(agent(place, "everything")) == {place.matter, other}


def test_a_matter_is_begun_only_for_a_purpose_of_the_mandate(place: Small):
    act = agent(place, "bulky-waste")
    begun = opened(place, act, "bulky-waste")
    assert seen(act) == {place.matter, begun}
    with pytest.raises(NotAllowed):
        opened(place, act, "council-tax")


def test_a_mandate_for_another_service_does_not_share_this_one(place: Small):
    act = agent(place, "council-tax")
    with pytest.raises(Refused), acting(act):
        matters.share_matter(
            act, matter=place.matter, organisation=place.charity, basis="consent", purposes=["service"],
            until_at=act.at + timedelta(days=1),
        )  # fmt: skip


def test_details_are_changed_under_a_mandate_for_everything_alone(place: Small):
    narrow = agent(place, "bulky-waste")
    people.record(narrow, person=place.resident, personal={"email": "elsewhere@wexcombe.example"})
    shown = people_queries.person(place.as_resident(), id=place.resident)
    assert shown is not None and shown.email == "ann@wexcombe.example"
    wide = agent(place, "everything")
    people.record(wide, person=place.resident, personal={"telephone": "01632 960001"})
    shown = people_queries.person(place.as_resident(), id=place.resident)
    assert shown is not None and (shown.personal or {})["telephone"] == "01632 960001"


def test_nobody_is_erased_or_let_in_by_somebody_else(place: Small):
    act = agent(place, "everything")
    with pytest.raises(NotAllowed):
        people.erase_person(act, person=place.resident)
    with pytest.raises(NotAllowed):
        people.make_link(act, person=place.resident, leads_to="/my/")
    with acting(act):
        assert not DataKey.objects.filter(holder=place.resident).update(wrapped=None)
        assert not Person.objects.filter(pk=place.neighbour, erased_at__isnull=False).exists()


def test_a_mandate_that_has_run_out_is_not_offered(place: Small):
    agent(place, "everything", ends_after=timedelta(hours=1))
    assert people_queries.mandates_held(place.as_neighbour()) == ()


def test_a_mandate_says_for_what(place: Small):
    with pytest.raises(Refused):
        agent(place)

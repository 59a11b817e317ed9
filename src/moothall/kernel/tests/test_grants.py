"""What a grant opens, for what it is done for and how long; and what is never widened again."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from moothall.kernel import act as acts
from moothall.kernel import clock
from moothall.kernel.act import Act
from moothall.kernel.context import acting
from moothall.kernel.models import Attribute, Matter
from moothall.kernel.operations import grants, matters, people
from moothall.kernel.queries import people as asked
from moothall.kernel.refusal import NotAllowed, NotFound, Refused
from moothall.kernel.tests.support import Small, small_place

pytestmark = pytest.mark.django_db(databases=["default", "signin"])

DAY = timedelta(days=1)


@pytest.fixture
def place() -> Small:
    """The resident told the council their income and their diet."""
    made = small_place()
    told = {"income": 12000, "diet": "vegan"}
    people.record(made.as_resident(), person=made.resident, personal=told, told_to=made.council)
    return made


def sees(act: Act, matter: UUID) -> bool:
    with acting(replace(act, id=clock.uuid7(clock.now()))):
        return Matter.objects.filter(pk=matter).exists()


def told(act: Act, person: UUID) -> dict[str, object]:
    found = asked.person(replace(act, id=clock.uuid7(clock.now())), id=person)
    return dict(found.personal or {}) if found else {}


def names_read(act: Act, person: UUID) -> set[str]:
    with acting(replace(act, id=clock.uuid7(clock.now()))):
        return set(Attribute.objects.filter(person_id=person).values_list("name", flat=True))


def of_service(place: Small, **more: object) -> UUID:
    """The charity is let see all bulky-waste matters of the council."""
    what = {"purposes": ["service"], "until_at": clock.now() + 30 * DAY} | more
    return grants.share_service(
        acts.system(), service="bulky-waste", giver=place.council, organisation=place.charity,
        basis="agreement", **what,
    )  # type: ignore[arg-type]  # fmt: skip


def test_all_of_a_service_is_opened_and_nothing_else(place: Small):
    other = matters.open_matter(
        place.as_resident(), kind="blue-badge", organisation=place.council, person=place.resident
    )
    assert not sees(place.as_adviser(), place.matter)
    of_service(place)
    assert sees(place.as_adviser(), place.matter) and not sees(place.as_adviser(), other)
    later = matters.open_matter(
        place.as_resident(), kind="bulky-waste", organisation=place.council, person=place.resident
    )
    assert sees(place.as_adviser(), later)
    assert told(place.as_adviser(), place.resident)["name"] == "Ann"
    matters.restrict_matter(place.as_officer(), matter=later, people=[])
    assert not sees(place.as_adviser(), later)


def test_for_another_purpose_it_opens_nothing(place: Small):
    of_service(place, purposes=["statistics"])
    assert not sees(place.as_adviser(), place.matter)
    assert sees(replace(place.as_adviser(), purpose="statistics"), place.matter)


def test_it_ends_by_itself_and_when_it_is_ended(place: Small):
    of_service(place, until_at=clock.now() + timedelta(seconds=-1))
    assert not sees(place.as_adviser(), place.matter)
    grant = of_service(place)
    assert sees(place.as_adviser(), place.matter)
    grants.end_sharing(acts.system(), grant=grant)
    grants.end_sharing(acts.system(), grant=grant)
    assert not sees(place.as_adviser(), place.matter)


def test_no_single_worker_opens_all_of_a_service(place: Small):
    with pytest.raises(NotAllowed):
        grants.share_service(
            place.as_officer(), service="bulky-waste", giver=place.council, organisation=place.charity,
            basis="agreement", purposes=["service"], until_at=clock.now() + DAY,
        )  # fmt: skip


def test_what_somebody_told_is_opened_by_name(place: Small):
    assert names_read(place.as_adviser(), place.resident) == set()
    grants.share_attributes(
        place.as_resident(), attributes=["income"], organisation=place.charity, basis="consent",
        purposes=["service"], until_at=clock.now() + DAY,
    )  # fmt: skip
    assert names_read(place.as_adviser(), place.resident) == {"income"}
    assert names_read(replace(place.as_adviser(), purpose="care"), place.resident) == set()
    assert not sees(place.as_adviser(), place.matter), "what was told is not what was asked for"
    assert told(place.as_adviser(), place.resident) == {}, "nor who they are"


def test_only_the_person_shares_what_they_told(place: Small):
    for act in (place.as_neighbour(), place.as_resident()):
        with pytest.raises((NotFound, NotAllowed)):
            grants.share_attributes(
                act, attributes=["income"], organisation=place.charity, basis="consent", person=place.officer,
                purposes=["service"], until_at=clock.now() + DAY,
            )  # fmt: skip


def test_a_grant_is_only_ever_narrowed(place: Small):
    grant = grants.share_attributes(
        place.as_resident(), attributes=["income", "diet"], organisation=place.charity, basis="consent",
        purposes=["service", "care"], until_at=clock.now() + DAY,
    )  # fmt: skip
    grants.narrow_grant(place.as_resident(), grant=grant, attributes=["diet"], purposes=["service"])
    grants.narrow_grant(place.as_resident(), grant=grant, attributes=["diet"], purposes=["service"])
    assert names_read(place.as_adviser(), place.resident) == {"diet"}
    for wider in ({"attributes": ["income", "diet"]}, {"purposes": ["care"]}, {"attributes": []}):
        with pytest.raises(Refused, match="narrowed"):
            grants.narrow_grant(place.as_resident(), grant=grant, **wider)
    with pytest.raises(NotFound):
        grants.narrow_grant(place.as_neighbour(), grant=grant, purposes=["service"])


@pytest.mark.parametrize(
    ("basis", "purposes"), [("whim", ["service"]), ("consent", []), ("consent", ["marketing"])]
)
def test_nothing_is_opened_without_a_basis_and_a_purpose(place: Small, basis: str, purposes: list[str]):
    with pytest.raises(Refused):
        matters.share_matter(
            place.as_officer(), matter=place.matter, organisation=place.charity, basis=basis,
            purposes=purposes, until_at=clock.now() + DAY,
        )  # fmt: skip


def test_how_to_reach_somebody_is_known_while_something_is_open(place: Small):
    people.confirm_account(acts.system(), person=place.resident)
    assert told(place.as_officer(), place.resident)["email"] == "ann@wexcombe.example"
    matters.close_matter(place.as_officer(), matter=place.matter)
    known = told(place.as_officer(), place.resident)
    assert known["name"] == "Ann" and "email" not in known
    matters.reopen_matter(place.as_officer(), matter=place.matter)
    assert "email" in told(place.as_officer(), place.resident)

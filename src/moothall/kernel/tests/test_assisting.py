"""Helping somebody at a desk: in their name, seen by them, for a day at most."""

from datetime import timedelta
from uuid import UUID

import pytest

from moothall.kernel import act as acts
from moothall.kernel import clock
from moothall.kernel.act import Act
from moothall.kernel.context import acting
from moothall.kernel.models import AuditEntry, Mandate
from moothall.kernel.operations import matters, organisations, people
from moothall.kernel.queries import matters as matter_queries
from moothall.kernel.queries import people as asked
from moothall.kernel.refusal import NotAllowed, NotFound, Refused
from moothall.kernel.roles import permissions_of
from moothall.kernel.tests.support import Small, small_place
from moothall.kernel.tests.test_turning import refusal

pytestmark = pytest.mark.django_db(databases=["default", "signin"])

MANDATE = (
    "INSERT INTO kernel_mandate (id, principal_id, agent_id, services, basis, organisation_id, since_at,"
    " until_at) VALUES (%s, %s, %s, '{everything}', %s, %s, now(), now() + %s::interval)"
)


@pytest.fixture
def place() -> Small:
    return small_place()


@pytest.fixture
def desk(place: Small) -> UUID:
    """Somebody who works at the council's desk."""
    who = people.register_person(acts.public(), personal={"name": "Sam Desk"})
    organisations.add_member(acts.system(), organisation=place.council, person=who, roles=["adviser"])
    return who


def at_work(place: Small, desk: UUID) -> Act:
    return acts.staff(desk, organisation=place.council, permissions=permissions_of(["adviser"]))


def helping(place: Small, desk: UUID, hours: int = 2) -> UUID:
    with clock.set_to(
        clock.now() - timedelta(minutes=5)
    ):  # the database's moment is that of the test's begin
        return people.assist(at_work(place, desk), person=place.resident, hours=hours)


def at_desk(place: Small, desk: UUID) -> Act:
    return acts.assisting(desk, subject=place.resident)


def test_an_adviser_asks_for_something_in_somebodys_name(place: Small, desk: UUID):
    helping(place, desk)
    matter = matters.open_matter(
        at_desk(place, desk), kind="blue-badge", organisation=place.council, person=place.resident
    )
    with acting(acts.system()):
        entry = AuditEntry.objects.get(operation="kernel.open_matter", actor_id=desk)
    assert (entry.subject_id, entry.door) == (place.resident, "desk")
    assert matter_queries.matter(at_desk(place, desk), id=matter) is not None


def test_what_is_read_at_the_desk_is_recorded(place: Small, desk: UUID):
    helping(place, desk)
    assert matter_queries.matter(at_desk(place, desk), id=place.matter) is not None
    with acting(acts.system()):
        read = AuditEntry.objects.filter(is_reading=True, actor_id=desk, subject_id=place.resident)
        assert read.filter(matter_id=place.matter, door="desk").exists()


def test_the_person_sees_who_helps_them_and_ends_it(place: Small, desk: UUID):
    mandate = helping(place, desk)
    assert helping(place, desk) == mandate, "asked twice, it is one"
    [one] = asked.mandates_given(place.as_resident())
    assert (one.agent_id, one.organisation) == (desk, "Council")
    people.revoke_mandate(place.as_resident(), mandate=mandate)
    assert asked.mandates_given(place.as_resident()) == ()
    with pytest.raises(Exception, match="No mandate"):
        matter_queries.matter(at_desk(place, desk), id=place.matter)


def test_it_ends_by_itself_and_with_the_work(place: Small, desk: UUID):
    helping(place, desk)
    with acting(acts.system()):
        Mandate.objects.filter(basis=asked.ASSISTED).update(revoked_at=clock.now())
    with pytest.raises(Exception, match="No mandate"):
        matter_queries.matter(at_desk(place, desk), id=place.matter)


def test_it_is_no_mandate_to_go_about_with(place: Small, desk: UUID):
    helping(place, desk)
    held = asked.mandates_held(acts.resident(desk))
    assert held == ()


def test_who_may_not_and_whom_nobody_knows(place: Small, desk: UUID):
    with pytest.raises(NotAllowed):
        people.assist(place.as_officer(), person=place.resident)
    stranger = people.register_person(acts.public(), personal={"name": "Sam"})
    people.confirm_account(acts.system(), person=stranger)
    with pytest.raises(NotFound):
        people.assist(at_work(place, desk), person=stranger)
    for hours in (0, 25):
        with pytest.raises(Refused):
            helping(place, desk, hours=hours)


def test_the_database_makes_no_such_mandate_for_anybody_else(place: Small, desk: UUID):
    tried = (
        (place.as_officer(), place.resident, place.officer, "assisted", place.council, "2 hours"),
        (place.as_neighbour(), place.resident, place.neighbour, "assisted", place.council, "2 hours"),
        (place.as_resident(), place.resident, place.neighbour, "assisted", place.council, "2 hours"),
    )
    for act, principal, agent, basis, organisation, how_long in tried:
        told = (clock.uuid7(clock.now()), principal, agent, basis, organisation, how_long)
        assert refusal(act, MANDATE, *told) == "42501"
    for basis, organisation, how_long in (
        ("assisted", place.council, "25 hours"),
        ("assisted", place.charity, "2 hours"),
        ("consent", place.council, "2 hours"),
    ):
        told = (clock.uuid7(clock.now()), place.resident, desk, basis, organisation, how_long)
        assert refusal(at_work(place, desk), MANDATE, *told) == "42501"

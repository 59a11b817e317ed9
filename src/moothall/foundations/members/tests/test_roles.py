"""Roles that an organisation makes, and roles given over all or a part of its work."""

import html
import re
from uuid import UUID

import pytest
from django.test import Client

from moothall.kernel import act as acts
from moothall.kernel import clock
from moothall.kernel.act import Act
from moothall.kernel.context import acting
from moothall.kernel.doors.presence import ORGANISATION
from moothall.kernel.extent import everywhere
from moothall.kernel.models import Assignment, StoredEvent
from moothall.kernel.operations import matters, organisations, people, roles
from moothall.kernel.queries import matters as asked
from moothall.kernel.queries import roles as queries
from moothall.kernel.refusal import NotAllowed, NotFound, Refused
from moothall.kernel.signin.models import Account
from moothall.kernel.tests.support import Small, small_place

pytestmark = pytest.mark.django_db(databases=["default", "signin"])


@pytest.fixture
def place() -> Small:
    return small_place()


def somebody(place: Small, *given: str, team: UUID | None = None) -> tuple[UUID, Act]:
    """A new member of the council; the membership, and an act with what pages would ask for: what they reach
    the database decides."""
    who = people.register_person(acts.public(), personal={"name": "Nia Vale"})
    membership = organisations.add_member(
        acts.system(), organisation=place.council, person=who, roles=list(given), team=team
    )
    act = acts.staff(
        who, organisation=place.council, permissions=["cases.work", "people.manage", "roles.give"]
    )
    return membership, act


def role(code: str) -> UUID:
    return queries.usual_roles(acts.resident(clock.uuid7()))[code]


def begun(place: Small, kind: str) -> UUID:
    return matters.open_matter(acts.system(), kind=kind, organisation=place.council, person=place.resident)


def sees(act: Act, matter: UUID) -> bool:
    fresh = acts.staff(act.actor, organisation=act.own_organisation, permissions=["cases.work"])
    return asked.matter(fresh, id=matter) is not None


def only(place: Small, membership: UUID, code: str, **over: object) -> None:
    """Have a member nothing but this role over this."""
    roles.give_role(acts.system(), membership=membership, role=role(code), **over)  # type: ignore[arg-type]
    with acting(acts.system()):
        others = Assignment.objects.filter(membership_id=membership, until_at=None, scope="organisation")
        given = list(others.values_list("id", flat=True))
    for assignment in given:
        roles.end_assignment(acts.system(), assignment=assignment)


def test_a_role_over_one_service_or_one_matter_reaches_nothing_else(place: Small):
    lamp, bin_ = begun(place, "broken-lamp"), begun(place, "missed-bin")
    membership, act = somebody(place, "case_worker")
    assert sees(act, lamp) and sees(act, bin_), "of no team: the work of whoever works for all"
    only(place, membership, "case_worker", service="broken-lamp")
    assert sees(act, lamp) and not sees(act, bin_)
    with pytest.raises((NotFound, NotAllowed)):
        matters.share_matter(
            acts.staff(act.actor, organisation=place.council, permissions=["cases.work"]),
            matter=bin_, organisation=place.charity, basis="referral", purposes=["care"],
            until_at=clock.now().replace(year=clock.now().year + 1),
        )  # fmt: skip
    other, second = somebody(place, "case_worker")
    only(place, other, "case_worker", matter=bin_)
    assert sees(second, bin_) and not sees(second, lamp)


def test_a_role_that_ends_reaches_nothing_from_then_on(place: Small):
    lamp = begun(place, "broken-lamp")
    membership, act = somebody(place, "case_worker")
    (given,) = queries.assignments(place.as_officer(), memberships=[membership])[membership]
    roles.end_assignment(place.as_officer(), assignment=given.id)
    roles.end_assignment(place.as_officer(), assignment=given.id)
    assert not sees(act, lamp)
    assert not queries.assignments(place.as_officer(), memberships=[membership])
    with acting(acts.system()):
        names = StoredEvent.objects.filter(
            name__in=["kernel.RoleGiven", "kernel.RoleEnded"], person_id=act.person
        )
        assert list(names.order_by("id").values_list("name", flat=True)) == [
            "kernel.RoleGiven", "kernel.RoleEnded",
        ]  # fmt: skip


def test_giving_what_is_held_already_changes_nothing(place: Small):
    membership, _act = somebody(place, "volunteer")
    twice = {
        roles.give_role(place.as_officer(), membership=membership, role=role("case_worker"), service="lamps")
        for _ in range(2)
    }
    assert len(twice) == 1


def test_what_would_give_nothing_over_a_part_is_not_given_over_one(place: Small):
    membership, _act = somebody(place, "volunteer")
    act, managing = place.as_officer(), ["people.manage", "settings.edit"]
    made = roles.make_role(act, organisation=place.council, title="People lead", permissions=managing)
    with pytest.raises(Refused) as refused:
        roles.give_role(act, membership=membership, role=made, service="lamps")
    assert "scope" in refused.value.fields
    assert roles.give_role(act, membership=membership, role=made)


def test_nobody_gives_what_is_not_theirs_to_give(place: Small):
    membership, _act = somebody(place, "volunteer")
    _other, plain = somebody(place, "case_worker")
    for act, code in (
        (plain, "volunteer"),
        (place.as_officer(), "operator"),
        (place.as_adviser(), "volunteer"),
    ):
        with pytest.raises((NotAllowed, NotFound)):
            roles.give_role(act, membership=membership, role=role(code))
    with pytest.raises(NotAllowed, match="not yours"):
        stranger = organisations.add_team(
            acts.system(), organisation=place.charity, slug="advice", name="Advice"
        )
        roles.give_role(place.as_officer(), membership=membership, role=role("volunteer"), team=stranger)


def test_an_organisation_makes_a_role_of_its_own_and_changes_it_for_everybody(place: Small):
    manager = place.as_officer()
    made = roles.make_role(
        manager, organisation=place.council, title="Front desk", permissions=["matters.advise"]
    )
    with pytest.raises(Refused, match="already"):
        roles.make_role(manager, organisation=place.council, title="Front Desk", permissions=["cases.read"])
    with pytest.raises(NotAllowed):
        roles.make_role(manager, organisation=place.council, title="King", permissions=["place.operate"])
    membership, act = somebody(place, "volunteer")
    roles.give_role(manager, membership=membership, role=made)
    roles.change_role(manager, role=made, title="Front desk", permissions=["cases.work"])
    shown = {one.title: one for one in queries.roles(manager)}
    assert shown["Front desk"].holders == ("Nia Vale",) and "matters.work" in shown["Front desk"].permissions
    roles.end_role(manager, role=made)
    roles.end_role(manager, role=made)
    titles = [one.title for one in queries.assignments(manager, memberships=[membership])[membership]]
    assert titles == ["Volunteer"] and "Front desk" not in {one.title for one in queries.roles(manager)}
    with pytest.raises(NotFound):
        roles.change_role(place.as_adviser(), role=made, title="Ours", permissions=["cases.read"])
    assert act.permissions.keys() >= everywhere(["cases.work"]).keys()


def browser_of(person: UUID, organisation: UUID, email: str = "mo@wexcombe.example") -> Client:
    account = Account.objects.create_user(email, person_id=person, joined_at=clock.now())
    browser = Client()
    browser.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    kept = browser.session
    kept[ORGANISATION] = str(organisation)
    kept["account_authentication_methods"] = [{"method": "mfa"}]
    kept.save()
    return browser


def words_of(answer: object) -> str:
    said = re.sub(r"<[^>]+>", " ", answer.content.decode())  # type: ignore[attr-defined]
    return re.sub(r"\s+", " ", html.unescape(said))


def test_managers_make_and_give_roles_on_their_pages(place: Small):
    manager = browser_of(place.officer, place.council)
    membership, colleague = somebody(place, "volunteer")
    told = {"title": "Fraud lead", "permissions": ["cases.work", "payments.read"]}
    assert manager.post("/staff/people/roles/new", told).url == "/staff/people/roles/"
    listed = words_of(manager.get("/staff/people/roles/"))
    assert "Fraud lead" in listed and "See payments" in listed and "cases.work" not in listed
    made = next(one.id for one in queries.roles(place.as_officer()) if one.title == "Fraud lead")
    here = f"/staff/people/{membership}/"
    refused = manager.post(here, {"role": str(made), "scope": "team"})
    assert refused.status_code == 422 and "Choose which team" in words_of(refused)
    team = organisations.add_team(acts.system(), organisation=place.council, slug="waste", name="Waste")
    given = manager.post(here, {"role": str(made), "scope": "team", "team": str(team)})
    assert given.url == here and "Fraud lead: the work of Waste" in words_of(manager.get(here))
    assert "Fraud lead: the work of Waste" in words_of(manager.get("/staff/people/"))
    nia = browser_of(colleague.actor, place.council, "nia@wexcombe.example")
    assert nia.get("/staff/payments/").status_code == 200, "a role of the organisation's own counts"
    assert nia.get("/staff/people/").status_code == 403
    ending = re.findall(rf"{here}roles/[0-9a-f-]+/end", manager.get(here).content.decode())
    assert manager.post(ending[-1]).url == here
    assert "Fraud lead: the work of Waste" not in words_of(manager.get(here))

"""Ending a membership, and giving roles: what is asked, and what nobody can do."""

import html
import re
from dataclasses import replace
from uuid import UUID

import pytest
from django.test import Client

from moothall.foundations.members import operations
from moothall.kernel import act as acts
from moothall.kernel import clock
from moothall.kernel.act import Act
from moothall.kernel.context import acting
from moothall.kernel.doors.presence import ORGANISATION
from moothall.kernel.extent import everywhere
from moothall.kernel.models import Membership
from moothall.kernel.notices import in_hands_of
from moothall.kernel.operations import organisations, people
from moothall.kernel.refusal import NotAllowed, NotFound, Refused
from moothall.kernel.roles import permissions_of, usual
from moothall.kernel.signin.models import Account
from moothall.kernel.tests.support import Small, small_place

pytestmark = pytest.mark.django_db(databases=["default", "signin"])


PLACE_WIDE = {"operator", "steward"}


@pytest.fixture
def place() -> Small:
    return small_place()


def add(place: Small, *roles: str) -> tuple[UUID, Act]:
    """A new member; the membership, and an act of theirs."""
    who = people.register_person(acts.public(), personal={"name": "Nia Vale"})
    membership = organisations.add_member(
        acts.system(), organisation=place.council, person=who, roles=list(roles)
    )
    role = next((acts.Role(name) for name in PLACE_WIDE if name in roles), acts.Role.STAFF)
    act = acts.staff(who, organisation=place.council, permissions=permissions_of(roles), role=role)
    return membership, act


def is_live(membership: UUID) -> bool:
    with acting(acts.system()):
        return Membership.objects.filter(pk=membership, until_at=None).exists()


def test_the_last_manager_and_operator_stay_and_the_place_wide_are_the_operators(place: Small):
    with acting(acts.system()):
        Membership.objects.filter(organisation_id=place.council).update(until_at=clock.now())
    first, manager = add(place, "manager")
    operator, runs = add(place, "operator")
    for membership, act in ((first, manager), (operator, runs)):
        with pytest.raises(Refused, match="first"):
            organisations.end_membership(act, membership=membership)
    second, _other = add(place, "operator")
    steward, _watching = add(place, "steward")
    for membership in (second, steward):
        with pytest.raises(NotAllowed, match="run the place"):
            organisations.end_membership(manager, membership=membership)
        organisations.end_membership(runs, membership=membership)
        assert not is_live(membership)
    add(place, "manager")
    organisations.end_membership(manager, membership=first)
    assert not is_live(first) and is_live(operator)
    with pytest.raises(NotFound):
        organisations.end_membership(manager, membership=UUID(int=1))


def test_ending_asks_first_and_says_what_they_have_in_hand(place: Small):
    membership, _volunteer = add(place, "volunteer")
    add(place, "manager")
    account = Account.objects.create_user(
        "mo@wexcombe.example", person_id=place.as_officer().actor, joined_at=clock.now()
    )
    browser = Client()
    browser.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    kept = browser.session
    kept[ORGANISATION] = str(place.council)
    kept["account_authentication_methods"] = [{"method": "mfa"}]
    kept.save()
    asked = browser.get(f"/staff/people/{membership}/end")
    words = html.unescape(re.sub(r"<[^>]+>", " ", asked.content.decode()))
    assert "End the membership of Nia Vale?" in words and "They have nothing in hand." in words
    assert is_live(membership)
    assert browser.post(f"/staff/people/{membership}/end").status_code == 302
    assert not is_live(membership)
    assert browser.get(f"/staff/people/{membership}/end").status_code == 404
    assert in_hands_of(place.as_officer(), place.as_officer().actor) == []


def invite(act: Act, role: str) -> UUID:
    return operations.invite_member(
        act, organisation=act.own_organisation, email=f"{role}@new.example", name="New", roles=[role]
    )


def test_people_give_only_the_roles_that_are_theirs_to_give(place: Small):
    _membership, manager = add(place, "manager")
    _membership, runs = add(place, "operator")
    key = replace(manager, person=None, permissions=everywhere(["people.manage", "cases.read"]))
    allowed = {
        "manager": (manager, usual().keys() - PLACE_WIDE),
        "operator": (runs, PLACE_WIDE),
        "a key": (key, {"volunteer"}),
    }
    for act, givable in allowed.values():
        for role in usual():
            if role in givable:
                invite(act, role)
                continue
            with pytest.raises(NotAllowed, match="not yours to give"):
                invite(act, role)


def test_an_operator_appoints_the_first_manager_of_an_organisation_and_no_second(place: Small):
    with acting(acts.system()):
        Membership.objects.filter(organisation_id=place.council).update(until_at=clock.now())
    _membership, runs = add(place, "operator")
    invite(runs, "manager")
    add(place, "manager")
    with pytest.raises(NotAllowed):
        invite(runs, "manager")

"""Inviting somebody: one message, one link, one member; and what may not be."""

import re
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.test import Client

from moothall.foundations.members import operations, queries, rules
from moothall.foundations.members.models import Invitation
from moothall.foundations.messages import tasks
from moothall.foundations.messages.adapters import embedded
from moothall.foundations.messages.models import Message
from moothall.kernel import act as acts
from moothall.kernel import clock, outbox
from moothall.kernel.context import acting
from moothall.kernel.models import Assignment, Membership, Person, StoredEvent
from moothall.kernel.reactions import reactions_to
from moothall.kernel.refusal import NotAllowed, NotFound, Refused
from moothall.kernel.signin.accounts import account_of, add_account
from moothall.kernel.tests.support import Small, small_place

pytestmark = pytest.mark.django_db(databases=["default", "signin"])

EMAIL, PASSWORD = "fay@wexcombe.example", "lantern-on-the-quay"
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def post(settings, tmp_path: Path) -> None:
    settings.MOOTHALL_OUTBOX = tmp_path / "outbox"
    settings.MOOTHALL_CHANNELS = {"email": "embedded-email", "sms": "embedded-sms"}


@pytest.fixture
def place() -> Small:
    return small_place()


def invite(place: Small, **others: object) -> UUID:
    wanted = {"organisation": place.council, "email": EMAIL, "name": "Fay Teal", "roles": ["case_worker"]}
    return operations.invite_member(place.as_officer(), **wanted | others)


def deliver() -> None:
    """Events reach their reactions, messages the post."""
    with acting(acts.system()):
        awaited = [
            (stored, one) for stored in StoredEvent.objects.order_by("id") for one in reactions_to(stored)
        ]
    for job in outbox.jobs_for(awaited):
        outbox.carry_out(**job.task_kwargs, is_last=False)
    with acting(acts.system()):
        waiting = list(Message.objects.filter(state=Message.State.WAITING).values_list("id", flat=True))
    for message in waiting:
        tasks.send.func(message=str(message))


def secrets() -> list[str]:
    """The secrets of the links in the post, newest first."""
    return [
        re.search(r"/join/([^/]+)/", letter.body)[1] for letter in embedded.kept() if "/join/" in letter.body
    ]


def members_of(organisation: UUID) -> set[UUID]:
    with acting(acts.system()):
        rows = Membership.objects.filter(organisation_id=organisation, until_at=None)
        return set(rows.values_list("person_id", flat=True))


def test_the_invited_gets_one_message_and_becomes_a_member_with_a_password(place: Small):
    invite(place)
    assert invite(place, email=EMAIL.upper(), roles=["adviser"]) == invite(place, roles=["adviser"])
    deliver()
    deliver()
    (secret,) = secrets()
    browser = Client()
    page = browser.get(f"/join/{secret}/").content.decode()
    assert "Join Council" in page and "Adviser" in page and EMAIL in page
    answer = browser.post(f"/join/{secret}/", {"name": "Fay Teal", "password": PASSWORD})
    assert (answer.status_code, answer.url) == (302, "/account/2fa/totp/activate/")
    person = account_of(EMAIL).person_id
    assert person in members_of(place.council)
    with acting(acts.system()):
        assert Person.objects.get(pk=person).assurance == "account"
        given = Assignment.objects.filter(person_id=person, until_at=None)
        assert list(given.values_list("role__code", "scope")) == [("adviser", "organisation")]
    assert Client().get(f"/join/{secret}/").status_code == 404, "a link works once"


def test_the_second_step_leads_straight_to_work(place: Small):
    invite(place)
    deliver()
    browser = Client()
    browser.post(f"/join/{secrets()[0]}/", {"name": "Fay Teal", "password": PASSWORD})
    page = browser.get("/account/2fa/totp/activate/")
    assert page.status_code == 200
    secret = browser.session["mfa.totp.secret"]
    counter = int(clock.now().timestamp()) // 30
    code = totp.format_hotp_value(totp.hotp_value(secret, counter))
    answer = browser.post("/account/2fa/totp/activate/", {"code": code})
    assert answer.url == "/staff/" and browser.get("/staff/").status_code == 200


def test_whoever_has_an_account_joins_with_it_and_the_guest_is_forgotten(place: Small):
    add_account(
        email=EMAIL, person=place.neighbour, password_hash="!", at=clock.now(), with_second_factor=False
    )
    invitation = invite(place)
    deliver()
    browser = Client()
    answer = browser.get(f"/join/{secrets()[0]}/")
    assert answer.status_code == 302 and answer.url.startswith("/account/login/")
    browser.force_login(account_of(EMAIL))
    assert "join with this account" in browser.get(f"/join/{secrets()[0]}/").content.decode()
    browser.post(f"/join/{secrets()[0]}/")
    assert place.neighbour in members_of(place.council)
    with acting(acts.system()):
        assert Invitation.objects.get(pk=invitation).person.erased_at is not None


def test_sending_again_makes_a_new_link_and_the_old_one_stops(place: Small):
    moment = clock.now()
    invitation = invite(place)
    deliver()
    with pytest.raises(Refused, match="a moment ago"):
        operations.send_invitation_again(place.as_officer(), invitation=invitation)
    for number in range(1, rules.MOST_SENDINGS):
        with clock.set_to(moment + number * (rules.AGAIN_AFTER + MINUTE)):
            operations.send_invitation_again(place.as_officer(), invitation=invitation)
            deliver()
    found = secrets()
    assert len(set(found)) == rules.MOST_SENDINGS
    working = [secret for secret in found if Client().get(f"/join/{secret}/").status_code == 200]
    assert len(working) == 1
    with clock.set_to(moment + timedelta(days=1)), pytest.raises(Refused, match="five times"):
        operations.send_invitation_again(place.as_officer(), invitation=invitation)


def test_a_link_stops_when_it_is_withdrawn_and_after_seven_days(place: Small):
    moment = clock.now()
    invitation = invite(place)
    deliver()
    (secret,) = secrets()
    with clock.set_to(moment + rules.WORKS_FOR + MINUTE), pytest.raises(NotFound):
        operations.accept_invitation(acts.system(), secret=secret, member=place.neighbour)
    operations.withdraw_invitation(place.as_officer(), invitation=invitation)
    operations.withdraw_invitation(place.as_officer(), invitation=invitation)
    assert Client().get(f"/join/{secret}/").status_code == 404
    with clock.set_to(moment + rules.WORKS_FOR + rules.KEPT_FOR + MINUTE):
        assert operations.forget_invitations(acts.system()) == 1
        assert operations.forget_invitations(acts.system()) == 0


def test_one_that_ran_out_is_sent_anew_by_inviting_again(place: Small):
    moment = clock.now()
    invitation = invite(place)
    with clock.set_to(moment + timedelta(days=8)):
        assert queries.invitations(place.as_officer()).items[0].standing == rules.InvitationStatus.OVER
        assert invite(place) == invitation
        assert queries.invitations(place.as_officer()).items[0].standing == rules.InvitationStatus.WAITING


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"email": "nobody"}, "Enter an email address"),
        ({"roles": []}, "Choose a role"),
        ({"roles": ["emperor"]}, "no role called"),
        ({"roles": ["operator"]}, "not yours to give"),
        ({"team": UUID(int=1)}, "one of your teams"),
    ],
)
def test_what_is_refused(place: Small, wrong: dict[str, object], words: str):
    with pytest.raises(Refused, match=words):
        invite(place, **wrong)


def test_nobody_invites_for_another_organisation_or_sees_its_invitations(place: Small):
    with pytest.raises(NotAllowed):
        invite(place, organisation=place.charity)
    with pytest.raises(NotAllowed):
        operations.invite_member(
            place.as_resident(), organisation=place.council, email=EMAIL, name="Fay", roles=["volunteer"]
        )
    invitation = invite(place)
    assert queries.invitations(place.as_adviser()).items == ()
    with pytest.raises(NotFound):
        operations.withdraw_invitation(place.as_adviser(), invitation=invitation)


def test_an_organisation_invites_so_many_in_an_hour(place: Small, monkeypatch):
    monkeypatch.setattr(rules, "MOST_IN_AN_HOUR", 2)
    invite(place)
    invite(place, email="gil@wexcombe.example")
    with pytest.raises(Refused, match="within an hour"):
        invite(place, email="hal@wexcombe.example")


def test_lists_come_page_by_page(place: Small):
    for number in range(3):
        invite(place, email=f"fay{number}@wexcombe.example")
    act = place.as_officer()
    first = queries.invitations(act, limit=2)
    assert len(first.items) == 2 and first.has_more
    assert len(queries.invitations(act, cursor=first.next, limit=2).items) == 1
    everybody = queries.members(act).items
    assert [one.name for one in everybody] == ["Cara"]
    assert not queries.members(act).has_more

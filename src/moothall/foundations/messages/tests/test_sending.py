"""From writing a message to its being in the post, or not."""

from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from django.test import Client

from moothall.foundations.messages import operations, queries, rules, tasks
from moothall.foundations.messages.adapters import base, embedded
from moothall.foundations.messages.models import Message
from moothall.kernel import act as acts
from moothall.kernel import clock, places
from moothall.kernel.context import acting
from moothall.kernel.doors.presence import ORGANISATION
from moothall.kernel.operations import organisations, people
from moothall.kernel.refusal import NotAllowed
from moothall.kernel.signin.models import Account
from moothall.kernel.tests.support import Small, small_place

pytestmark = pytest.mark.django_db(databases=["default", "signin"])


@pytest.fixture(autouse=True)
def outbox(settings, tmp_path: Path) -> Path:
    settings.MOOTHALL_OUTBOX = tmp_path / "outbox"
    settings.MOOTHALL_CHANNELS = {"email": "embedded-email", "sms": "embedded-sms"}
    return settings.MOOTHALL_OUTBOX


@pytest.fixture
def place() -> Small:
    return small_place()


def write(place: Small, *, cause: UUID | None = None, channel: str = "email") -> UUID | None:
    return operations.write(
        acts.system(organisation=place.council),
        person=place.resident,
        cause=cause or clock.uuid7(),
        template="booked",
        subject="See you on Tuesday",
        body="Put everything out by 7am.",
        channel=channel,
        organisation=place.council,
        matter=place.matter,
    )


def state(message: UUID) -> str:
    with acting(acts.system()):
        return Message.objects.get(pk=message).state


def test_a_message_may_carry_a_link_that_lets_its_reader_back_in(place: Small) -> None:
    """As the outbox acts: Moothall, within the organisation of an event, for the person it is about."""
    act = replace(acts.system(organisation=place.council), subject=place.resident)
    secret = people.make_link(act.about(place.matter), person=place.resident, leads_to="/my/")
    assert people.follow_link(acts.system(), secret=secret) == (place.resident, "/my/")
    with pytest.raises(NotAllowed):
        people.make_link(act, person=place.neighbour, leads_to="/my/")


def test_a_message_is_sent_and_can_be_read_in_the_outbox(
    place: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = write(place)
    tasks.send.func(message=str(message))
    assert state(message) == Message.State.SENT
    (letter,) = embedded.kept()
    assert (letter.to, letter.subject) == ("ann@wexcombe.example", "See you on Tuesday")
    assert Client().get("/outbox/").status_code == 404, "only a demo shows everybody's letters"
    monkeypatch.setattr(places, "place", lambda: replace(places.UNNAMED, is_demo=True))
    listed = Client().get("/outbox/")
    assert "See you on Tuesday" in listed.content.decode() and "no-store" in listed["Cache-Control"]
    assert "Put everything out" in Client().get(f"/outbox/{letter.name}/").content.decode()


def test_the_outbox_shows_what_is_left_while_letters_are_thrown_away(place: Small, outbox: Path) -> None:
    for _number in range(3):
        tasks.send.func(message=str(write(place)))
    shown = embedded.kept()
    newest = next(shown)
    for path in outbox.glob("*.json"):
        if path.stem != newest.name:
            path.unlink()
    assert list(shown) == []
    assert embedded.letter(newest.name) == newest


def test_what_could_not_be_sent_is_seen_with_the_reason_and_sent_again(
    place: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = officer_of(place)

    def refuses(self: object, letter: base.OutgoingMessage) -> str:
        raise base.CannotSend("There is no such address.", for_good=True)

    with monkeypatch.context() as away:
        away.setattr(embedded.EmbeddedPost, "send", refuses)
        message = write(place)
        tasks.send.func(message=str(message))
    assert state(message) == Message.State.FAILED
    listed = browser.get("/staff/by-hand/").content.decode()
    assert "A message could not be delivered" in listed and "ann@" not in listed
    page = browser.get(f"/staff/by-hand/{message}/").content.decode()
    assert "The address was refused" in page and "Put everything out by 7am" in page
    for _ in range(2):
        assert browser.post(f"/staff/by-hand/{message}/", {"do": "again"}).status_code == 302
    assert state(message) == Message.State.WAITING
    tasks.send.func(message=str(message))
    assert state(message) == Message.State.SENT and len(list(embedded.kept())) == 1
    assert "Nobody waits" in browser.get("/staff/by-hand/").content.decode()


def officer_of(place: Small) -> Client:
    """A browser in which a case worker of the council is signed in with a second factor."""
    person = people.register_person(acts.public(), personal={"name": "Gareth Pugh"})
    organisations.add_member(acts.system(), organisation=place.council, person=person, roles=["case_worker"])
    account = Account.objects.create_user("g@wexcombe.example", person_id=person, joined_at=clock.now())
    browser = Client()
    browser.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = browser.session
    session[ORGANISATION] = str(place.council)
    session["account_authentication_methods"] = [{"method": "mfa"}]
    session.save()
    return browser


def test_sending_again_sends_nothing(place: Small) -> None:
    message = write(place)
    for _ in range(3):
        tasks.send.func(message=str(message))
    assert len(list(embedded.kept())) == 1


def test_one_cause_writes_once(place: Small) -> None:
    cause = clock.uuid7()
    assert write(place, cause=cause) is not None
    assert write(place, cause=cause) is None


def test_who_cannot_be_reached_on_a_channel_is_reached_on_another(place: Small) -> None:
    message = write(place, channel="sms")
    assert message is not None
    with acting(acts.system()):
        assert Message.objects.get(pk=message).channel == "email"


def test_who_has_no_email_gets_a_text_message_a_letter_or_a_call_and_staff_see_which(place: Small) -> None:
    for told, way in (
        ({"telephone": "07700900123"}, "sms"),
        ({"telephone": "07700900123", "reach": "phone"}, "phone"),
        ({"postal": "3 Quay Steps"}, "letter"),
        ({}, "phone"),
    ):
        nobody = dict.fromkeys(("email", "telephone", "postal", "reach"))
        people.record(acts.system(), person=place.resident, personal=nobody | told)
        message = write(place)
        with acting(acts.system()):
            assert (Message.objects.get(pk=message).channel, told) == (way, told)
    waiting = queries.to_pass(place.as_officer()).items
    assert [row.channel for row in waiting] == ["phone", "letter", "phone"]
    found = queries.message_to_pass(place.as_officer(), id=waiting[1].id)
    assert found is not None and (found.to, found.body) == ("3 Quay Steps", "Put everything out by 7am.")
    assert queries.message_to_pass(place.as_adviser(), id=waiting[1].id) is None
    operations.note_passed(place.as_officer(), message=waiting[1].id)
    assert [row.channel for row in queries.to_pass(place.as_officer()).items] == ["phone", "phone"]
    assert state(waiting[1].id) == Message.State.SENT


def test_what_it_says_is_not_in_the_table_in_the_clear(place: Small) -> None:
    message = write(place)
    with acting(acts.system()):
        encrypted = bytes(Message.objects.get(pk=message).encrypted)
    assert b"Tuesday" not in encrypted and b"ann@" not in encrypted


@base.EMAIL.under("closed-for-tests")
class Closed(base.Channel):
    """A post office that is closed, for a while or for good."""

    channel = "email"
    for_good = False

    def test(self) -> None:
        """Nothing is reached."""

    def send(self, letter: base.OutgoingMessage) -> str:
        raise base.CannotSend("closed", for_good=self.for_good)


def test_a_closed_post_is_tried_again_until_it_is_given_up(place: Small, settings) -> None:
    settings.MOOTHALL_CHANNELS = {"email": "closed-for-tests"}
    message = write(place)
    for _ in range(rules.ATTEMPTS - 1):
        tasks.send.func(message=str(message))
    assert state(message) == Message.State.WAITING
    tasks.send.func(message=str(message))
    assert state(message) == Message.State.FAILED


def test_an_address_that_does_not_exist_is_given_up_at_once(place: Small, settings, monkeypatch) -> None:
    monkeypatch.setattr(Closed, "for_good", True)
    settings.MOOTHALL_CHANNELS = {"email": "closed-for-tests"}
    message = write(place)
    tasks.send.func(message=str(message))
    assert state(message) == Message.State.FAILED


def test_nothing_is_sent_to_whom_was_erased(place: Small) -> None:
    message = write(place)
    people.erase_person(acts.system(), person=place.resident)
    tasks.send.func(message=str(message))
    assert state(message) == Message.State.FAILED
    assert list(embedded.kept()) == []


def test_the_person_and_their_organisation_see_it_and_nobody_else(place: Small) -> None:
    write(place)
    assert len(queries.messages_of(place.as_resident(), matter=place.matter).items) == 1
    assert len(queries.messages_of(place.as_officer(), matter=place.matter).items) == 1
    assert queries.messages_of(place.as_neighbour(), matter=place.matter).items == ()
    assert queries.messages_of(place.as_adviser(), matter=place.matter).items == ()

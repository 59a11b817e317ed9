"""Events reach their reactions: in order, once, and a poisonous one is set aside."""

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http.response import HttpResponseBase
from django.test import RequestFactory

from moothall.kernel import act as acts
from moothall.kernel import allow, audit, clock, journal, outbox, views
from moothall.kernel.act import Act
from moothall.kernel.context import acting
from moothall.kernel.doors import web
from moothall.kernel.event import Event
from moothall.kernel.gate import operation, publish
from moothall.kernel.models import Delivery, ParkedEvent, StoredEvent
from moothall.kernel.operations import events, organisations, people
from moothall.kernel.reactions import REACTIONS, Envelope, reaction
from moothall.kernel.refusal import NotAllowed
from moothall.kernel.roles import permissions_of
from moothall.kernel.tests.support import Small, small_place

pytestmark = pytest.mark.django_db(databases=["default", "signin"])


@dataclass(frozen=True, kw_only=True)
class BellRung(Event):
    """A bell was rung, for tests."""

    number: int


@dataclass(frozen=True, kw_only=True)
class BellSent(Event):
    """A bell was sent elsewhere, for tests."""

    receiver = "charity"
    number: int
    charity: UUID


@operation(allow=allow.anyone)
def send_for_test(act: Act, *, number: int, charity: UUID) -> None:
    """Send a bell to a charity."""
    publish(BellSent(number=number, charity=charity), act)


@operation(allow=allow.anyone)
def ring_for_test(act: Act, *, numbers: list[int]) -> None:
    """Ring a bell several times."""
    for number in numbers:
        publish(BellRung(number=number), act)


heard: list[int] = []


@pytest.fixture(autouse=True)
def listening():
    heard.clear()
    with REACTIONS.fresh():
        reaction(to=BellRung)(listen)
        yield


def listen(act: Act, envelope: Envelope[BellRung]) -> None:
    """Hear a bell."""
    if envelope.event.number == 13:
        raise ValueError("thirteen")
    heard.append(envelope.event.number)


def fail(act: Act, envelope: Envelope[BellRung]) -> None:
    """Hear nothing."""
    raise ValueError("always")


@pytest.fixture
def place() -> Small:
    return small_place()


def waiting() -> list[dict[str, Any]]:
    """What the jobs that wait are asked, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args::text FROM procrastinate_jobs WHERE task_name = 'kernel.deliver' ORDER BY id"
        )
        return [json.loads(args) for (args,) in cursor.fetchall()]


def bells() -> list[StoredEvent]:
    with acting(acts.system()):
        return list(StoredEvent.objects.filter(name=BellRung.event_name()).order_by("id"))


def deliver(*, is_last: bool = False) -> None:
    for asked in waiting():
        outbox.carry_out(**asked, is_last=is_last)


def parked() -> ParkedEvent:
    with acting(acts.system()):
        return ParkedEvent.objects.get()


def operator(place: Small) -> Act:
    return acts.staff(
        place.officer, organisation=place.council, permissions=permissions_of(["operator"]),
        role=acts.Role.OPERATOR,
    )  # fmt: skip


def test_a_fact_and_its_job_are_there_together_or_not_at_all(place: Small):
    ring_for_test(place.as_resident(), numbers=[1])
    assert len(bells()) == 1 and any(str(bells()[0].id) in str(asked) for asked in waiting())
    before = len(waiting())
    with pytest.raises(ZeroDivisionError), acting(act := place.as_resident()):
        ring_for_test(act, numbers=[2])
        1 / 0  # noqa: B018
    assert len(bells()) == 1 and len(waiting()) == before


def test_facts_of_one_subject_are_one_job_of_each_reaction_and_arrive_in_order(place: Small):
    ring_for_test(place.as_resident(), numbers=[3, 1, 2])
    assert len(waiting()) == 1
    deliver()
    assert heard == [3, 1, 2]


def test_a_repeat_does_nothing_twice(place: Small):
    ring_for_test(place.as_resident(), numbers=[1])
    deliver()
    deliver()
    assert heard == [1]
    (bell,) = bells()
    with acting(acts.system()):
        assert Delivery.objects.filter(event_id=bell.id).count() == 1


def test_what_fails_is_tried_again_and_keeps_its_place(place: Small):
    ring_for_test(place.as_resident(), numbers=[1, 13, 2])
    with pytest.raises(ValueError, match="thirteen"):
        deliver()
    with acting(acts.system()):
        assert Delivery.objects.count() == 1, "what came before it is done, what comes after waits for it"


def test_after_the_last_try_it_is_parked_and_the_rest_goes_on(place: Small):
    ring_for_test(place.as_resident(), numbers=[1, 13, 2])
    deliver(is_last=True)
    assert heard[-1] == 2
    with acting(acts.system()):
        assert Delivery.objects.count() == 2
    assert "ValueError in listen (kernel/tests/test_outbox.py" in parked().error
    assert "thirteen" not in parked().error


def test_an_operator_sees_what_is_parked_in_words_and_sends_it_again(place: Small):
    ring_for_test(place.as_resident(), numbers=[13])
    deliver(is_last=True)
    page = shown(operator(place)).content.decode()
    assert "A bell was rung, for tests. Hear a bell." in page
    with REACTIONS.fresh():
        reaction(to=BellRung)(mended)
        for _time in range(2):
            shown(operator(place), parked=parked().id)
        deliver()
    assert heard == [13]
    assert "No update has failed" in shown(operator(place)).content.decode()


def mended(act: Act, envelope: Envelope[BellRung]) -> None:
    heard.append(envelope.event.number)


mended.__name__ = "listen"


def test_an_operator_may_give_it_up_and_then_it_is_never_done(place: Small):
    ring_for_test(place.as_resident(), numbers=[13])
    deliver(is_last=True)
    before = len(waiting())
    shown(operator(place), parked=parked().id, decision="give-up")
    events.replay_fact(operator(place), parked=parked().id)
    assert len(waiting()) == before and parked().given_up_at is not None
    assert "No update has failed" in shown(operator(place)).content.decode()


def shown(act: Act, **sent: object) -> HttpResponseBase:
    """The page of what is parked, as ``act`` sees it, or once it has ``sent`` something."""
    made = RequestFactory()
    request = made.post("/staff/parked/", sent) if sent else made.get("/staff/parked/")
    request.user, request.session = AnonymousUser(), {}
    web.go_on_as(request, act)
    return views.parked(request)


def test_only_an_operator_replays(place: Small):
    for decide in (events.replay_fact, events.give_up_fact):
        with pytest.raises(NotAllowed):
            decide(place.as_officer(), parked=place.matter)


def test_a_reaction_acts_within_the_facts_organisation_or_for_the_place(place: Small):
    seen: list[Act] = []

    def locally(act: Act, envelope: Envelope[BellRung]) -> None:
        seen.append(act)

    def everywhere(act: Act, envelope: Envelope[BellRung]) -> None:
        seen.append(act)

    reaction(to=BellRung)(locally)
    reaction(to=BellRung, acts_for="place")(everywhere)
    ring_for_test(place.as_officer(), numbers=[1])
    deliver()
    assert [act.organisation for act in seen] == [place.council, None]
    assert {act.role for act in seen} == {acts.Role.SYSTEM}


def test_a_reaction_may_act_for_the_organisation_that_the_event_is_for(place: Small):
    def help_along(act: Act, envelope: Envelope[BellSent]) -> None:
        organisations.add_team(act, organisation=place.charity, slug="bell", name="Bell ringers")
        heard.append(envelope.event.number)

    reaction(to=BellSent, acts_for="receiver")(help_along)
    with acting(act := place.as_officer()):
        send_for_test(act, number=1, charity=place.charity)
    deliver()
    assert heard == [1]


def test_one_reaction_may_be_to_several_events(place: Small):
    def both(act: Act, envelope: Envelope[Any]) -> None:
        heard.append(envelope.event.number)

    with REACTIONS.fresh():
        reaction(to=(BellRung, BellSent))(both)
        ring_for_test(place.as_officer(), numbers=[1])
        send_for_test(place.as_officer(), number=2, charity=place.charity)
        deliver()
    assert heard == [1, 2]


def test_one_that_fails_delays_no_other_reaction_and_no_other_subject(place: Small):
    reaction(to=BellRung)(fail)
    ring_for_test(place.as_resident(), numbers=[1, 2])
    ring_for_test(place.as_neighbour(), numbers=[3])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT lock) FROM procrastinate_jobs WHERE task_name = 'kernel.deliver'"
        )
        assert cursor.fetchone() == (4,), "two reactions and two people: none waits for another"
    for asked in waiting():
        with suppress(ValueError):
            outbox.carry_out(**asked, is_last=False)
    assert heard == [1, 2, 3]


def test_facts_of_nobody_stand_in_no_line(place: Small):
    ring_for_test(place.as_officer(), numbers=[1, 2])
    assert len(waiting()) == 2, "each has a job of its own: nobody and no matter keeps them in order"


def test_a_person_gets_facts_without_a_fact_about_anything_personal(place: Small):
    people.record(place.as_resident(), person=place.resident, personal={"telephone": "07700 900001"})
    with acting(acts.system()):
        assert not [
            stored
            for stored in StoredEvent.objects.all()
            if "07700" in str(stored.payload) or "Ann" in str(stored.payload)
        ]


FORGED = (
    f"INSERT INTO kernel_event ({journal.COLUMNS}, xid)"
    f" SELECT {journal.COLUMNS}, moothall.xid() FROM (SELECT (jsonb_populate_record(f, %s)).*"
    " FROM kernel_event AS f WHERE name = 'kernel.BellRung') AS copied"
)
"""A copy of a genuine event, with its signature, that says something else."""


@pytest.mark.parametrize("change", [{"payload": {"number": 7}}, {"name": "kernel.PersonErased"}])
def test_what_was_not_written_by_the_gate_is_not_acted_upon(place: Small, change: dict[str, object]):
    act = acts.resident(place.resident)
    ring_for_test(act, numbers=[1])
    forged = clock.uuid7(act.at)
    with acting(act), connection.cursor() as cursor:
        cursor.execute(FORGED, [json.dumps({"id": str(forged), **change})])
    deliver()
    forged_job = {**waiting()[0], "events": [[act.at.isoformat(), str(forged)]]}
    outbox.carry_out(**forged_job, is_last=False)
    assert heard == [1]
    with acting(acts.system()):
        assert not Delivery.objects.filter(event_id=forged).exists()


def test_a_fact_from_a_clock_in_summer_time_is_as_genuine_as_any() -> None:
    """What the database gives back is in UTC, whatever zone the moment was told in."""
    moment = datetime(2026, 6, 7, 20, 9, tzinfo=ZoneInfo("Europe/London"))
    salt = audit.salt()
    assert audit.leaf({"at": moment}, salt=salt) == audit.leaf({"at": moment.astimezone(UTC)}, salt=salt)

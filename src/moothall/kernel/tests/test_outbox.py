"""Facts reach their reactions: in order, once, and a poisonous one is set aside."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from moothall.kernel import act as acts
from moothall.kernel import allow, audit, clock, outbox, reactions
from moothall.kernel.act import Act
from moothall.kernel.context import acting
from moothall.kernel.event import Event
from moothall.kernel.gate import operation, publish
from moothall.kernel.models import Delivery, Fact, ParkedFact
from moothall.kernel.operations import facts, organisations, people
from moothall.kernel.reactions import Happened, reaction
from moothall.kernel.refusal import NotAllowed
from moothall.kernel.roles import permissions_of
from moothall.kernel.tests.support import Small, small_place

pytestmark = pytest.mark.django_db(databases=["default", "signin"])


@dataclass(frozen=True, kw_only=True)
class BellRung(Event):
    """A bell was rung, for tests."""

    number: int


@operation(allow=allow.anyone)
def ring_for_test(act: Act, *, numbers: list[int]) -> None:
    """Ring a bell several times."""
    for number in numbers:
        publish(BellRung(number=number), act)


heard: list[int] = []


@pytest.fixture(autouse=True)
def listening():
    heard.clear()
    reaction(to=BellRung)(listen)
    yield
    reactions._REACTIONS.pop(BellRung.event_name(), None)


def listen(act: Act, happened: Happened[BellRung]) -> None:
    if happened.event.number == 13:
        raise ValueError("thirteen")
    heard.append(happened.event.number)


@pytest.fixture
def place() -> Small:
    return small_place()


def waiting() -> list[list[list[str]]]:
    """The facts of the jobs that wait, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args->'facts' FROM procrastinate_jobs WHERE task_name = 'kernel.deliver' ORDER BY id"
        )
        return [json.loads(row[0]) if isinstance(row[0], str) else row[0] for row in cursor.fetchall()]


def bells() -> list[Fact]:
    with acting(acts.system()):
        return list(Fact.objects.filter(name=BellRung.event_name()).order_by("id"))


def deliver(*, is_last: bool = False) -> None:
    for items in waiting():
        outbox.carry_out(items, is_last=is_last)


def test_a_fact_and_its_job_are_there_together_or_not_at_all(place: Small):
    ring_for_test(place.as_resident(), numbers=[1])
    assert len(bells()) == 1 and any(str(bells()[0].id) in str(items) for items in waiting())
    before = len(waiting())
    with pytest.raises(ZeroDivisionError), acting(act := place.as_resident()):
        ring_for_test(act, numbers=[2])
        1 / 0  # noqa: B018
    assert len(bells()) == 1 and len(waiting()) == before


def test_facts_arrive_in_order(place: Small):
    ring_for_test(place.as_resident(), numbers=[3, 1, 2])
    deliver()
    assert heard == [3, 1, 2]


def test_a_repeat_does_nothing_twice(place: Small):
    ring_for_test(place.as_resident(), numbers=[1])
    deliver()
    deliver()
    assert heard == [1]
    (bell,) = bells()
    with acting(acts.system()):
        assert Delivery.objects.filter(fact_id=bell.id).count() == 1


def test_what_fails_is_tried_again_and_keeps_its_place(place: Small):
    ring_for_test(place.as_resident(), numbers=[1, 13, 2])
    with pytest.raises(ValueError, match="thirteen"):
        deliver()
    assert heard == [1]


def test_after_the_last_try_it_is_parked_and_the_rest_goes_on(place: Small):
    ring_for_test(place.as_resident(), numbers=[1, 13, 2])
    deliver(is_last=True)
    assert heard == [1, 2]
    with acting(acts.system()):
        parked = ParkedFact.objects.get()
    assert parked.error == "ValueError" and "thirteen" not in parked.error


def test_an_operator_replays_it_once_the_cause_is_mended(place: Small, monkeypatch):
    ring_for_test(place.as_resident(), numbers=[13])
    deliver(is_last=True)
    reaction(to=BellRung)(mended)
    with acting(acts.system()):
        parked = ParkedFact.objects.get()
    operator = acts.staff(
        place.officer,
        organisation=place.council,
        permissions=permissions_of(["operator"]),
        role=acts.Role.OPERATOR,
    )
    facts.replay_fact(operator, parked=parked.id)
    facts.replay_fact(operator, parked=parked.id)
    deliver()
    assert heard == [13]


def mended(act: Act, happened: Happened[BellRung]) -> None:
    heard.append(happened.event.number)


mended.__name__ = "listen"


def test_only_an_operator_replays(place: Small):
    with pytest.raises(NotAllowed):
        facts.replay_fact(place.as_officer(), parked=place.matter)


def test_a_reaction_acts_within_the_facts_organisation(place: Small):
    seen: list[Act] = []
    reaction(to=BellRung)(lambda act, happened: seen.append(act))
    ring_for_test(place.as_officer(), numbers=[1])
    deliver()
    assert {act.organisation for act in seen} == {place.council}
    assert {act.role for act in seen} == {acts.Role.SYSTEM}


def test_a_reaction_may_act_for_another_organisation_than_the_facts(place: Small):
    def help_along(act: Act, happened: Happened[BellRung]) -> None:
        organisations.add_team(act, organisation=place.charity, slug="bell", name="Bell ringers")
        heard.append(happened.event.number)

    reactions._REACTIONS.pop(BellRung.event_name(), None)
    reaction(to=BellRung, within=lambda event: place.charity)(help_along)
    ring_for_test(place.as_officer(), numbers=[1])
    deliver()
    assert heard == [1] and bells()[0].organisation_id == place.council


def test_one_that_fails_keeps_no_other_from_the_same_fact_and_no_fact_of_nobody_in_line(place: Small):
    def fail(act: Act, happened: Happened[BellRung]) -> None:
        raise ValueError("always")

    reactions._REACTIONS.pop(BellRung.event_name(), None)
    reaction(to=BellRung)(fail)
    reaction(to=BellRung)(listen)
    ring_for_test(place.as_officer(), numbers=[1, 2])
    for items in waiting():
        with pytest.raises(ValueError, match="always"):
            outbox.carry_out(items, is_last=False)
    assert heard == [1, 2], "each has a job of its own: nobody and no matter keeps them in order"


def test_a_person_gets_facts_without_a_fact_about_anything_personal(place: Small):
    people.tell(place.as_resident(), person=place.resident, personal={"telephone": "07700 900001"})
    with acting(acts.system()):
        assert not [
            fact for fact in Fact.objects.all() if "07700" in str(fact.payload) or "Ann" in str(fact.payload)
        ]


FORGED = (
    "INSERT INTO kernel_fact SELECT (jsonb_populate_record(f, %s)).* FROM kernel_fact AS f"
    " WHERE name = 'kernel.BellRung'"
)
"""A copy of a genuine fact, with its signature, that says something else."""


@pytest.mark.parametrize("change", [{"payload": {"number": 7}}, {"name": "kernel.PersonErased"}])
def test_what_was_not_written_by_the_gate_is_not_acted_upon(place: Small, change: dict[str, object]):
    act = acts.resident(place.resident)
    ring_for_test(act, numbers=[1])
    forged = clock.uuid7(act.at)
    with acting(act), connection.cursor() as cursor:
        cursor.execute(FORGED, [json.dumps({"id": str(forged), **change})])
    deliver()
    outbox.carry_out([[act.at.isoformat(), str(forged)]], is_last=False)
    assert heard == [1]
    with acting(acts.system()):
        assert not Delivery.objects.filter(fact_id=forged).exists()


def test_a_fact_from_a_clock_in_summer_time_is_as_genuine_as_any() -> None:
    """What the database gives back is in UTC, whatever zone the moment was told in."""
    moment = datetime(2026, 6, 7, 20, 9, tzinfo=ZoneInfo("Europe/London"))
    salt = audit.salt()
    assert audit.leaf({"at": moment}, salt=salt) == audit.leaf({"at": moment.astimezone(UTC)}, salt=salt)

"""What journeys do to what is kept, beyond their pages."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from moothall.foundations.journeys import operations, queries, tasks
from moothall.foundations.journeys.models import Journey
from moothall.foundations.journeys.operations.sending import Gone
from moothall.foundations.journeys.tests import lending
from moothall.kernel import act as acts
from moothall.kernel import clock, context
from moothall.kernel.act import Act
from moothall.kernel.models import Matter, StoredEvent
from moothall.kernel.operations import people
from moothall.kernel.refusal import NotFound, Refused

pytestmark = pytest.mark.django_db(databases=["default", "signin"])

CONTACT = {"name": "Ada", "email": "ada@home.example", "telephone": ""}


def somebody() -> Act:
    return acts.resident(people.register_person(acts.public(), personal={}))


def again(act: Act) -> Act:
    """A later act by the same person."""
    assert act.person is not None
    return acts.resident(act.person)


def answered(act: Act, pack: UUID, *, day: str = "monday") -> UUID:
    """A journey of a member, complete but for sending: nothing to pay."""
    journey = operations.begin(act, pack=pack)
    for page, cleaned in (
        ("member", {"answer": True}), ("card", {"answer": "L1"}), ("things.1.kind", {"answer": "drill"}),
        ("things", {"more": False}), ("day", {"day": day}), ("contact", CONTACT),
    ):  # fmt: skip
        operations.answer(act, journey=journey, page=page, cleaned=cleaned)
    operations.declare(act, journey=journey)
    return journey


def test_a_complete_journey_is_sent_once(library: UUID) -> None:
    act = somebody()
    journey = answered(act, library)
    matter = operations.send(act, journey=journey)
    assert operations.send(again(act), journey=journey) == matter
    assert [day for day, _ in lending.BORROWED] == ["monday"]


def test_nothing_is_sent_while_something_is_open(library: UUID) -> None:
    act = somebody()
    journey = operations.begin(act, pack=library)
    with pytest.raises(Refused, match="still questions"):
        operations.send(act, journey=journey)
    with context.acting(acts.system()):
        assert not Matter.objects.exists()


def test_when_a_step_cannot_be_carried_out_nothing_of_the_journey_is(
    library: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> None:
        raise Refused("Not today.")

    act = somebody()
    journey = answered(act, library)
    monkeypatch.setattr(lending.Day, "carry_out", refuse)
    with pytest.raises(Gone, match="Not today") as gone:
        operations.send(act, journey=journey)
    assert gone.value.page == "day"
    with context.acting(acts.system()):
        assert not Matter.objects.exists() and Journey.objects.get().sent_at is None


@pytest.mark.parametrize(
    "change",
    [
        lambda act, journey: operations.answer(
            act, journey=journey, page="member", cleaned={"answer": False}
        ),
        lambda act, journey: operations.remove_item(act, journey=journey, group="things", item=1),
        lambda act, journey: operations.fill_in(act, journey=journey),
        lambda act, journey: operations.save_for_later(act, journey=journey, email="a@b.example"),
        lambda act, journey: operations.note_leaving(act, journey=journey),
    ],
)
def test_what_was_sent_cannot_be_changed(library: UUID, change: Callable[[Act, UUID], None]) -> None:
    act = somebody()
    journey = answered(act, library)
    operations.send(act, journey=journey)
    with pytest.raises(Refused, match="sent this already"):
        change(again(act), journey)


def test_nobody_else_can_touch_a_journey(library: UUID) -> None:
    journey = answered(somebody(), library)
    with pytest.raises(NotFound):
        operations.answer(somebody(), journey=journey, page="member", cleaned={"answer": False})
    with pytest.raises(NotFound):
        operations.send(somebody(), journey=journey)
    assert queries.state(somebody(), journey=journey) is None


def test_somebody_with_a_mandate_can_fill_it_in(library: UUID) -> None:
    owner, carer = somebody(), somebody()
    assert owner.person is not None and carer.person is not None
    with clock.set_to(clock.now() - timedelta(days=1)):
        owner = again(owner)
    people.give_mandate(
        owner, principal=owner.person, agent=carer.person, services=["trial-lending"], basis="asked"
    )
    act = acts.resident(carer.person).on_behalf_of(owner.person)
    matter = operations.send(act, journey=answered(act, library))
    with context.acting(acts.system()):
        assert Matter.objects.get(pk=matter).person_id == owner.person


def test_what_nobody_touches_for_thirty_days_ends_and_lets_go(library: UUID) -> None:
    act = somebody()
    old = answered(act, library)
    with context.acting(acts.system()):
        Journey.objects.filter(pk=old).update(updated_at=clock.now() - timedelta(days=31))
    fresh = operations.begin(again(act), pack=library)
    tasks.end_left_behind(acts.system())
    assert not lending.HELD
    with context.acting(acts.system()):
        assert Journey.objects.get(pk=old).encrypted is None
        assert Journey.objects.get(pk=fresh).ended_at is None


def test_one_answer_costs_few_queries(library: UUID, django_assert_max_num_queries: Any) -> None:
    act = somebody()
    journey = operations.begin(act, pack=library)
    with django_assert_max_num_queries(12):
        operations.answer(again(act), journey=journey, page="member", cleaned={"answer": True})


def test_the_answers_of_a_sent_journey_are_forgotten_after_thirty_days(library: UUID) -> None:
    act = somebody()
    journey = answered(act, library)
    matter = operations.send(again(act), journey=journey)
    tasks.end_left_behind(acts.system())
    assert queries.state(again(act), journey=journey) is not None
    with clock.set_to(clock.now() + timedelta(days=31)):
        tasks.end_left_behind(acts.system())
        assert queries.state(again(act), journey=journey) is None
        assert operations.send(again(act), journey=journey) == matter
    with context.acting(acts.system()):
        assert Journey.objects.get(pk=journey).encrypted is None


def test_what_measures_a_service_names_nobody(library: UUID) -> None:
    """Neither who, nor for whom, nor in which act; and of the moment only the hour."""
    act = somebody()
    answered(act, library)
    with context.acting(acts.system()):
        events = list(
            StoredEvent.objects.filter(name__in=("journeys.QuestionShown", "journeys.QuestionAnswered"))
        )
    assert events
    for stored in events:
        assert {stored.actor_id, stored.person_id, stored.matter_id} == {None}
        assert stored.act_id.int == 0 and (stored.at.minute, stored.at.second, stored.at.microsecond) == (
            0,
            0,
            0,
        )
        assert stored.id.int >> 80 == int(stored.at.timestamp() * 1000)

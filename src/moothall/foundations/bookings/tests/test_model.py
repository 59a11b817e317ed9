"""Against a model in plain Python: whatever people do in whatever order, places add up."""

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from moothall.foundations.bookings import operations
from moothall.foundations.bookings.tests.support import MONDAY, crew, later, resident, taken
from moothall.kernel import act as acts
from moothall.kernel import clock
from moothall.kernel.act import Act
from moothall.kernel.refusal import Refused

CAPACITY, SLOTS = 3, 3
WHICH = st.integers(0, SLOTS - 1)


class Round(RuleBasedStateMachine):
    """The model: for each booking its slot, places, and until when it is held (none: booked)."""

    def __init__(self) -> None:
        super().__init__()
        self.minutes = 0
        with clock.set_to(MONDAY):
            self.slots = [slot.id for slot in crew(capacity=CAPACITY).slots()[:SLOTS]]
            self.people = [resident() for _ in range(3)]
        self.live: dict[UUID, tuple[int, int, int | None]] = {}
        self.whose: dict[UUID, UUID] = {}

    def act(self, person: UUID) -> Act:
        with clock.set_to(MONDAY):
            return later(acts.resident(person), minutes=self.minutes)

    def room(self, slot: int) -> int:
        """Places nobody holds or has booked; holds that ran out give way."""
        return CAPACITY - sum(
            places
            for at, places, until in self.live.values()
            if at == slot and (until is None or until >= self.minutes)
        )

    def forget_expired(self, slot: int) -> None:
        """When room was needed, the database gave back every hold that had run out."""
        for booking, (at, _places, until) in list(self.live.items()):
            if at == slot and until is not None and until < self.minutes:
                del self.live[booking]

    def forget_holds(self, slot: int) -> None:
        """A move goes by the server's own clock, to which every hold of this story ran out long ago."""
        for booking, (at, _places, until) in list(self.live.items()):
            if at == slot and until is not None:
                del self.live[booking]

    def counted(self, slot: int) -> int:
        return sum(places for at, places, _until in self.live.values() if at == slot)

    def take(self, who: int, slot: int, places: int, *, hold: bool) -> None:
        act = self.act(self.people[who])
        is_tight = self.counted(slot) + places > CAPACITY
        try:
            do = operations.hold if hold else operations.book
            booking = do(act, slot=self.slots[slot], places=places)
        except Refused:
            assert self.room(slot) < places
            return
        assert self.room(slot) >= places
        if is_tight:
            self.forget_expired(slot)
        self.live[booking] = (slot, places, self.minutes + 20 if hold else None)
        self.whose[booking] = self.people[who]

    @rule(who=st.integers(0, 2), slot=WHICH, places=st.integers(1, CAPACITY))
    def hold(self, who: int, slot: int, places: int) -> None:
        self.take(who, slot, places, hold=True)

    @rule(who=st.integers(0, 2), slot=WHICH, places=st.integers(1, CAPACITY))
    def book(self, who: int, slot: int, places: int) -> None:
        self.take(who, slot, places, hold=False)

    @precondition(lambda self: self.live)
    @rule(data=st.data())
    def confirm(self, data: st.DataObject) -> None:
        booking = data.draw(st.sampled_from(list(self.live)))
        slot, places, _until = self.live[booking]
        assert operations.confirm(self.act(self.whose[booking]), booking=booking) == booking
        self.live[booking] = (slot, places, None)

    @precondition(lambda self: self.live)
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        booking = data.draw(st.sampled_from(list(self.live)))
        operations.cancel(self.act(self.whose[booking]), booking=booking)
        del self.live[booking]

    @precondition(lambda self: any(until is None for _slot, _places, until in self.live.values()))
    @rule(data=st.data(), slot=WHICH)
    def move(self, data: st.DataObject, slot: int) -> None:
        booked = [key for key, (_slot, _places, until) in self.live.items() if until is None]
        booking = data.draw(st.sampled_from(booked))
        at, places, _until = self.live[booking]
        had_room = at == slot or self.counted(slot) + places <= CAPACITY
        try:
            operations.move(self.act(self.whose[booking]), booking=booking, slot=self.slots[slot])
        except Refused:
            assert not had_room
            return
        if not had_room:
            self.forget_holds(slot)
        self.live[booking] = (slot, places, None)

    @rule(minutes=st.integers(5, 30))
    def wait(self, minutes: int) -> None:
        self.minutes += minutes

    @invariant()
    def the_database_counts_like_the_model(self) -> None:
        assert [taken(slot) for slot in self.slots] == [self.counted(slot) for slot in range(SLOTS)]


@pytest.mark.django_db(databases=["default", "signin"])
@pytest.mark.slow
def test_places_add_up() -> None:
    assert MONDAY + timedelta(days=30) < clock.now(), "a moment ahead of the server's clock ends no hold"
    run_state_machine_as_test(
        Round,
        settings=settings(max_examples=25, stateful_step_count=20),
    )

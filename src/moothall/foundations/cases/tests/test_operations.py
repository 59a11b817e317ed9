"""Opening, moving on, allocating, pausing, writing, closing, erasing."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError

from moothall.foundations.cases.models import Answers, Case, Note, Pause
from moothall.foundations.cases.operations import allocation, cases, clocks, letters
from moothall.foundations.cases.queries import cases as asked
from moothall.foundations.cases.queries import queues
from moothall.foundations.cases.tests.support import MONDAY, TOLD, Scene, scene
from moothall.kernel import act as acts
from moothall.kernel import clock, due
from moothall.kernel.act import Act
from moothall.kernel.context import acting
from moothall.kernel.models import AuditEntry, Due, Participant, Person, StoredEvent
from moothall.kernel.operations import matters, people
from moothall.kernel.refusal import Conflict, NotAllowed, NotFound, Refused

pytestmark = pytest.mark.django_db(databases=["default", "signin"])

SOMEBODY = UUID("018e08b0-fa80-7000-8000-51f5cbe17a37")


@pytest.fixture
def place() -> Scene:
    return scene()


def names_of(place: Scene, case) -> list[str]:
    with acting(place.as_officer()):
        return list(
            StoredEvent.objects.filter(matter_id=case).order_by("at", "id").values_list("name", flat=True)
        )


def row_of(place: Scene, case) -> Case:
    with acting(place.as_officer()):
        return Case.objects.get(pk=case)


def answers_of(place: Scene, case) -> bytes:
    with acting(place.as_officer()):
        return bytes(Answers.objects.get(pk=case).encrypted)


def test_a_resident_opens_a_case_that_is_due_in_its_types_working_days(place: Scene):
    with clock.set_to(MONDAY):
        case = place.open_case()
    row = row_of(place, case)
    assert (row.status, row.team_id, row.due_date) == ("received", place.waste, date(2026, 3, 9))
    assert row.reference and row.pack_id == place.pack and row.version == 1
    assert b"wardrobe" not in answers_of(place, case)
    assert names_of(place, case) == ["cases.CaseOpened"]


def test_staff_open_a_case_without_a_journey_for_their_own_services_only(place: Scene):
    caller = people.register_person(place.as_officer(), personal={"name": "Eve Tran"})
    case = cases.begin_case(place.as_officer(), pack=place.pack, person=caller, told=TOLD)
    assert asked.case(acts.resident(caller), case=case).told[0].rows[0] == ("Items", "A wardrobe")
    with pytest.raises(NotFound):
        cases.begin_case(place.as_adviser(), pack=place.pack, person=caller)


def test_staff_open_no_case_to_see_who_somebody_is(place: Scene):
    with pytest.raises(NotFound, match="could not find that person"):
        cases.begin_case(place.as_officer(), pack=place.pack, person=place.neighbour, told=TOLD)


def test_a_matter_gets_no_case_if_nobody_says_how_it_goes(place: Scene):
    matter = matters.open_matter(place.as_officer(), kind="x", organisation=place.council, person=None)
    with pytest.raises(Refused, match="how a case"):
        cases.open_case(place.as_officer(), matter=matter)


def test_a_case_moves_only_to_statuses_that_may_follow(place: Scene):
    case = place.open_case()
    with pytest.raises(Refused, match="next steps"):
        cases.change_status(place.as_officer(), case=case, status="collected", version=1)
    cases.change_status(place.as_officer(), case=case, status="booked", version=1)
    assert row_of(place, case).status == "booked"


def test_a_stale_form_is_refused_and_changes_nothing(place: Scene):
    case = place.open_case()
    cases.change_status(place.as_officer(), case=case, status="booked", version=1)
    for change in (
        lambda: cases.change_status(place.as_manager(), case=case, status="collected", version=1),
        lambda: allocation.take_case(place.as_manager(), case=case, version=1),
        lambda: clocks.pause_clock(place.as_manager(), case=case, reason="weather", version=1),
    ):
        with pytest.raises(Conflict, match="changed this case"):
            change()
    assert row_of(place, case).status == "booked"


def test_closing_sets_the_day_until_which_the_record_is_kept_and_reopening_forgets_it(place: Scene):
    with clock.set_to(MONDAY):
        case = place.open_case()
    with clock.set_to(MONDAY + timedelta(days=2)):
        cases.change_status(place.as_officer(), case=case, status="booked", version=1)
    with clock.set_to(MONDAY + timedelta(days=2, hours=1)):
        cases.change_status(place.as_officer(), case=case, status="collected", version=2)
    row = row_of(place, case)
    assert row.retention_date == date(2026, 3, 4) + timedelta(days=30)
    with clock.set_to(MONDAY + timedelta(days=2, hours=2)):
        cases.change_status(place.as_officer(), case=case, status="booked", version=row.version)
    assert row_of(place, case).closed_at is None and row_of(place, case).retention_date is None
    assert names_of(place, case)[-4:] == [
        "cases.StatusChanged", "cases.CaseClosed", "cases.StatusChanged", "cases.CaseReopened",
    ]  # fmt: skip
    with acting(place.as_officer()):
        closed = StoredEvent.objects.get(matter_id=case, name="cases.CaseClosed").payload
    assert (closed["working_days"], closed["in_time"]) == (2, True)


def test_the_due_date_moves_by_the_working_days_the_clock_stood_still(place: Scene):
    with clock.set_to(MONDAY):
        case = place.open_case()
    with clock.set_to(MONDAY + timedelta(hours=1)):
        clocks.pause_clock(place.as_officer(), case=case, reason="weather", version=1)
    with clock.set_to(MONDAY + timedelta(days=7)):
        clocks.resume_clock(place.as_officer(), case=case, version=2)
    assert row_of(place, case).due_date == date(2026, 3, 16)
    assert names_of(place, case)[1:] == ["cases.ClockPaused", "cases.ClockResumed"]


def test_a_status_that_pauses_stops_the_clock_until_the_next_one(place: Scene):
    case = place.open_case()
    cases.change_status(place.as_officer(), case=case, status="waiting-for-you", version=1)
    row = row_of(place, case)
    assert row.paused_at is not None
    cases.change_status(place.as_officer(), case=case, status="booked", version=row.version)
    assert row_of(place, case).paused_at is None
    with acting(place.as_officer()):
        assert Pause.objects.filter(case_id=case, resumed_at=None).count() == 0


def test_pausing_needs_a_reason_of_the_type_and_an_open_case(place: Scene):
    case = place.open_case()
    with pytest.raises(Refused, match="why the clock stops"):
        clocks.pause_clock(place.as_officer(), case=case, reason="lunch", version=1)
    cases.change_status(place.as_officer(), case=case, status="cancelled", version=1)
    with pytest.raises(Refused, match="closed"):
        clocks.pause_clock(
            place.as_officer(), case=case, reason="weather", version=row_of(place, case).version
        )


def test_taking_giving_and_putting_back(place: Scene):
    case = place.open_case()
    allocation.take_case(place.as_officer(), case=case, version=1)
    assert [line.id for line in queues.queue(place.as_officer(), mine=True).items] == [case]
    allocation.allocate_case(place.as_manager(), case=case, version=2, to=place.manager)
    row = row_of(place, case)
    assert (row.assigned_to_id, row.team_id) == (place.manager, place.waste)
    allocation.put_back(place.as_officer(), case=case, version=3)
    assert row_of(place, case).assigned_to_id is None


def test_allocating_needs_permission_and_a_colleague(place: Scene):
    case = place.open_case()
    with pytest.raises(NotAllowed):
        allocation.allocate_case(place.as_officer(), case=case, version=1, to=place.manager)
    with pytest.raises(Refused, match="colleague"):
        allocation.allocate_case(place.as_manager(), case=case, version=1, to=place.adviser)


def test_messages_go_both_ways_and_a_residents_waits_for_an_answer(place: Scene):
    case = place.open_case()
    letters.write_message(place.as_resident(), case=case, text="Is it still on?")
    assert queues.counts(place.as_officer())["waiting"] == 1
    letters.write_message(place.as_officer(), case=case, text="Yes, Monday.")
    assert queues.counts(place.as_officer())["waiting"] == 0
    told = [entry.text for entry in asked.case(place.as_resident(), case=case).thread if entry.text]
    assert told == ["Is it still on?", "Yes, Monday."]


def test_notes_are_for_colleagues_and_kept_encrypted(place: Scene):
    case = place.open_case()
    letters.add_note(place.as_officer(), case=case, text="Gate code 4711")
    assert [e.text for e in asked.case(place.as_manager(), case=case).thread if e.text] == ["Gate code 4711"]
    assert not any(e.text for e in asked.case(place.as_resident(), case=case).thread)
    with acting(place.as_officer()):
        assert b"4711" not in bytes(Note.objects.get(case_id=case).encrypted)
    with pytest.raises(Refused, match="Write the note"):
        letters.add_note(place.as_officer(), case=case, text="  ")


def test_facts_say_nothing_personal(place: Scene):
    case = place.open_case()
    letters.write_message(place.as_resident(), case=case, text="My name is Ann Okafor")
    letters.add_note(place.as_officer(), case=case, text="Ann Okafor is kind")
    with acting(place.as_officer()):
        stored = str(list(StoredEvent.objects.filter(matter_id=case).values_list("payload", flat=True)))
    assert "Ann" not in stored and "kind" not in stored


def erased() -> int:
    """What the clock erases in a night."""
    with acting(acts.system()):
        before = Case.objects.exclude(erased_at=None).count()
    due.carry_out_ready()
    with acting(acts.system()):
        return Case.objects.exclude(erased_at=None).count() - before


def test_a_case_that_cannot_be_erased_does_not_keep_the_others(place: Scene, monkeypatch):
    with clock.set_to(MONDAY):
        bad, good = place.open_case(), place.open_case()
        for case in (bad, good):
            cases.change_status(place.as_officer(), case=case, status="cancelled", version=1)
    erase = matters.erase_matter

    def failing(act: Act, *, matter: UUID) -> None:
        if matter == bad:
            raise DatabaseError("broken page")
        erase(act, matter=matter)

    monkeypatch.setattr(matters, "erase_matter", failing)
    with clock.set_to(MONDAY + timedelta(days=30)):
        due.carry_out_ready()
    with acting(acts.system()):
        assert list(Case.objects.filter(erased_at=None).values_list("pk", flat=True)) == [bad]
        (failed,) = Due.objects.exclude(parked_at=None)
    assert failed.matter_id == bad and failed.error.startswith("DatabaseError")


def test_a_case_is_erased_when_its_day_comes_and_not_before(place: Scene):
    with clock.set_to(MONDAY):
        case = place.open_case()
        letters.write_message(place.as_resident(), case=case, text="Thanks")
        letters.add_note(place.as_officer(), case=case, text="Done early")
        cases.change_status(place.as_officer(), case=case, status="cancelled", version=1)
    with clock.set_to(MONDAY + timedelta(days=29)):
        assert erased() == 0
    with clock.set_to(MONDAY + timedelta(days=30)):
        assert erased() == 1
        assert erased() == 0
    shown = asked.case(place.as_officer(), case=case)
    assert shown.told == () and not any(entry.text for entry in shown.thread)
    assert queues.found(place.as_officer(), words="okafor") == ()
    assert names_of(place, case)[-1] == "kernel.MatterErased"


def test_a_restricted_case_is_erased_when_its_day_comes_and_stays_restricted(place: Scene):
    with clock.set_to(MONDAY):
        case = place.open_case()
        letters.add_note(place.as_officer(), case=case, text="Done early")
        cases.change_status(place.as_officer(), case=case, status="cancelled", version=1)
        matters.restrict_matter(place.as_manager(), matter=case, people=[])
    with clock.set_to(MONDAY + timedelta(days=29)):
        assert erased() == 0
        with acting(acts.system()):
            assert not Case.objects.filter(pk=case).exists()
    with clock.set_to(MONDAY + timedelta(days=30)):
        assert erased() == 1
        assert erased() == 0
    shown = asked.case(place.as_manager(), case=case)
    assert shown.told == () and not any(entry.text for entry in shown.thread)
    with pytest.raises(NotFound):
        asked.case(place.as_officer(), case=case)


def test_a_restriction_is_lifted_by_who_is_named_for_a_reason(place: Scene):
    case = place.open_case()
    matters.restrict_matter(place.as_manager(), matter=case, people=[])
    other = acts.staff(place.officer, organisation=place.council, permissions=frozenset({"matters.restrict"}))
    with pytest.raises(NotFound):
        matters.lift_restriction(other, matter=case, reason="mistake")
    with pytest.raises(NotAllowed):
        matters.lift_restriction(place.as_officer(), matter=case, reason="mistake")
    with pytest.raises(Refused, match="why"):
        matters.lift_restriction(place.as_manager(), matter=case, reason="whim")
    matters.lift_restriction(place.as_manager().about(case), matter=case, reason="danger-over")
    matters.lift_restriction(place.as_manager(), matter=case, reason="danger-over")
    assert names_of(place, case).count("kernel.RestrictionLifted") == 1
    assert asked.case(place.as_officer(), case=case).is_restricted is False
    with acting(acts.system()):
        assert not Participant.objects.filter(matter_id=case, until_at=None).exists()
        assert AuditEntry.objects.filter(operation="kernel.lift_restriction", matter_id=case).exists()


def test_erasing_a_person_makes_their_cases_unreadable_and_unfindable(place: Scene):
    case = place.open_case()
    assert len(queues.found(place.as_officer(), words="Okafor")) == 1
    people.erase_person(place.as_resident(), person=place.resident)
    assert queues.found(place.as_officer(), words="Okafor") == ()
    assert asked.case(place.as_officer(), case=case).told == ()
    with pytest.raises(Refused, match="erased"):
        letters.add_note(place.as_officer(), case=case, text="Too late")
    with acting(place.as_officer()):
        assert Person.objects.get(pk=place.resident).personal is None


def test_repeating_with_the_same_key_opens_one_case(place: Scene):
    act = place.as_officer().with_key("k")
    place.open_case()
    first = cases.begin_case(act, pack=place.pack, person=place.resident)
    again = cases.begin_case(place.as_officer().with_key("k"), pack=place.pack, person=place.resident)
    assert first == again
    assert len(queues.queue(place.as_officer()).items) == 2


def test_queues_stand_by_priority_and_then_by_day_page_by_page(place: Scene):
    wanted = []
    for priority in ("urgent", "high", "normal", "low", "of no such kind"):
        for days in (0, 7):
            with clock.set_to(MONDAY + timedelta(days=days)):
                wanted.append((priority, days, place.open_case(priority=priority)))
    order = {"urgent": 0, "high": 1, "normal": 2, "of no such kind": 2, "low": 3}
    by_turn = [case for *_, case in sorted(wanted, key=lambda one: (order[one[0]], one[1]))]
    seen, after = [], ""
    with clock.set_to(MONDAY):
        while page := queues.queue(place.as_officer(), cursor=after, limit=3):
            seen += [line.id for line in page.items]
            after = page.next
            if not after:
                break
    with clock.set_to(MONDAY + timedelta(days=10)):
        late = [line.due_date for line in queues.queue(place.as_officer(), view="overdue").items]
    assert late == sorted(late) and len(late) == 5
    assert seen[:4] == by_turn[:4] and set(seen[4:8]) == set(by_turn[4:8]) and seen[8:] == by_turn[8:]


@pytest.mark.parametrize("after", ["9" * 30 + f"_{SOMEBODY}", "x_1", f"2026-03-02_{SOMEBODY}"])
def test_a_cursor_that_was_not_made_here_is_refused(place: Scene, after: str):
    with pytest.raises(Refused, match="no such page"):
        queues.queue(place.as_officer(), cursor=after)

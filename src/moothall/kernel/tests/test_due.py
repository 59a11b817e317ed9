"""What is due in one matter: asked for in an act, moved, called off, done once."""

from datetime import timedelta
from uuid import UUID

import pytest

from moothall.kernel import act as acts
from moothall.kernel import allow, clock, due
from moothall.kernel.act import Act
from moothall.kernel.context import acting
from moothall.kernel.gate import operation
from moothall.kernel.models import AuditEntry, Due
from moothall.kernel.operations import backlogs as backlog_operations
from moothall.kernel.operations import due as operations
from moothall.kernel.queries import backlogs
from moothall.kernel.queries import due as queries
from moothall.kernel.refusal import NotAllowed
from moothall.kernel.tests.support import Small, small_place
from moothall.kernel.tests.test_outbox import operator, shown

pytestmark = pytest.mark.django_db(databases=["default", "signin"])

RINGS: list[tuple[Act, UUID, int]] = []
SIX_DAYS = timedelta(days=6)


@operation(allow=allow.system)
def chime(act: Act, *, bell: UUID, times: int = 1) -> None:
    """Ring a bell, for tests; one that is rung 13 times breaks."""
    if times == 13:
        raise ArithmeticError("too many")
    RINGS.append((act, bell, times))


@operation(allow=allow.resident | allow.staff("matters.work"))
def have_chimed(act: Act, *, matter: UUID, days: int, times: int = 1, about: str = "") -> None:
    """Have a bell rung in some days, for tests."""
    at = act.at + timedelta(days=days)
    due.ask(act, "kernel.chime", matter=matter, at=at, about=about, bell=matter, times=times)


@operation(allow=allow.resident | allow.staff("matters.work"))
def call_off(act: Act, *, matter: UUID) -> None:
    """Have no bell rung after all, for tests."""
    due.cancel(act, "kernel.chime", matter=matter)


@pytest.fixture
def place():
    RINGS.clear()
    with due.DECLARED.fresh():
        due.declare("kernel.chime", title="Ring the bell", shown="The bell rings")
        yield small_place()


def pass_days(days: float) -> int:
    """Let the clock do what is due when so many days have gone; returns how often the bell rang by then."""
    with clock.set_to(clock.now() + timedelta(days=days)):
        due.carry_out_ready()
    return len(RINGS)


def test_it_is_done_once_at_its_moment_for_the_organisation_of_the_matter(place: Small):
    have_chimed(place.as_resident(), matter=place.matter, days=6, times=3)
    (coming,) = queries.coming(place.as_officer(), matter=place.matter)
    assert coming.what == "The bell rings" and coming.moment - clock.now() > timedelta(days=5)
    assert queries.coming(place.as_adviser(), matter=place.matter) == ()
    assert pass_days(5.9) == 0
    assert pass_days(6.1) == 1
    assert pass_days(7) == 1
    ((act, bell, times),) = RINGS
    assert (act.organisation, act.subject, act.matter) == (place.council, place.resident, place.matter)
    assert (bell, times) == (place.matter, 3), "arguments come back as they were"
    assert queries.coming(place.as_officer(), matter=place.matter) == ()
    with acting(acts.system()):
        assert AuditEntry.objects.filter(operation="kernel.chime", matter_id=place.matter).exists()


def test_asked_again_it_is_moved_and_called_off_it_is_never_done(place: Small):
    have_chimed(place.as_resident(), matter=place.matter, days=2)
    have_chimed(place.as_officer(), matter=place.matter, days=6, times=2)
    have_chimed(place.as_officer(), matter=place.matter, days=6, about="another", times=4)
    assert pass_days(5) == 0
    call_off(place.as_officer(), matter=place.matter)
    assert pass_days(7) == 1 and RINGS[0][2] == 4
    have_chimed(place.as_officer(), matter=place.matter, days=8, times=5)
    assert pass_days(9) == 2, "what was called off may be asked for anew"


def test_what_no_act_asked_for_or_somebody_changed_is_not_done(place: Small, caplog):
    have_chimed(place.as_resident(), matter=place.matter, days=6)
    with acting(place.as_resident()):
        Due.objects.update(moment=clock.now() - SIX_DAYS)
        Due.objects.create(
            matter_id=place.matter, operation="kernel.chime", about="forged", moment=clock.now() - SIX_DAYS,
            arguments={"bell": str(place.matter)}, asked_at=clock.now(), salt=b"salt", signature=b"mine",
        )  # fmt: skip
    assert pass_days(1) == 0
    assert caplog.text.count("not asked for by an act") == 2


def test_nothing_is_due_that_nobody_declared(place: Small):
    with pytest.raises(KeyError), due.DECLARED.fresh():
        have_chimed(place.as_resident(), matter=place.matter, days=1)


def test_the_clock_asks_for_one_job_for_each(place: Small):
    have_chimed(place.as_resident(), matter=place.matter, days=6)
    assert backlogs.left_behind(acts.system(), backlog="due") == 0
    with clock.set_to(clock.now() + SIX_DAYS + timedelta(minutes=1)):
        assert backlog_operations.take_up(acts.system(), backlog="due") == 1
        assert backlogs.left_behind(acts.system(), backlog="due") == 0
        (planned,) = queries.planned(acts.system())
        assert (planned.title, planned.count) == ("Ring the bell", 1)


def test_what_fails_to_the_last_is_the_operators_to_decide(place: Small):
    have_chimed(place.as_officer(), matter=place.matter, days=1, times=13)
    with acting(acts.system()):
        wanted = Due.objects.get().pk
    with clock.set_to(clock.now() + SIX_DAYS):
        with pytest.raises(ArithmeticError):
            due.carry_out(wanted, is_last=False)
        assert pass_days(0) == 0
        (aside,) = queries.due_set_aside(operator(place)).items
        assert (aside.title, aside.id) == ("Ring the bell", wanted) and aside.error.startswith(
            "ArithmeticError"
        )
        assert "too many" not in aside.error, "what it says may be about somebody"
        (standing,) = [one for one in backlogs.standings(acts.system()) if one.name == "due"]
        assert standing.count == 1 and standing.is_late
        assert backlogs.left_behind(acts.system(), backlog="due") == 0, "nobody tries it unasked"
    with pytest.raises(NotAllowed):
        operations.try_due_again(place.as_officer(), due=wanted)
    with clock.set_to(clock.now() + SIX_DAYS + timedelta(minutes=1)):
        assert "Ring the bell" in shown(operator(place)).content.decode()
        shown(operator(place), due=wanted)
        assert backlogs.left_behind(acts.system(), backlog="due") == 1, "the operator has it tried again"
        assert queries.due_set_aside(operator(place)).items == ()
    have_chimed(place.as_officer(), matter=place.matter, days=1, times=1)
    assert pass_days(8) == 1, "moved or mended, it is done"


def test_what_an_operator_gives_up_is_never_done(place: Small):
    have_chimed(place.as_officer(), matter=place.matter, days=1, times=13)
    with acting(acts.system()):
        wanted = Due.objects.get().pk
    assert pass_days(2) == 0
    for _twice in range(2):
        operations.give_up_due(operator(place), due=wanted)
    assert pass_days(3) == 0 and queries.planned(acts.system()) == ()

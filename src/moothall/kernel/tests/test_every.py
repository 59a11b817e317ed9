"""The clock: when it is due, how it went, and what is made up for."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from procrastinate.contrib.django import app

from moothall.kernel import act as acts
from moothall.kernel import clock
from moothall.kernel.act import Act
from moothall.kernel.context import acting
from moothall.kernel.every import EVERY, Every, Missed, every, note_new
from moothall.kernel.queries import backlogs
from moothall.site.checks import Level, service

pytestmark = pytest.mark.django_db(databases=["default", "signin"])

NOON = datetime(2027, 3, 1, 12, 2, 30, tzinfo=UTC)
did: list[str] = []


def wind_for_test(act: Act) -> None:
    """Wind the clock; it breaks the second time."""
    did.append(act.role.value)
    if len(did) == 2:
        raise RuntimeError("the spring broke")


@pytest.fixture
def winding() -> Iterator[Every]:
    did.clear()
    with EVERY.fresh():
        every("02:41", title="Wind the clock")(wind_for_test)
        (one,) = EVERY.values()
        yield one
    del app.tasks[one.name], app.periodic_registry.periodic_tasks[one.name, ""]


@pytest.mark.parametrize(
    ("when", "cron", "due", "often"),
    [
        ("02:41", "41 2 * * *", NOON.replace(hour=2, minute=41, second=0), "each day at 02:41 UTC"),
        (
            "23:05",
            "5 23 * * *",
            NOON.replace(day=28, month=2, hour=23, minute=5, second=0),
            "each day at 23:05 UTC",
        ),
        ("5m", "*/5 * * * *", NOON.replace(minute=0, second=0), "every 5 minutes"),
        ("1h", "0 */1 * * *", NOON.replace(minute=0, second=0), "every hour"),
    ],
)
def test_a_time_is_a_time_of_day_or_a_span(when: str, cron: str, due: datetime, often: str) -> None:
    with EVERY.fresh():
        every(when, title="x")(test_a_time_is_a_time_of_day_or_a_span)  # type: ignore[arg-type]
        (one,) = EVERY.values()
    assert (one.cron, one.due_before(NOON), one.often) == (cron, due, often)
    del app.tasks[one.name], app.periodic_registry.periodic_tasks[one.name, ""]


def test_a_time_that_is_none_is_refused() -> None:
    with EVERY.fresh(), pytest.raises(ValueError, match="neither a time of day"):
        every("noon", title="x")(wind_for_test)


def test_how_it_went_is_shown(winding: Every) -> None:
    def outcome() -> tuple[bool, str]:
        (shown,) = backlogs.rounds(acts.system())
        return shown.failed, shown.outcome

    assert outcome() == (False, "")
    winding.carry_out()
    assert (did, outcome()) == (["system"], (False, "Done"))
    with pytest.raises(RuntimeError):
        winding.carry_out()
    failed, words = outcome()
    assert failed and words.startswith("RuntimeError in wind_for_test") and "spring" not in words
    assert f'moothall_clock_failed{{task="{winding.name}"}} 1' in Client().get("/metrics").content.decode()
    assert [one.level for one in service.rounds()] == [Level.WRONG]


def test_what_was_missed_is_made_up_for_once_a_worker_runs(winding: Every) -> None:
    later = NOON + timedelta(days=2)
    with acting(acts.system()):
        assert Missed().waiting(NOON) == (0, None), "what nobody has noted yet has not been missed"
    with clock.set_to(NOON):
        note_new(acts.system())
        winding.carry_out()
    with acting(acts.system()):
        assert Missed().waiting(later) == (1, later.replace(hour=2, minute=41, second=0))
        (job,) = Missed().left_behind(later)
        assert job.task_name == winding.name
    with clock.set_to(later), pytest.raises(RuntimeError):
        winding.carry_out()
    with acting(acts.system()):
        assert Missed().left_behind(later) == [], "it was done, however it went"

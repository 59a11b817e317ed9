"""The demo's story: parts offered by capabilities, each within its budget, that leave every page alive."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from moothall.foundations.bookings.models import Booking
from moothall.foundations.cases.models import Case
from moothall.foundations.messages.models import Message
from moothall.foundations.payments.models import Payment
from moothall.kernel import act as acts
from moothall.kernel import clock, lives
from moothall.kernel.context import acting
from moothall.kernel.models import AuditEntry, StoredEvent
from moothall.site.demo import history, inline, loading
from moothall.site.demo.history import Happening

pytestmark = pytest.mark.django_db(databases=["default", "signin"])

TODAY, DAYS = datetime(2026, 11, 2, 9, tzinfo=UTC), 5
LEAVES_BEHIND = (Booking, Case, StoredEvent, Message, Payment)
"""What the demo's pages are made of."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the demo notes what it lived through."""
    monkeypatch.setenv("MOOTHALL_DATA", str(tmp_path))


def test_every_part_of_the_story_keeps_to_its_budget_and_leaves_pages_full() -> None:
    with clock.set_to(TODAY):
        place = loading.build(lambda _words: None)
    done: Counter[str] = Counter()
    with inline.queue() as queue:
        for day in days(history.first_day(TODAY.date())):
            history.live_through([counted(one, done) for one in history.happenings(place, day)], queue)
    allowed = {name: one.acts_a_month * DAYS / lives.DAYS_IN_A_MONTH for name, one in lives.LIVES.items()}
    assert {name: count for name, count in done.items() if count > allowed[name]} == {}, done
    with acting(acts.system()):
        assert [model for model in LEAVES_BEHIND if not model.objects.exists()] == []


def days(first: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range(DAYS))


def counted(one: Happening, done: Counter[str]) -> Happening:
    """The same; how many acts it took is added to its part's."""

    def happen() -> None:
        before = entered()
        one.happen()
        done[one.part] += entered() - before

    return replace(one, happen=happen)


def entered() -> int:
    with acting(acts.system()):
        return AuditEntry.objects.filter(is_reading=False).count()

"""When slots recur and when they close."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moothall.foundations.bookings.rules import (
    Recurrence,
    check_rule,
    closing_moment,
    first_day,
)
from moothall.kernel.workdays import EVERY_DAY, WorkingDays

LONDON = "Europe/London"
OFFICE = WorkingDays(also_closed=frozenset({date(2026, 12, 29)}))


def outings(rule: str, **others: object) -> Recurrence:
    settled = {"opens": time(9, 30), "closes": time(16), "zone": LONDON, "since_date": date(2026, 1, 1)}
    return Recurrence(rule=rule, **settled | others)  # type: ignore[arg-type]


def test_third_thursdays_and_a_day_skipped_and_one_added() -> None:
    monthly = outings(
        "FREQ=MONTHLY;BYDAY=3TH", skips=frozenset({date(2026, 4, 16)}), extras=frozenset({date(2026, 4, 17)})
    )
    assert list(monthly.days(date(2026, 3, 1), date(2026, 5, 31))) == [
        date(2026, 3, 19), date(2026, 4, 17), date(2026, 5, 21),
    ]  # fmt: skip


def test_a_round_keeps_its_hour_when_the_clocks_change() -> None:
    sundays = outings("FREQ=WEEKLY;BYDAY=SU", works=EVERY_DAY)
    starts = [start for start, _end in sundays.spans(date(2026, 3, 22), date(2026, 3, 29))]
    assert [start.astimezone(UTC).hour for start in starts] == [9, 8]
    assert [start.hour for start in starts] == [9, 9]


def test_no_round_on_bank_holidays_and_closed_days() -> None:
    mondays = outings("FREQ=DAILY", works=OFFICE)
    assert list(mondays.days(date(2026, 12, 24), date(2026, 12, 30))) == [
        date(2026, 12, 24),
        date(2026, 12, 30),
    ]


def test_two_working_days_before_means_the_end_of_that_day() -> None:
    thursday = datetime(2026, 4, 9, 7, tzinfo=ZoneInfo(LONDON))
    closes = closing_moment(thursday, works=OFFICE, working_days_before=2, hours_before=0, zone=LONDON)
    assert closes == datetime(2026, 4, 8, 0, tzinfo=ZoneInfo(LONDON)), "Easter Monday does not count"
    assert first_day(date(2026, 4, 2), works=OFFICE, working_days=1) == date(2026, 4, 7)


def test_an_opening_is_cut_into_appointments_that_fit() -> None:
    spans = list(outings("FREQ=DAILY", slot_minutes=50).spans(date(2026, 3, 2), date(2026, 3, 2)))
    assert len(spans) == 7
    assert spans[-1][1].time() == time(15, 20)


@pytest.mark.parametrize(
    "rule", ["", "FREQ=SECONDLY", "FREQ=WEEKLY;BYDAY=XX", "DTSTART:20260101\nFREQ=DAILY"]
)
def test_a_rule_nobody_can_read_is_refused(rule: str) -> None:
    with pytest.raises(ValueError):
        check_rule(rule)


@given(st.integers(1, 6), st.sampled_from(["MO", "TU,TH", "SA", "MO,WE,FR"]), st.integers(0, 300))
def test_days_are_in_order_within_bounds_and_the_same_however_asked(
    weeks: int, days: str, offset: int
) -> None:
    every = outings(f"FREQ=WEEKLY;INTERVAL={weeks};BYDAY={days}", works=EVERY_DAY)
    first = date(2026, 1, 1) + timedelta(days=offset)
    middle, last = first + timedelta(days=20), first + timedelta(days=50)
    whole = list(every.days(first, last))
    assert all(before < after for before, after in pairwise(whole))
    assert whole == [*every.days(first, middle), *every.days(middle + timedelta(days=1), last)]

"""When slots recur and when they close."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moothall.foundations.bookings.rules import Recurrence, closing_moment, first_day, recurring
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
    "rule",
    [
        "", "FREQ=SECONDLY", "FREQ=WEEKLY;BYDAY=XX", "DTSTART:20260101\nFREQ=DAILY",
        "FREQ=DAILY;FREQ=SECONDLY", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=²",
        "FREQ=DAILY;INTERVAL=99999", "FREQ=DAILY;COUNT=999999999",
        "FREQ=DAILY;BYHOUR=1;BYMINUTE=1,2;BYSECOND=1,2", "FREQ=DAILY;UNTIL=20261399", "FREQ=DAILY;",
        "FREQ=DAILY;COUNT=3;UNTIL=20261231", "BYDAY=MO", "FREQ=DAILY;BYDAY=1MO" + ",1MO" * 30,
    ],
)  # fmt: skip
def test_a_rule_nobody_can_read_or_walk_is_refused(rule: str) -> None:
    with pytest.raises(recurring.Unreadable):
        recurring.check(rule)


def test_a_rule_ends_by_its_count_or_its_last_day_and_one_without_days_ends_too() -> None:
    year = date(2026, 1, 1), date(2026, 12, 31)
    assert list(outings("FREQ=DAILY;INTERVAL=2;COUNT=2").days(*year)) == [date(2026, 1, 1), date(2026, 1, 3)]
    assert list(outings("FREQ=DAILY;COUNT=3").days(date(2026, 1, 3), year[1])) == [date(2026, 1, 3)]
    assert len(list(outings("FREQ=DAILY;UNTIL=20260104T235959Z").days(*year))) == 4
    assert list(outings("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30").days(date(2026, 1, 1), date(2126, 1, 1))) == []
    last_working = outings("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=2", works=EVERY_DAY)
    assert list(last_working.days(*year)) == [date(2026, 1, 30), date(2026, 2, 27)]


def clinic(opens: str, closes: str, day: date, minutes: int | None = 30) -> list[tuple[str, str]]:
    """Starts and ends, as the clocks show them, of an opening on ``day``."""
    hours = {"opens": time.fromisoformat(opens), "closes": time.fromisoformat(closes)}
    spans = outings("FREQ=DAILY", slot_minutes=minutes, **hours).spans(day, day)
    return [(f"{start:%d %H:%M}", f"{end:%d %H:%M}") for start, end in spans]


def test_the_hour_that_does_not_exist_has_no_slot_and_the_one_that_comes_twice_has_both() -> None:
    spring = clinic("00:00", "04:00", date(2027, 3, 28))
    assert [start for start, _ in spring[:3]] == ["28 00:00", "28 00:30", "28 02:00"] and len(spring) == 6
    autumn = clinic("00:00", "04:00", date(2026, 10, 25))
    assert [start for start, _ in autumn].count("25 01:30") == 2 and len(autumn) == 10
    assert clinic("01:00", "02:00", date(2027, 3, 28)) == []
    assert clinic("01:30", "03:00", date(2027, 3, 28))[0] == ("28 02:00", "28 02:30")


def test_over_midnight_ends_the_next_day() -> None:
    day = date(2026, 6, 1)
    assert clinic("20:00", "08:00", day, None) == [("01 20:00", "02 08:00")]
    assert clinic("22:00", "00:00", day)[-1] == ("01 23:30", "02 00:00")
    assert clinic("00:00", "00:00", day, None) == [("01 00:00", "02 00:00")]


def test_a_day_added_by_hand_is_open_whatever_the_calendar_says() -> None:
    added = frozenset({date(2026, 12, 24), date(2026, 12, 28), date(2027, 1, 2)})
    fridays = outings(
        "FREQ=WEEKLY;BYDAY=FR", skips=frozenset({date(2026, 12, 25)}), extras=added, works=WorkingDays()
    )
    assert list(fridays.days(date(2026, 12, 20), date(2027, 1, 7))) == sorted(added)


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

"""Working days, as a table of examples and as laws."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moothall.kernel.workdays import WEEKDAYS, WorkingDays, public_holidays

OFFICE = WorkingDays()

days = st.dates(date(2024, 1, 1), date(2028, 12, 31))
calendars = st.builds(
    WorkingDays,
    st.frozensets(st.sampled_from(WEEKDAYS), min_size=1),
    st.sampled_from(["none", "England", "Wales", "Scotland", "Ireland"]),
    st.frozensets(days, max_size=5),
)


@pytest.mark.parametrize(
    ("start", "count", "then"),
    [
        (date(2026, 3, 2), 1, date(2026, 3, 3)),
        (date(2026, 3, 6), 1, date(2026, 3, 9)),
        (date(2026, 3, 7), 1, date(2026, 3, 9)),
        (date(2026, 3, 7), 0, date(2026, 3, 9)),
        (date(2026, 3, 9), 0, date(2026, 3, 9)),
        (date(2026, 4, 2), 1, date(2026, 4, 7)),
        (date(2026, 12, 24), 1, date(2026, 12, 29)),
        (date(2026, 3, 2), 10, date(2026, 3, 16)),
    ],
)
def test_working_days_leave_out_weekends_and_holidays(start: date, count: int, then: date):
    assert OFFICE.after(start, count) == then


def test_further_closed_days_and_other_countries_holidays():
    closed = WorkingDays(also_closed=frozenset({date(2026, 12, 29)}))
    assert closed.after(date(2026, 12, 24), 1) == date(2026, 12, 30)
    assert date(2026, 1, 2) in public_holidays("Scotland", 2026)
    assert date(2026, 1, 2) not in public_holidays("England", 2026)
    with pytest.raises(ValueError, match="at least one"):
        WorkingDays(frozenset()).after(date(2026, 1, 1), 1)


@given(days, st.integers(1, 40), calendars)
def test_counting_forward_and_back_agree(start: date, count: int, calendar: WorkingDays):
    end = calendar.after(start, count)
    assert calendar.between(start, end) == count and calendar.is_working(end)


@given(days, st.integers(1, 40), calendars)
def test_going_back_as_many_days_ends_on_the_last_working_day_or_the_day_itself(
    start: date, count: int, calendar: WorkingDays
):
    assert calendar.before(calendar.after(start, count), count) == calendar.before(start, 0)

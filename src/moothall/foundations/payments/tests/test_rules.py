"""What goes back by rule, as a table of examples and as laws."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moothall.foundations.payments.rules import GivingBack, share_back
from moothall.kernel.workdays import WorkingDays

CANCELLED = "bookings.BookingCancelled"
OFFICE = WorkingDays()
THURSDAY = date(2026, 3, 5)
RULES = [
    GivingBack(upon=CANCELLED, because=("ours",)),
    GivingBack(upon=CANCELLED, working_days_before=2),
    GivingBack(upon=CANCELLED, working_days_before=1, share=50),
]


@pytest.mark.parametrize(
    ("day", "reason", "share"),
    [
        (date(2026, 3, 3), "wanted", 100),
        (date(2026, 3, 4), "wanted", 50),
        (date(2026, 3, 5), "wanted", 0),
        (date(2026, 3, 9), "wanted", 0),
        (date(2026, 3, 5), "ours", 100),
    ],
)
def test_the_first_rule_that_fits_counts(day: date, reason: str, share: int) -> None:
    assert share_back(RULES, event=CANCELLED, reason=reason, day=day, wanted=THURSDAY, works=OFFICE) == share


def test_a_service_that_says_nothing_decides_nothing() -> None:
    asked = {"event": CANCELLED, "reason": "wanted", "day": THURSDAY, "works": OFFICE}
    assert share_back([], wanted=THURSDAY, **asked) is None
    assert share_back([GivingBack(upon="other.Undone")], wanted=THURSDAY, **asked) is None
    assert share_back(RULES[1:], wanted=None, **asked) == 0, "a deadline before no day is never kept"


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(0, 30))
def test_who_cancels_earlier_never_gets_less(day: date, later: int) -> None:
    shares = [
        share_back(RULES, event=CANCELLED, reason="wanted", day=one, wanted=date(2026, 12, 31), works=OFFICE)
        for one in (day, date.fromordinal(min(day.toordinal() + later, date(2026, 12, 31).toordinal())))
    ]
    assert shares[0] is not None and shares[1] is not None and shares[0] >= shares[1]

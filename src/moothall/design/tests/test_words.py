"""Numbers, dates and lists as people say them."""

import datetime as dt
import re

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from moothall.design import words

TODAY = dt.date(2026, 3, 6)


def test_dates_are_written_as_people_plan_by_them() -> None:
    day = dt.date(2026, 3, 9)
    assert words.long_date(day) == "Monday 9 March 2026"
    assert words.plain_date(day) == "9 March 2026"
    assert words.short_date(day) == "Mon 9 March"
    assert words.month_year(day) == "March 2026"


def test_a_moment_is_told_in_the_zone_of_the_place() -> None:
    summer = dt.datetime(2026, 7, 1, 23, 30, tzinfo=dt.UTC)
    assert words.moment(summer) == "Thursday 2 July 2026 at 12:30am"


@pytest.mark.parametrize(
    ("hour", "minute", "said"),
    [
        (7, 0, "7am"),
        (18, 30, "6:30pm"),
        (0, 0, "midnight"),
        (12, 0, "midday"),
        (0, 5, "12:05am"),
        (12, 1, "12:01pm"),
    ],
)
def test_times_of_day(hour: int, minute: int, said: str) -> None:
    assert words.clock_time(dt.time(hour, minute)) == said


def test_until_midnight_is_until_the_end_of_the_day_before() -> None:
    midnight = dt.datetime(2026, 12, 3, tzinfo=dt.UTC)
    assert words.last_moment(midnight) == "the end of Wednesday 2 December 2026"
    assert words.last_moment(midnight + dt.timedelta(hours=9)) == "Thursday 3 December 2026 at 9am"


def test_a_span_of_time() -> None:
    assert words.time_span(dt.time(7), dt.time(12)) == "7am to midday"


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "today"),
        (1, "tomorrow"),
        (-1, "yesterday"),
        (5, "in 5 days"),
        (-13, "13 days ago"),
        (-21, "3 weeks ago"),
        (-70, "2 months ago"),
        (-800, "2 years ago"),
    ],
)
def test_how_far_a_day_is(days: int, said: str) -> None:
    assert words.relative_day(TODAY + dt.timedelta(days=days), TODAY) == said


@given(st.integers(-(10**12), 10**12))
def test_money_can_be_read_back_to_the_penny(pence: int) -> None:
    said = words.money(pence)
    pounds, _, rest = said.replace("£", "").replace(",", "").replace("−", "-").partition(".")
    read = abs(int(pounds)) * 100 + int(rest or 0)
    assert (-read if said.startswith("−") else read) == pence


def test_prices_and_money() -> None:
    assert [words.money(1800), words.money(1850), words.money(-500)] == ["£18", "£18.50", "−£5"]
    assert [words.price(0), words.price(123456)] == ["Free", "£1,234.56"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("01632960123", "01632 960123"),
        ("02079460958", "020 7946 0958"),
        ("0117 496 0123", "0117 496 0123"),
        ("08081570192", "0808 157 0192"),
        ("07700900982", "07700 900982"),
        ("+447700900982", "+44 7700 900982"),
        ("999", "999"),
        ("116 123", "116 123"),
    ],
)
def test_phone_numbers_are_grouped_as_they_are_read_out(typed: str, said: str) -> None:
    assert words.phone(typed) == said


@given(st.from_regex(r"0[1-9][0-9]{8,9}", fullmatch=True))
def test_grouping_a_phone_number_changes_no_digit(number: str) -> None:
    assert re.sub(r"\D", "", words.phone(number)) == number


def test_lists_in_a_sentence() -> None:
    assert words.listed([]) == ""
    assert words.listed(["a"]) == "a"
    assert words.listed(["a", "b"]) == "a and b"
    assert words.listed(["a", "b", "c"], last="or") == "a, b or c"


@pytest.mark.parametrize(
    ("metres", "said"),
    [(20, "50 yards"), (300, "350 yards"), (1609, "1 mile"), (1900, "1.2 miles"), (25000, "16 miles")],
)
def test_distances(metres: float, said: str) -> None:
    assert words.distance(metres) == said


def test_other_amounts() -> None:
    assert words.duration(90) == "1 hour 30 minutes"
    assert words.duration(0) == "0 minutes"
    assert words.thousands(24214) == "24,214"
    assert words.thousands(1234.5) == "1,234.5"
    assert words.percent(0.724) == "72%"
    assert words.out_of_ten(0.81) == "8 in 10"
    assert [words.file_size(1), words.file_size(82_400), words.file_size(3_400_000)] == [
        "1 byte",
        "82 KB",
        "3.4 MB",
    ]


def test_in_welsh_the_names_are_welsh() -> None:
    with translation.override("cy"):
        assert words.long_date(dt.date(2026, 3, 3)) == "Dydd Mawrth 3 Mawrth 2026"
        assert words.listed(["te", "bara"]) == "te a bara"

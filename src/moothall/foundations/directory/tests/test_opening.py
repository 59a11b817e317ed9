"""Shelters, night clinics and lines that never close are shown open when they are."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from moothall.foundations.directory.rules import opening
from moothall.foundations.directory.views import presenters

MONDAY = date(2026, 11, 30)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment in the week of Monday 30 November 2026; its days are 30 … 36."""
    return datetime(2026, 11 if day == 30 else 12, day if day == 30 else day - 30, hour, minute, tzinfo=UTC)


ALWAYS = {"byday": "MO,TU,WE,TH,FR,SA,SU", "opens_at": "00:00", "closes_at": "00:00"}
SHELTER = {"byday": "FR,SA", "opens_at": "20:00", "closes_at": "08:00"}
LONG = {"byday": "SU,MO", "opens_at": "14:00", "closes_at": "13:00"}
ONCE = {"dtstart": "2026-12-05", "opens_at": "10:00", "closes_at": "12:00"}
EVENING = {"byday": "MO", "opens_at": "18:00", "closes_at": "00:00"}


@pytest.mark.parametrize(
    ("schedule", "now", "said"),
    [
        (ALWAYS, at(30, 15), "Open day and night"),
        (ALWAYS | {"closes_at": "23:59"}, at(30, 23, 59), "Open day and night"),
        (SHELTER, at(34, 21), "Open until 8am"),
        (SHELTER, at(35, 2), "Open until 8am"),
        (SHELTER, at(35, 9), "Opens at 8pm today"),
        (SHELTER, at(36, 7, 59), "Open until 8am"),
        (SHELTER, at(36, 8), "Opens Friday at 8pm"),
        (LONG, at(30, 14, 59), "Open until 1pm"),
        (LONG, at(31, 12), "Open until 1pm"),
        (EVENING, at(30, 21), "Open until midnight"),
        (EVENING, at(31, 0), "Opens Monday at 6pm"),
        (
            {"dtstart": "2026-12-05", "opens_at": "10:00", "closes_at": "12:00"},
            at(35, 11),
            "Open until midday",
        ),
    ],
)
def test_open_or_closed_is_said_as_it_is(schedule: dict[str, Any], now: datetime, said: str) -> None:
    words = presenters.open_words(opening.state([schedule], now), today=now.date())
    assert (words if isinstance(words, str) else words and words[0]) == said


@pytest.mark.parametrize(
    ("schedule", "said"),
    [
        ({"byday": "MO", "valid_to": "2005-01-01"}, None),
        ({"byday": "MO", "until": "2020-01-01"}, None),
        ({"byday": "MO", "valid_from": "2027-06-01"}, ("Monday", "From 1 June 2027.")),
        ({"byday": "WE", "interval": 2}, ("Every other Wednesday", "")),
        ({"dtstart": "2026-12-05"}, ("5 December 2026", "")),
        ({"dtstart": "2026-11-05"}, None),
        ({"freq": "MONTHLY", "bymonthday": "31"}, ("On day 31 of the month", "")),
    ],
)
def test_hours_that_are_over_or_to_come_are_not_said_as_todays(
    schedule: dict[str, Any], said: tuple[str, str] | None
) -> None:
    lines = presenters.hours([schedule | {"opens_at": "10:00", "closes_at": "12:00"}], today=MONDAY)
    assert [(line.days, line.note) for line in lines] == ([said] if said else [])
    assert all(line.hours == "10am to midday" for line in lines)


def test_all_day_is_said_so() -> None:
    [line] = presenters.hours([ALWAYS], today=MONDAY)
    assert (line.days, line.hours) == ("Every day", "All day and night")

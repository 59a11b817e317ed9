"""Case types, working days, due dates and words to find by, as tables of examples and as laws."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from moothall.foundations.cases.rules import casetypes, finding
from moothall.foundations.cases.rules.casetypes import CaseType
from moothall.foundations.cases.rules.clocks import Paused, due_date, is_overdue, working_days_paused
from moothall.kernel import stages
from moothall.kernel.workdays import WEEKDAYS, WorkingDays

OFFICE = WorkingDays()
MONDAY = date(2026, 11, 30)
KEY = b"k" * 32

days = st.dates(date(2024, 1, 1), date(2028, 12, 31))
calendars = st.builds(
    WorkingDays,
    st.frozensets(st.sampled_from(WEEKDAYS), min_size=1),
    st.sampled_from(["none", "England", "Wales", "Scotland"]),
    st.frozensets(days, max_size=5),
)


@pytest.mark.parametrize(
    ("pauses", "due"),
    [
        ([], date(2026, 3, 9)),
        ([Paused(date(2026, 3, 3), date(2026, 3, 4))], date(2026, 3, 10)),
        ([Paused(date(2026, 3, 6), date(2026, 3, 8))], date(2026, 3, 9)),
        (
            [Paused(date(2026, 3, 3), date(2026, 3, 5)), Paused(date(2026, 3, 4), date(2026, 3, 6))],
            date(2026, 3, 12),
        ),
        ([Paused(date(2026, 3, 3), None)], date(2026, 3, 12)),
    ],
)
def test_a_case_is_due_as_many_days_later_as_its_clock_stood_still(pauses: list[Paused], due: date):
    found = due_date(date(2026, 3, 2), 5, pauses=pauses, calendar=OFFICE, today=date(2026, 3, 6))
    assert found == due


@given(days, st.integers(1, 30), st.lists(st.tuples(days, st.integers(0, 20)), max_size=4), calendars)
def test_pauses_never_bring_a_due_date_forward_and_overlaps_count_once(
    start: date, count: int, given_pauses: list[tuple[date, int]], calendar: WorkingDays
):
    pauses = [Paused(day, day + timedelta(days=length)) for day, length in given_pauses]
    without = due_date(start, count, calendar=calendar, today=start)
    with_pauses = due_date(start, count, pauses=pauses, calendar=calendar, today=start)
    assert with_pauses >= without
    doubled = working_days_paused([*pauses, *pauses], calendar=calendar, today=start)
    assert doubled == working_days_paused(pauses, calendar=calendar, today=start)


@pytest.mark.parametrize(
    ("due", "paused", "closed", "late"),
    [
        (date(2026, 3, 1), False, False, True),
        (date(2026, 3, 2), False, False, False),
        (date(2026, 3, 1), True, False, False),
        (date(2026, 3, 1), False, True, False),
    ],
)
def test_late_means_past_the_due_day_open_and_with_a_running_clock(
    due: date, paused: bool, closed: bool, late: bool
):
    assert is_overdue(due, today=date(2026, 3, 2), is_paused=paused, is_closed=closed) is late


def test_a_pack_may_leave_everything_out():
    usual = CaseType()
    assert usual.first.code == "received" and usual.may_follow("working", "received")
    assert not usual.may_follow("received", "working")
    assert usual.status("forgotten").then == ()


@pytest.mark.parametrize(
    ("block", "words"),
    [
        (
            {"statuses": [{"code": "a", "then": ["b"]}, {"code": "a", "closes": True}]},
            "two statuses have the same code",
        ),
        (
            {"statuses": [{"code": "a", "then": ["b"]}, {"code": "c", "closes": True}]},
            "there is no status “b”",
        ),
        ({"statuses": [{"code": "a", "then": ["a"]}]}, "at least one status needs “closes: true”"),
        (
            {"statuses": [{"code": "a"}, {"code": "b", "closes": True}]},
            "list under “then” what may follow “a”",
        ),
        ({"working_days": 0}, "greater than or equal to 1"),
        ({"colour": "red"}, "Extra inputs"),
        ({"team": "Waste Team"}, "match pattern"),
    ],
)
def test_a_case_type_that_leads_nowhere_is_refused_with_words(block: dict[str, Any], words: str):
    with pytest.raises(ValidationError, match=words):
        CaseType.model_validate(block)


@pytest.mark.parametrize(
    ("kept", "asked"),
    [
        ("Ann Okafor", "okafor"),
        ("Siân O’Brien-Pugh", "sian"),
        ("Siân O’Brien-Pugh", "obrien-pugh"),
        ("Siân O'Brien-Pugh", "pugh"),
        ("4 Quay Steps, WX4 2PL", "wx42pl"),
        ("4 Quay Steps, WX4 2PL", "WX4 2PL"),
        ("01632 960 123", "01632960123"),
        ("01632 960 123", "01632 960123"),
        ("ann.okafor@wexcombe.example", "Ann.Okafor@wexcombe.example"),
    ],
)
def test_what_was_told_is_found_as_people_type_it(kept: str, asked: str):
    assert set(finding.asked(asked)) <= set(finding.words([kept]))


def test_free_text_is_not_indexed_and_digests_say_nothing():
    assert finding.words(["I am ill and " * 20]) == []
    digests = finding.digests(["okafor", "pugh"], key=KEY)
    assert digests != finding.digests(["okafor", "pugh"], key=b"x" * 32)
    assert all(-(2**63) <= digest < 2**63 for digest in digests)


@given(st.lists(st.text(max_size=120), max_size=20))
def test_words_are_short_plain_and_few(texts: list[str]):
    found = finding.words(texts)
    assert len(found) <= finding.MOST_WORDS and len(set(found)) == len(found)
    assert all(word and " " not in word for word in found)


@pytest.mark.parametrize(
    ("typed", "is_one", "written"),
    [
        ("HX-4F2K-7P", True, "HX-4F2K-7P"),
        ("hx4f2k", True, "HX-4F2K"),
        ("hx-", True, "HX"),
        ("okafor", False, ""),
        ("wx4 2pl", False, ""),
    ],
)
def test_references_are_known_by_their_look(typed: str, is_one: bool, written: str):
    assert finding.looks_like_reference(typed) is is_one
    assert not is_one or finding.reference(typed) == written


def test_codes_read_as_words():
    assert stages.in_words("waiting-for-you") == "Waiting for you"


def test_a_status_may_depend_on_what_stands_and_follow_what_is_undone():
    kind = CaseType.model_validate(
        {
            "statuses": [
                {"code": "booked", "then": ["done", "off"]},
                {"code": "done", "closes": True, "needs": "bookings.SlotBooked"},
                {
                    "code": "off", "closes": True, "excludes": "bookings.SlotBooked",
                    "upon": ["bookings.BookingCancelled"],
                },
            ]
        }
    )  # fmt: skip
    assert kind.open_to("booked", {"bookings.SlotBooked": None}, MONDAY) == ["done"]
    assert kind.open_to("booked", {}, MONDAY) == ["off"]
    led_to = kind.led_to("booked", "bookings.BookingCancelled")
    assert led_to is not None and led_to.code == "off"
    assert kind.led_to("done", "bookings.BookingCancelled") is None
    assert kind.led_to("booked", "bookings.BookingMoved") is None
    assert kind.conditions == {"bookings.SlotBooked"}


def test_a_status_may_wait_for_a_day_that_a_fact_names():
    booked = "bookings.SlotBooked"
    kind = CaseType.model_validate(
        {
            "statuses": [
                {"code": "booked", "then": ["done"], "on_day": booked},
                {"code": "done", "closes": True, "from_day": booked},
            ]
        }
    )
    standing: casetypes.Standing = {booked: MONDAY}
    assert kind.day_of("booked", standing) == MONDAY and kind.day_of("booked", {}) is None
    assert kind.open_to("booked", standing, MONDAY - timedelta(days=1)) == []
    assert kind.open_to("booked", standing, MONDAY) == ["done"]

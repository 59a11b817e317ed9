"""When to try again, and what may be told."""

from datetime import timedelta
from typing import Any

import pytest

from moothall.foundations.messages import rules


@pytest.mark.parametrize(
    ("attempt", "wait"),
    [
        (1, timedelta(seconds=30)),
        (2, timedelta(minutes=1)),
        (5, timedelta(minutes=8)),
        (20, timedelta(hours=6)),
    ],
)
def test_waiting_doubles_up_to_six_hours(attempt: int, wait: timedelta) -> None:
    assert rules.wait_before(attempt) == wait


@pytest.mark.parametrize(
    ("attempts", "for_good", "given_up"), [(1, False, False), (rules.ATTEMPTS, False, True), (1, True, True)]
)
def test_giving_up(attempts: int, for_good: bool, given_up: bool) -> None:
    assert rules.is_given_up(attempts, for_good=for_good) is given_up


@pytest.mark.parametrize(
    ("event", "person", "pack", "told"),
    [
        ("bookings.SlotBooked", True, True, True),
        ("bookings.SlotBooked", False, True, False),
        ("bookings.SlotBooked", True, False, False),
        ("messages.MessageSent", True, True, False),
    ],
)
def test_what_may_be_told(event: str, person: bool, pack: bool, told: bool) -> None:
    assert rules.may_be_told(event, has_person=person, has_pack=pack) is told


HOME = {"lines": ["3 Quay Steps", "Wexcombe Bay"], "postcode": "WX4 2PL"}


@pytest.mark.parametrize(
    ("told", "wanted", "reached"),
    [
        ({"email": "a@b.example", "telephone": "07700900123"}, None, ("email", "a@b.example")),
        ({"email": "a@b.example", "telephone": "07700900123", "reach": "sms"}, None, ("sms", "07700900123")),
        ({"email": "a@b.example", "telephone": "07700900123"}, "sms", ("sms", "07700900123")),
        ({"email": "a@b.example"}, "sms", ("email", "a@b.example")),
        ({"telephone": "01632960123"}, "email", ("phone", "01632960123")),
        ({"telephone": "01632960123", "address": HOME, "reach": "letter"}, None,
         ("letter", "3 Quay Steps\nWexcombe Bay\nWX4 2PL")),
        ({"postal": "1 Net Lane", "address": HOME}, None, ("letter", "1 Net Lane")),
        ({}, "email", ("phone", "")),
    ],
)  # fmt: skip
def test_by_which_way_somebody_is_reached(told: dict[str, Any], wanted: str | None, reached: Any) -> None:
    assert rules.way_to(told, wanted) == reached

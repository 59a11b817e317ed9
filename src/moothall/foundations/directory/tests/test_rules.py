"""Reading what publishers write, and saying when things are open: plain values, no database."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moothall.foundations.directory.rules import deriving, opening, reading, service_list, values
from moothall.foundations.directory.rules.notes import Notes
from moothall.foundations.directory.tests.stories import service

JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.sampled_from(
    [
        *("id", "name", "url", "email", "status", "organization", "schedules", "service_at_locations"),
        *("cost_options", "attributes", "phones", "minimum_age", "assured_date", "last_modified"),
        *("needs", "spaces", "languages"),
    ]
)


@pytest.mark.parametrize(
    ("reader", "typed", "expected"),
    [
        (values.link, "www.example.org/a", "https://www.example.org/a"),
        (values.link, "example/counselling", None),
        (values.link, "http://example.org", "http://example.org"),
        (values.email, "mailto:a@example.org", "a@example.org"),
        (values.email, "email-example_com", None),
        (values.email, False, None),
        (values.email, 12345, None),
        (values.number, "£1,250.50", 1250.5),
        (values.number, float("nan"), None),
        (values.age, 200, None),
        (values.amount, -5, None),
        (values.day, "14/03/2026", "2026-03-14"),
        (values.day, "2026-03-14T00:00:00", "2026-03-14"),
        (values.day, "31/02/2026", None),
        (values.moment, "2023-03-15T10:30:45.0Z", "2023-03-15T10:30:45.000Z"),
        (values.clock_time, "9am", "09:00"),
        (values.clock_time, "12.30pm", "12:30"),
        (values.clock_time, "24:00", "00:00"),
        (values.clock_time, "17:00:00", "17:00"),
        (values.clock_time, "25:00", None),
        (values.prose, "<p>One</p><p>Two &amp; three</p>", "One\nTwo & three"),
        (values.prose, "No description available.", None),
        (values.prose, "a\x00b", "ab"),
        (values.text, "  a \n b ", "a b"),
    ],
)
def test_values_are_read_as_publishers_write_them(reader: Any, typed: Any, expected: Any) -> None:
    assert reader(typed, Notes()) == expected


@given(more=st.dictionaries(FIELDS, JUNK, max_size=5))
def test_nothing_a_publisher_writes_breaks_reading(more: dict[str, Any]) -> None:
    notes = Notes()
    entry = reading.read_service(service(1) | more, notes, source="test")

    assert entry is not None or any(problem.is_skipped for problem in notes)
    if entry is not None:
        again = reading.read_service(service(1) | more, Notes(), source="test")
        assert reading.digest(entry) == reading.digest(again or {})
        assert entry["name"] and deriving.ways(entry) is not None and deriving.days(entry) is not None


def test_what_was_read_once_reads_the_same_again() -> None:
    raw = service(1, needs=["dementia"], schedules=[{"byday": "Monday and Friday", "opens_at": "9am"}])
    first = reading.read_service(raw, Notes(), source="test")
    assert first is not None
    notes = Notes()

    assert reading.read_service(first, notes, source="test") == first
    assert not notes.problems


def test_coordinates_the_wrong_way_round_are_exchanged() -> None:
    notes = Notes()
    place = reading.read_location({"latitude": -0.33, "longitude": 51.45}, notes, source="test")

    assert place is not None and (place["latitude"], place["longitude"]) == (51.45, -0.33)
    assert any("changed places" in problem.words for problem in notes)


@pytest.mark.parametrize(
    ("options", "fees", "expected"),
    [
        ([{"amount": 18.0}, {"amount": 9}], None, 900),
        ([{"amount": 0}], None, 0),
        ([{"option": "Free of charge"}], None, 0),
        ([], "There is no charge", 0),
        ([], "Ask us", None),
        ([{"option": "Members"}], None, None),
    ],
)
def test_the_lowest_price_is_told_from_prices_and_words(
    options: list[Any], fees: str | None, expected: int | None
) -> None:
    assert deriving.cost_pence({"cost_options": options, "fees": fees}) == expected


def test_access_features_are_known_by_code_or_by_words() -> None:
    details = [{"feature": "lift"}, {"description": "Wheelchair access and an induction loop"}]
    assert deriving.features({"accessibility": details}) == ["hearing-loop", "lift", "step-free"]


WEEKDAYS = {"freq": "WEEKLY", "byday": "MO,TU,WE,TH,FR", "opens_at": "09:00", "closes_at": "17:00"}


@pytest.mark.parametrize(
    ("schedule", "day", "expected"),
    [
        (WEEKDAYS, date(2026, 3, 14), False),
        (WEEKDAYS, date(2026, 3, 16), True),
        ({"freq": "MONTHLY", "byday": "4SA"}, date(2026, 3, 28), True),
        ({"freq": "MONTHLY", "byday": "4SA"}, date(2026, 3, 21), False),
        ({"freq": "MONTHLY", "byday": "-1FR"}, date(2026, 3, 27), True),
        ({"freq": "MONTHLY", "bymonthday": "2,14"}, date(2026, 3, 14), True),
        ({"byday": "SA", "interval": 2, "dtstart": "2026-03-07"}, date(2026, 3, 14), False),
        ({"byday": "SA", "interval": 2, "dtstart": "2026-03-07"}, date(2026, 3, 21), True),
        ({"byday": "SA", "valid_from": "2026-04-01"}, date(2026, 3, 14), False),
        ({"byday": "SA", "valid_to": "2026-03-13"}, date(2026, 3, 14), False),
    ],
)
def test_a_schedule_falls_on_its_days(schedule: dict[str, Any], day: date, expected: bool) -> None:
    assert opening.is_on(schedule, day) is expected


def test_the_state_is_open_or_opening_next() -> None:
    friday = datetime(2026, 3, 13, 9, tzinfo=UTC)
    later, saturday = friday.replace(hour=17), friday.replace(day=14, hour=12)

    assert opening.state([WEEKDAYS], friday).until == time(17)
    assert opening.state([WEEKDAYS], later) == opening.State(
        day=date(2026, 3, 16), opens=time(9), closes=time(17)
    )
    assert opening.state([WEEKDAYS], saturday).day == date(2026, 3, 16)
    assert opening.state([], saturday) == opening.State()


def test_a_service_list_of_another_kind_is_refused_in_words() -> None:
    with pytest.raises(service_list.NotAServiceList, match="Identifier and Label"):
        service_list.columns_of(["a", "b"])

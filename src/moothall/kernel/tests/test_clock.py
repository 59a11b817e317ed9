"""Keys that sort in the order they were made."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from moothall.kernel import clock

MOMENT = datetime(2026, 3, 3, 12, tzinfo=UTC)


def test_keys_of_one_millisecond_keep_their_order():
    made = [clock.uuid7(MOMENT) for _ in range(10_000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)


@given(seconds=st.integers(631_152_000, 7_258_118_400))
def test_a_key_is_a_version_7_uuid_of_its_moment(seconds: int):
    moment = datetime.fromtimestamp(seconds, UTC)
    made = clock.uuid7(moment)
    assert made.version == 7
    assert made.int >> 80 == int(moment.timestamp() * 1000)


def test_a_set_clock_stands_still_and_goes_on_afterwards():
    with clock.set_to(MOMENT):
        assert clock.now() == MOMENT
    assert clock.now() != MOMENT


def test_references_have_no_letters_mistaken_for_digits():
    drawn = "".join(clock.reference() for _ in range(500))
    assert not set(drawn) & set("O0I1")

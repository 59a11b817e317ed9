"""What swaps do by the clock and along the stream of what happens, as it was set."""

from datetime import timedelta

import pytest

from moothall.civic.swaps import operations, queries, tasks
from moothall.civic.swaps.tests.bringing import brought
from moothall.kernel import act as acts
from moothall.kernel import places, readers
from moothall.kernel.act import Act
from moothall.kernel.operations.settings import change_settings
from moothall.kernel.tests.support import Small, small_place

pytestmark = pytest.mark.django_db(databases=["default", "signin"])


@pytest.fixture
def place() -> Small:
    return small_place()


def in_days(days: int) -> Act:
    """Moothall itself, some days from now."""
    act = acts.system()
    object.__setattr__(act, "at", act.at + timedelta(days=days))
    return act


def test_swaps_end_when_the_days_are_over_that_were_set(place: Small) -> None:
    change_settings(
        acts.system(), capability="swaps", content={"is_checked_first": False, "shown_days": 7}, after=0
    )
    swap = brought(place, acts.public())
    assert queries.swap(acts.public(), id=swap).stage == "shown"
    tasks.end_swaps(in_days(6))
    assert queries.swap(acts.public(), id=swap).stage == "shown"
    tasks.end_swaps(in_days(8))
    assert queries.swap(acts.public(), id=swap).stage == "ended"
    assert queries.swaps(acts.public()).items == ()


def test_what_is_brought_is_counted_once(place: Small) -> None:
    for _number in range(2):
        brought(place, acts.public())
    readers.catch_up()
    readers.catch_up()
    month = places.local_date(acts.system().at).replace(day=1)
    assert queries.brought_in(place.as_officer(), month=month) == 2
    assert queries.brought_in(place.as_adviser(), month=month) == 0
    operations.count(acts.system(), organisation=place.council, month=month, number=1)
    assert queries.brought_in(place.as_officer(), month=month) == 3

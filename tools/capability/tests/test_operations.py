"""What can be done with swaps, by whom, and what is refused."""

from collections.abc import Callable

import pytest

from moothall.civic.swaps import operations, queries
from moothall.civic.swaps.tests.bringing import brought
from moothall.kernel import act as acts
from moothall.kernel import clock
from moothall.kernel.act import Act
from moothall.kernel.operations import matters
from moothall.kernel.refusal import NotAllowed, NotFound, Refused
from moothall.kernel.tests.support import Small, small_place

pytestmark = pytest.mark.django_db(databases=["default", "signin"])


@pytest.fixture
def place() -> Small:
    return small_place()


def test_everybody_sees_it_once_somebody_has_looked_at_it(place: Small) -> None:
    swap = brought(place, acts.public())
    assert queries.swaps(acts.public()).items == ()
    with pytest.raises(NotFound):
        queries.swap(acts.public(), id=swap)
    operations.move(place.as_officer(), swap=swap, stage="shown")
    operations.move(place.as_officer(), swap=swap, stage="shown")
    (found,) = queries.swaps(acts.public()).items
    assert (found.id, found.title, found.organisation) == (swap, "A garden bench", "Council")


def test_what_is_refused_is_seen_by_nobody_else(place: Small) -> None:
    swap = brought(place, place.as_resident())
    operations.move(place.as_officer(), swap=swap, stage="refused")
    with pytest.raises(NotFound):
        queries.swap(place.as_neighbour(), id=swap)
    with pytest.raises(Refused, match="cannot come next"):
        operations.move(place.as_officer(), swap=swap, stage="shown")


def test_another_organisation_has_nothing_to_do_with_it(place: Small) -> None:
    swap = brought(place, acts.public())
    with pytest.raises(NotFound):
        operations.move(place.as_adviser(), swap=swap, stage="shown")
    with pytest.raises(NotAllowed):
        operations.move(place.as_resident(), swap=swap, stage="shown")
    assert queries.queue(place.as_adviser()).items == ()
    with pytest.raises(NotFound):
        brought(place, place.as_adviser())


def test_sent_twice_it_is_put_up_once(place: Small) -> None:
    act = place.as_resident().with_key(clock.token())
    assert brought(place, act) == brought(place, act)
    assert len(queries.queue(place.as_officer()).items) == 1


@pytest.mark.parametrize(
    ("title", "text", "field"), [(" ", "x", "title"), ("x", "", "text"), ("x" * 101, "x", "title")]
)
def test_it_needs_words(place: Small, title: str, text: str, field: str) -> None:
    with pytest.raises(Refused) as refused:
        operations.put_up(acts.public(), organisation=place.council, title=title, text=text)
    assert set(refused.value.fields) == {field}


@pytest.mark.parametrize("whose", [acts.public, acts.system])
def test_an_organisation_that_is_none_is_not_found(place: Small, whose: Callable[[], Act]) -> None:
    with pytest.raises(Refused):
        operations.put_up(whose(), organisation=clock.uuid7(), title="x", text="x")


def test_what_was_written_goes_with_the_matter(place: Small) -> None:
    swap = brought(place, acts.public())
    operations.move(place.as_officer(), swap=swap, stage="shown")
    matters.erase_matter(acts.system(organisation=place.council), matter=swap)
    operations.erase(acts.system(organisation=place.council), matter=swap)
    assert queries.swap(acts.public(), id=swap).text == ""

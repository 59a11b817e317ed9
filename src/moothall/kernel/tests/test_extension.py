"""Extension points: what is offered, what is refused, and what a test may replace."""

import pytest

from moothall.kernel.extension import Registry


def test_what_is_offered_is_kept_in_its_order() -> None:
    points = Registry[str, int]("point")
    points.offer("one", 1)
    points.offer("two", 2)
    assert dict(points) == {"one": 1, "two": 2} and list(points) == ["one", "two"]


def test_a_second_offer_is_refused_with_both_places() -> None:
    points = Registry[str, int]("The point")
    points.offer("one", 1)
    with pytest.raises(RuntimeError, match=rf"one is offered by {__name__}:\d+ and by {__name__}:\d+"):
        points.offer("one", 2)
    assert points["one"] == 1


def test_a_module_loaded_again_offers_the_same_again() -> None:
    points = Registry[str, int]("point")
    for value in (1, 2):
        points.offer("one", value)
    assert points["one"] == 2


def test_functions_of_which_there_may_be_many_are_offered_under_their_own_names() -> None:
    points = Registry[str, object]("point")

    @points.each
    def here() -> None: ...

    assert list(points.values()) == [here]


def test_a_test_may_begin_afresh() -> None:
    points = Registry[str, int]("point")
    points.offer("one", 1)
    with points.fresh():
        assert not points
        points.offer("one", 2)
        assert points["one"] == 2
    assert dict(points) == {"one": 1}

"""A published figure is never a raw count, and nobody works one out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moothall.engines.disclosure import figures
from moothall.engines.disclosure.figures import LEAST, STEP, Figure, published

COUNTS = st.dictionaries(st.integers(), st.integers(0, 60), max_size=8)


@given(COUNTS)
def test_every_figure_is_rounded_and_no_small_one_is_shown(counts: dict[int, int]) -> None:
    found = published(counts)
    assert found.parts.keys() == counts.keys()
    for figure in (found.total, *found.parts.values()):
        assert figure.value is None or (
            figure.value % STEP == 0 and (figure.value >= LEAST or figure.value == 0)
        )
    for key, count in counts.items():
        value = found.parts[key].value
        assert value is None or abs(value - count) <= STEP // 2
        assert not 0 < count < LEAST or value is None


@given(COUNTS)
def test_a_hidden_one_could_be_any_number_beside_the_others(counts: dict[int, int]) -> None:
    found = published(counts)
    hidden = [count for key, count in counts.items() if found.parts[key].value is None]
    if found.total.value is not None:
        assert not any(0 < count < LEAST for count in hidden) or len(hidden) > 1


def test_one_small_part_takes_another_with_it() -> None:
    found = published({"a": 3, "b": 40, "c": 18})
    assert [figure.value for figure in found.parts.values()] == [None, 40, None]
    assert found.total.value == 60
    assert published({"a": 3}).total.value is None and published({}).total.value == 0
    with pytest.raises(ValueError, match="at least nothing"):
        published({"a": -1})


def test_nobody_makes_a_figure_of_their_own_or_changes_one() -> None:
    for way in (lambda: Figure(3), lambda: Figure(3, maker=object())):
        with pytest.raises(TypeError, match=r"engines\.disclosure"):
            way()
    figure = published({"a": 40}).total
    with pytest.raises(AttributeError):
        figure.value = 41
    assert repr(figure) == "<Figure 40>" and figures.LEAST == 8

"""A theme people cannot read is refused, with the reason."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moothall.design import theme
from moothall.design.theme import PoorTheme, Theme

COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


def test_contrast_agrees_with_the_standard() -> None:
    assert theme.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert theme.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert theme.contrast("#0b5c55", "#0b5c55") == 1


def test_our_own_theme_is_good() -> None:
    assert theme.problems(Theme()) == []


def test_a_pale_link_colour_is_refused_with_what_to_do() -> None:
    with pytest.raises(PoorTheme) as refused:
        theme.check(replace(Theme(), tide="#7fd1c3"))
    assert "“tide” on “paper” has a contrast of 1.7. Make it 4.5 or more." in refused.value.problems


def test_values_that_are_not_colours_or_sizes_are_refused() -> None:
    faults = theme.problems(replace(Theme(), ink="red;}body{display:none", panel_radius=300))
    assert faults == [
        "“ink” must be a colour such as #0b5c55.",
        "“panel_radius” must be between 0 and 24 pixels.",
    ]


def test_settings_of_a_place_become_a_theme() -> None:
    assert theme.read({"tide": "#7a1f5c", "tide_dark": "#4d1039"}).tide == "#7a1f5c"
    with pytest.raises(PoorTheme, match="no theme setting called “colour”"):
        theme.read({"colour": "#000000"})


@given(tide=COLOURS, tide_dark=COLOURS, footer=COLOURS, sun=COLOURS)
def test_a_theme_that_is_accepted_can_be_read_in_both_schemes(
    tide: str, tide_dark: str, footer: str, sun: str
) -> None:
    chosen = replace(Theme(), tide=tide, tide_dark=tide_dark, footer=footer, sun=sun)
    if theme.problems(chosen):
        with pytest.raises(PoorTheme):
            theme.stylesheet(chosen)
        return
    css = theme.stylesheet(chosen)
    light, dark = (dict(re.findall(r"--moot-([a-z-]+):([^;]+);", part)) for part in css.split("@media"))
    for scheme in (light, dark):
        assert theme.contrast(scheme["tide"], scheme["paper"]) >= 4.5
        assert theme.contrast(scheme["on-tide"], scheme["tide"]) >= 4.5
        assert theme.contrast(scheme["ink"], scheme["paper"]) >= 4.5
        assert theme.contrast(scheme["on-sun"], scheme["sun"]) >= 4.5

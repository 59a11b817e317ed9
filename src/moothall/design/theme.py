"""A place's own colours and shapes, refused when people could not read them.

Contrast is WCAG 2.2's contrast ratio (success criteria 1.4.3 and 1.4.11), computed from relative luminance.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from functools import lru_cache

from django.utils.translation import gettext as _

TEXT_CONTRAST = 4.5
SHAPE_CONTRAST = 3.0
DARK_PAPER = "#0f1b19"

_HEX = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours (``#rrggbb``) and corner radii (px) that a place may set; the defaults are our own."""

    paper: str = "#ffffff"
    ink: str = "#16302b"
    tide: str = "#0b5c55"
    tide_dark: str = "#073f3b"
    on_tide: str = "#ffffff"
    slate: str = "#4b5b58"
    sand: str = "#f6f1e7"
    sky: str = "#e3f0ee"
    sun: str = "#ffc845"
    on_sun: str = "#16302b"
    coral: str = "#b3361f"
    moss: str = "#2f6b2f"
    line: str = "#d9d2c4"
    footer: str = "#073f3b"
    on_footer: str = "#ffffff"
    panel_radius: int = 10
    control_radius: int = 6


class PoorTheme(ValueError):
    """A theme that people could not use. ``problems`` are sentences that say what to change."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


def luminance(colour: str) -> float:
    """The relative luminance (0 to 1) of a colour ``#rrggbb``, by WCAG 2.2."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio (1 to 21) of two colours ``#rrggbb``, by WCAG 2.2."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


_PAIRS = (
    ("ink", "paper", TEXT_CONTRAST),
    ("ink", "sand", TEXT_CONTRAST),
    ("ink", "sky", TEXT_CONTRAST),
    ("tide", "paper", TEXT_CONTRAST),
    ("tide", "sand", TEXT_CONTRAST),
    ("tide_dark", "paper", TEXT_CONTRAST),
    ("tide_dark", "sky", TEXT_CONTRAST),
    ("on_tide", "tide", TEXT_CONTRAST),
    ("on_tide", "tide_dark", TEXT_CONTRAST),
    ("slate", "paper", TEXT_CONTRAST),
    ("slate", "sand", TEXT_CONTRAST),
    ("coral", "paper", TEXT_CONTRAST),
    ("moss", "paper", SHAPE_CONTRAST),
    ("on_sun", "sun", TEXT_CONTRAST),
    ("on_footer", "footer", TEXT_CONTRAST),
)


def problems(theme: Theme) -> list[str]:
    """Why people could not use ``theme``: one sentence for each fault, none for a good theme."""
    values = asdict(theme)
    colours = {name: value for name, value in values.items() if isinstance(value, str)}
    malformed = [
        _("“%(name)s” must be a colour such as #0b5c55.") % {"name": name}
        for name, value in colours.items()
        if not _HEX.fullmatch(value)
    ]
    sizes = [
        _("“%(name)s” must be between 0 and 24 pixels.") % {"name": name}
        for name, value in values.items()
        if isinstance(value, int) and not 0 <= value <= 24
    ]
    return malformed + sizes or _weak_pairs(colours)


def _weak_pairs(colours: dict[str, str]) -> list[str]:
    found = []
    for front, back, least in _PAIRS:
        ratio = contrast(colours[front], colours[back])
        if ratio < least:
            found.append(
                _("“%(front)s” on “%(back)s” has a contrast of %(ratio).1f. Make it %(least).1f or more.")
                % {"front": front, "back": back, "ratio": int(ratio * 10) / 10, "least": least}
            )
    return found


def read(settings: Mapping[str, object]) -> Theme:
    """The theme of a place's settings: names of :class:`Theme` and their values.

    Raises:
        PoorTheme: for a name that is not in a theme, or a theme that :func:`check` refuses.
    """
    known = {field.name for field in fields(Theme)}
    unknown = [
        _("There is no theme setting called “%(name)s”.") % {"name": name}
        for name in settings
        if name not in known
    ]
    if unknown:
        raise PoorTheme(unknown)
    theme = Theme(**settings)  # type: ignore[arg-type]
    check(theme)
    return theme


def check(theme: Theme) -> None:
    """Do nothing for a usable theme.

    Raises:
        PoorTheme: with every problem, when somebody could not read a page drawn with it.
    """
    if faults := problems(theme):
        raise PoorTheme(faults)


def lighten(colour: str, *, against: str, least: float) -> str:
    """``colour`` with 5 % more white at a time, until its contrast with ``against`` is at least ``least``."""
    channels = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    steps = ("#{:02x}{:02x}{:02x}".format(*_mixed(channels, step * 0.05)) for step in range(20))
    return next((mixed for mixed in steps if contrast(mixed, against) >= least), "#ffffff")


def _mixed(channels: list[int], white: float) -> list[int]:
    return [round(channel + (255 - channel) * white) for channel in channels]


@lru_cache(maxsize=16)
def stylesheet(theme: Theme) -> str:
    """The custom properties of ``theme`` as CSS, for the light scheme and, derived from it, the dark one.

    Raises:
        PoorTheme: when the theme fails :func:`check`, so that no unreadable page can be served.
    """
    check(theme)
    light = "".join(
        f"--moot-{name.replace('_', '-')}:{_css(value)};" for name, value in asdict(theme).items()
    )
    return f":root{{{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{_dark(theme)}}}}}"


def _css(value: str | int) -> str:
    return value if isinstance(value, str) else f"{value}px"


def _dark(theme: Theme) -> str:
    default = Theme()
    kept = {
        "paper": DARK_PAPER,
        "ink": "#eef4f1",
        "tide": lighten(theme.tide, against=DARK_PAPER, least=8),
        "tide-dark": lighten(theme.tide, against=DARK_PAPER, least=12),
        "on-tide": "#0b1f1c",
        "slate": "#b0c1bc",
        "sand": "#182825",
        "sky": "#17352f",
        "coral": "#ff9d88",
        "moss": "#94d594",
        "line": "#3b4c48",
        "footer": "#0a1311",
        "on-footer": "#eef4f1",
        "sun": theme.sun if contrast(theme.sun, DARK_PAPER) >= SHAPE_CONTRAST else default.sun,
        "on-sun": theme.on_sun if contrast(theme.sun, DARK_PAPER) >= SHAPE_CONTRAST else default.on_sun,
    }
    return "".join(f"--moot-{name}:{value};" for name, value in kept.items())

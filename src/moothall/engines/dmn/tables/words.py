"""Values and regions in plain words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

from ..builtins.temporal import MONTHS
from ..values.numbers import plain_text
from ..values.temporal import Date, DateTime
from ..values.text import text_of
from .axes import Axis, Region

Show = Callable[[Any], str]


def shown(value: Any) -> str:
    """A value as a person would write it: 1,250.50 · yes · 1 April 2026 · a, b."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return _with_thousands(plain_text(value))
    if isinstance(value, Date):
        return f"{value.day} {MONTHS[value.month - 1]} {value.year}"
    if isinstance(value, DateTime):
        return f"{shown(value.date)} at {value.time}"
    if isinstance(value, list):
        return ", ".join(map(shown, value)) or "nothing"
    if isinstance(value, dict):
        return ", ".join(f"{name}: {shown(part)}" for name, part in value.items())
    return text_of(value)


def _with_thousands(text: str) -> str:
    whole, point, fraction = text.partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    grouped = f"{int(digits):,}" if len(digits) > 4 else digits
    return sign + grouped + point + fraction


def region_words(axis: Axis, numbers: Sequence[int], show: Show = shown) -> str:
    """Some regions of an axis in words, such as “18 or over” or “student or carer”."""
    chosen = sorted(set(numbers))
    if len(chosen) == len(axis.regions):
        return "anything"
    if axis.kind in (bool, str):
        return _values_words(axis, chosen, show)
    return " or ".join(_stretch_words(axis, first, last, show) for first, last in _runs(chosen))


def _values_words(axis: Axis, chosen: Sequence[int], show: Show) -> str:
    regions = axis.regions
    named = [show(regions[number].example) for number in chosen if regions[number].single]
    if all(regions[number].single for number in chosen):
        return listed(named)
    left_out = [
        show(region.example)
        for number, region in enumerate(regions)
        if region.single and number not in chosen
    ]
    return f"anything but {listed(left_out)}" if left_out else "anything"


def listed(names: Iterable[str], joiner: str = "or") -> str:
    """Names in a row: a, b or c."""
    *most, last = list(names)
    return f"{', '.join(most)} {joiner} {last}" if most else last


def _runs(chosen: Sequence[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for number in chosen:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = runs[-1][0], number
        else:
            runs.append((number, number))
    return runs


def _stretch_words(axis: Axis, first: int, last: int, show: Show) -> str:
    low, high = axis.regions[first], axis.regions[last]
    if first == last and low.single:
        return show(low.example)
    later = isinstance(low.example, Date)
    start = _start_words(low, show, later=later)
    end = _end_words(high, show, later=later)
    if start and high.single:
        end = f"up to {show(high.example)}"
    return " and ".join(part for part in (start, end) if part)


def _start_words(region: Region, show: Show, *, later: bool) -> str:
    if region.single:
        return f"{show(region.example)} or {'later' if later else 'more'}"
    if region.low is None:
        return ""
    return f"{'after' if later else 'over'} {show(region.low)}"


def _end_words(region: Region, show: Show, *, later: bool) -> str:
    if region.single:
        return f"{show(region.example)} or {'earlier' if later else 'less'}"
    if region.high is None:
        return ""
    return f"{'before' if later else 'under'} {show(region.high)}"

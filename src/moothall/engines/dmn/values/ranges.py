"""FEEL ranges (DMN 1.5, 10.3.2.7)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Range:
    """All values between two ends; an end that is None is open-ended.

    `bounded_below` and `bounded_above` are False for the missing end of ranges such as `(> 10)`.
    """

    low: Any
    high: Any
    low_included: bool = True
    high_included: bool = True
    bounded_below: bool = True
    bounded_above: bool = True


def at_least(value: Any, *, included: bool) -> Range:
    """The range of `>= value`, or of `> value` when the value itself is left out."""
    return Range(value, None, included, False, bounded_above=False)


def at_most(value: Any, *, included: bool) -> Range:
    """The range of `<= value`, or of `< value` when the value itself is left out."""
    return Range(None, value, False, included, bounded_below=False)

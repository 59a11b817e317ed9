"""Every built-in function of DMN 1.5, chapter 10.3.4, by name."""

from __future__ import annotations

from . import contexts, conversion, intervals, lists, numeric, ranges, temporal, text
from .registry import BUILT_INS, BuiltIn

__all__ = [
    "BUILT_INS",
    "BuiltIn",
    "contexts",
    "conversion",
    "intervals",
    "lists",
    "numeric",
    "ranges",
    "temporal",
    "text",
]

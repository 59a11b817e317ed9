"""The built-in `range`, which reads a range from text (DMN 1.5, 10.3.4.1)."""

from __future__ import annotations

import re
from typing import Any

from ..feel.lexer import string_value
from ..limits import Run
from ..problems import Undefined
from ..values import compare
from ..values.numbers import number_from_text
from ..values.ranges import Range
from ..values.temporal_text import temporal_from_text
from .registry import BUILT_INS, feel

_RANGE = re.compile(r'([\[\](])\s*((?:"(?:[^"\\]|\\.)*"|[^"])*?)\s*\.\.\s*(.*?)\s*([\[\])])', re.DOTALL)
_NUMBER = re.compile(r"-?(?:\d{1,40}(?:\.\d{1,40})?|\.\d{1,40})", re.ASCII)
_CALL = re.compile(r'(@|[a-z ]*)\(?\s*("(?:[^"\\]|\\.)*")\s*\)?', re.DOTALL)
_CONSTRUCTORS = ("date", "time", "date and time", "duration")


@feel("range(from: string)")
def range_of_text(run: Run, from_: str) -> Range:
    found = _RANGE.fullmatch(from_.strip())
    if not found:
        raise Undefined("the text is no range")
    opening, low_text, high_text, closing = found.groups()
    low, high = _endpoint(run, low_text), _endpoint(run, high_text)
    low_included, high_included = opening == "[", closing == "]"
    if (low is None and (low_included or high is None)) or (high is None and high_included):
        raise Undefined("an open end of a range takes a round bracket, and one end must be given")
    if low is not None and high is not None and not compare.at_most(low, high):
        raise Undefined("the range ends before it starts")
    return Range(low, high, low_included, high_included, low is not None, high is not None)


def _endpoint(run: Run, text: str) -> Any:
    """A number, text, date, time or duration written out; None when nothing is written."""
    if not text:
        return None
    if _NUMBER.fullmatch(text):
        return number_from_text(text)
    called = _CALL.fullmatch(text)
    if not called:
        raise Undefined("an end of a range must be a number, a text, a date, a time or a duration")
    name, argument = called[1].strip(), string_value(called[2])
    if name in _CONSTRUCTORS:
        return BUILT_INS[name].call(run, [argument])
    value = temporal_from_text(argument) if name == "@" else argument if not name else None
    if value is None:
        raise Undefined("an end of a range has no value")
    return value

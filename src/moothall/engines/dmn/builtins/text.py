"""String built-ins (DMN 1.5, 10.3.4.3)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ..limits import Run
from ..problems import Undefined
from ..regex.pattern import Pattern, pattern
from ..regex.replacing import replaced, split_by
from .registry import feel


@feel("substring(string: string, start position: number, length?: number)")
def substring(string: str, start: Decimal, length: Decimal | None) -> str:
    first = int(start)
    if first == 0 or abs(first) > len(string):
        raise Undefined("the start position is outside the text")
    begin = first - 1 if first > 0 else len(string) + first
    if length is None:
        return string[begin:]
    if length < 1:
        raise Undefined("the length must be at least 1")
    return string[begin : begin + int(length)]


@feel("string length(string: string)")
def string_length(string: str) -> Decimal:
    return Decimal(len(string))


@feel("upper case(string: string)")
def upper_case(string: str) -> str:
    return string.upper()


@feel("lower case(string: string)")
def lower_case(string: str) -> str:
    return string.lower()


@feel("substring before(string: string, match: string)")
def substring_before(string: str, match: str) -> str:
    return string.partition(match)[0] if match and match in string else ""


@feel("substring after(string: string, match: string)")
def substring_after(string: str, match: str) -> str:
    return string.partition(match)[2] if match else string


@feel("contains(string: string, match: string)")
def contains(string: str, match: str) -> bool:
    return match in string


@feel("starts with(string: string, match: string)")
def starts_with(string: str, match: str) -> bool:
    return string.startswith(match)


@feel("ends with(string: string, match: string)")
def ends_with(string: str, match: str) -> bool:
    return string.endswith(match)


@feel("matches(input: string, pattern: string, flags?: string)")
def matches(run: Run, input_: str, pattern_: str, flags: str | None) -> bool:
    return _read(pattern_, flags).search(run, input_) is not None


@feel("replace(input: string, pattern: string, replacement: string, flags?: string)")
def replace(run: Run, input_: str, pattern_: str, replacement: str, flags: str | None) -> str:
    return replaced(run, input_, _read(pattern_, flags), replacement, literal="q" in (flags or ""))


@feel("split(string: string, delimiter: string)")
def split(run: Run, string: str, delimiter: str) -> list[str]:
    return split_by(run, string, _read(delimiter, None))


@feel("string join(list: list<string>, delimiter?: string)")
def string_join(run: Run, strings: list[Any], delimiter: str | None) -> str:
    present = [string for string in strings if string is not None]
    length = sum(map(len, present)) + len(delimiter or "") * len(present)
    run.claim(length)
    return (delimiter or "").join(present)


def _read(text: str, flags: str | None) -> Pattern:
    return pattern(text, flags or "")

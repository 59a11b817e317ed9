"""FEEL values as text, the way the built-in `string` writes them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from .numbers import plain_text
from .ranges import Range

_PLAIN_KEY = re.compile(r"[^\W\d]\w*(?: \w+)*")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def text_of(value: Any) -> str:
    """A value as `string(value)` gives it: a string as it is, the others as an author would write them."""
    return value if isinstance(value, str) else literal(value)


def literal(value: Any) -> str:
    """A value as an author would write it, strings in quotation marks."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return plain_text(value)
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, list):
        return f"[{', '.join(map(literal, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(key)}: {literal(item)}" for key, item in value.items()) + "}"
    if isinstance(value, Range):
        return _range_text(value)
    return str(value)


def brief(value: Any, *, longest: int = 60) -> str:
    """The beginning of a value as an author would write it, whatever its size."""
    if isinstance(value, list):
        text = "[" + ", ".join(brief(item, longest=12) for item in value[:3]) + (", …]" if value[3:] else "]")
    elif isinstance(value, dict):
        some = [f"{_key(key)}: {brief(value[key], longest=12)}" for key in list(value)[:3]]
        text = "{" + ", ".join(some) + (", …}" if len(value) > 3 else "}")
    else:
        text = literal(value)
    return text if len(text) <= longest else text[: longest - 1] + "…"


def expression(value: Any) -> str:
    """A value as a FEEL expression that gives it back; dates and the like become `@` literals."""
    plain = literal(value)
    if value is None or isinstance(value, (bool, Decimal, str, list, dict, Range)):
        return plain
    return f'@"{plain}"'


def quoted(text: str) -> str:
    """The text as a FEEL string literal."""
    return '"' + "".join(_ESCAPES.get(character, character) for character in text) + '"'


def _key(name: str) -> str:
    return name if _PLAIN_KEY.fullmatch(name) else quoted(name)


def _range_text(range_: Range) -> str:
    if not range_.bounded_below:
        return f"({'<=' if range_.high_included else '<'} {literal(range_.high)})"
    if not range_.bounded_above:
        return f"({'>=' if range_.low_included else '>'} {literal(range_.low)})"
    opening, closing = "[" if range_.low_included else "(", "]" if range_.high_included else ")"
    return f"{opening}{literal(range_.low)}..{literal(range_.high)}{closing}"

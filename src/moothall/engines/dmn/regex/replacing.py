"""Replacing and splitting by a pattern (XPath and XQuery functions, 5.6.4 and 5.6.5)."""

from __future__ import annotations

from collections.abc import Iterator

from ..limits import Run
from ..problems import Undefined
from .pattern import Captures, Pattern

Piece = str | int


def replaced(run: Run, text: str, pattern: Pattern, replacement: str, *, literal: bool = False) -> str:
    """The text with every match replaced; `$1` in the replacement is the first group.

    Raises Undefined when the pattern matches nothing at all, or the replacement is wrong.
    """
    pieces = [replacement] if literal else _pieces(replacement, pattern.groups)
    result: list[str] = []
    length, last = 0, 0
    for found in _matches(run, text, pattern):
        made = text[last : found[0]] + "".join(_filled(piece, text, found) for piece in pieces)
        length += len(made)
        run.claim(length)
        result.append(made)
        last = found[1]
    return "".join(result) + text[last:]


def split_by(run: Run, text: str, pattern: Pattern) -> list[str]:
    """The pieces of the text between matches. Raises Undefined when the pattern matches nothing at all."""
    parts: list[str] = []
    last = 0
    for found in _matches(run, text, pattern):
        parts.append(text[last : found[0]])
        last = found[1]
    return [*parts, text[last:]]


def _matches(run: Run, text: str, pattern: Pattern) -> Iterator[Captures]:
    if pattern.matches_nothing(run):
        raise Undefined("the pattern matches an empty text")
    position = 0
    while (found := pattern.search(run, text, position)) is not None:
        yield found
        position = found[1] if found[1] > found[0] else found[1] + 1


def _filled(piece: Piece, text: str, found: Captures) -> str:
    if isinstance(piece, str):
        return piece
    begin, end = found[2 * piece], found[2 * piece + 1]
    return text[begin:end] if begin >= 0 else ""


def _pieces(replacement: str, groups: int) -> list[Piece]:
    pieces: list[Piece] = []
    position = 0
    while position < len(replacement):
        sign, position = replacement[position], position + 1
        if sign == "\\":
            if replacement[position : position + 1] not in ("\\", "$") or position >= len(replacement):
                raise Undefined("in a replacement a backslash must come before $ or another backslash")
            pieces.append(replacement[position])
            position += 1
        elif sign == "$":
            group, position = _group_number(replacement, position, groups)
            pieces.append(group if group <= groups else "")
        else:
            pieces.append(sign)
    return pieces


def _group_number(replacement: str, position: int, groups: int) -> tuple[int, int]:
    """The number after `$`: as many digits as still name a group, at least one."""
    digits = ""
    while position < len(replacement) and replacement[position] in "0123456789":
        if digits and int(digits + replacement[position]) > groups:
            break
        digits += replacement[position]
        position += 1
    if not digits:
        raise Undefined("in a replacement $ must come before the number of a group")
    return int(digits), position

"""What can be wrong with a rule, said so that its author can put it right."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a source something stands: its name, and line and column counted from 1.

    In a workbook `cell` names the cell, such as B3; nothing within it is counted.
    """

    source: str = ""
    line: int = 1
    column: int = 1
    cell: str = ""

    def __str__(self) -> str:
        where = f"cell {self.cell}" if self.cell else f"line {self.line}, column {self.column}"
        return f"{self.source}, {where}" if self.source else where

    def shifted(self, text: str, offset: int) -> Place:
        """The place of the character at `offset` of `text`, where `text` begins at this place."""
        if self.cell:
            return self
        before = text[:offset]
        lines = before.count("\n")
        if not lines:
            return Place(self.source, self.line, self.column + offset)
        return Place(self.source, self.line + lines, offset - before.rindex("\n"))


NOWHERE = Place()  # the beginning of a text that has no name
UNPLACED = Place(line=0, column=0)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right: what, where, the text it concerns, what was expected, a suggestion."""

    message: str
    place: Place = UNPLACED
    text: str = ""
    expected: str = ""
    suggestion: str = ""

    def __str__(self) -> str:
        parts = [self.message if self.place == UNPLACED else f"{self.place}: {self.message}"]
        if self.text:
            parts.append(f"The text is “{_shortened(self.text)}”.")
        if self.expected:
            parts.append(f"Expected {self.expected}.")
        if self.suggestion:
            parts.append(f"Did you mean “{self.suggestion}”?")
        return " ".join(parts)


class RuleError(Exception):
    """A rule cannot be read, checked or carried out; `problems` says why."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class RuleSyntaxError(RuleError):
    """The text of a rule cannot be read."""


class LimitReached(RuleError):
    """A rule was stopped because it took too many steps, too much room or too much time."""


class Undefined(Exception):
    """A function has no value for its arguments: FEEL answers null and notes the reason."""


def closest(word: str, known: Iterable[str]) -> str:
    """The known name most like `word`, or an empty string when none is near."""
    by_folded = {name.casefold(): name for name in known}
    near = difflib.get_close_matches(word.casefold(), list(by_folded), n=1, cutoff=0.6)
    return by_folded[near[0]] if near else ""


def _shortened(text: str, *, longest: int = 120) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"

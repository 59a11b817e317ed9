"""Regular expression text to a tree (XML Schema 1.1 part 2, appendix G; XPath functions, 5.6.1)."""

from __future__ import annotations

from dataclasses import dataclass

from ..problems import Undefined
from .characters import SHORTHANDS, Test, category, folded, one_of, opposite

MOST_REPEATS = 1000
DEEPEST = 50
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", **{sign: sign for sign in "\\|.?*+(){}-[]^$"}}
_SPECIAL = frozenset("?*+(){}[]|")


@dataclass(frozen=True, slots=True)
class One:
    """One character that passes the test."""

    test: Test


@dataclass(frozen=True, slots=True)
class Edge:
    """`^` or `$`."""

    at_start: bool


@dataclass(frozen=True, slots=True)
class Again:
    """A back-reference: the text of a group once more."""

    group: int


@dataclass(frozen=True, slots=True)
class Group:
    """A bracketed part; number 0 does not capture."""

    inner: Tree
    number: int


@dataclass(frozen=True, slots=True)
class Repeat:
    """A part several times; `most` is None without an upper bound."""

    inner: Tree
    fewest: int
    most: int | None
    greedy: bool


@dataclass(frozen=True, slots=True)
class Sequence:
    """Parts one after the other."""

    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """One of several parts, the earliest that leads to a match."""

    branches: tuple[Tree, ...]


Tree = One | Edge | Again | Group | Repeat | Sequence | Either


class Reader:
    """Reads one expression."""

    def __init__(self, text: str, flags: str) -> None:
        self.text = without_space(text) if "x" in flags else text
        self.ignores_case = "i" in flags
        self.dot_matches_all = "s" in flags
        self.position = 0
        self.groups = 0
        self.closed: set[int] = set()
        self.depth = 0

    def tree(self) -> Tree:
        """The tree of the whole text. Raises Undefined."""
        result = self._either()
        if self.position < len(self.text):
            self._refuse()
        return result

    @property
    def here(self) -> str:
        return self.text[self.position : self.position + 1]

    def _take(self) -> str:
        if self.position >= len(self.text):
            raise Undefined("the pattern ends too early")
        self.position += 1
        return self.text[self.position - 1]

    def _takes(self, sign: str) -> bool:
        if not self.text.startswith(sign, self.position):
            return False
        self.position += len(sign)
        return True

    def _refuse(self) -> None:
        raise Undefined(f"the pattern is wrong at “{self.text[self.position : self.position + 10]}”")

    def _either(self) -> Tree:
        self.depth += 1
        if self.depth > DEEPEST:
            raise Undefined("the pattern is nested too deeply")
        branches = [self._sequence()]
        while self._takes("|"):
            branches.append(self._sequence())
        self.depth -= 1
        return branches[0] if len(branches) == 1 else Either(tuple(branches))

    def _sequence(self) -> Tree:
        parts: list[Tree] = []
        while self.here and self.here not in "|)":
            parts.append(self._repeated(self._atom()))
        return Sequence(tuple(parts))

    def _repeated(self, atom: Tree) -> Tree:
        bounds = self._bounds()
        if bounds is None:
            return atom
        return Repeat(atom, bounds[0], bounds[1], not self._takes("?"))

    def _bounds(self) -> tuple[int, int | None] | None:
        for sign, bounds in (("?", (0, 1)), ("*", (0, None)), ("+", (1, None))):
            if self._takes(sign):
                return bounds
        if not self._takes("{"):
            return None
        fewest = self._count()
        most: int | None = fewest
        if self._takes(","):
            most = None if self.here == "}" else self._count()
        if not self._takes("}") or (most is not None and most < fewest):
            self._refuse()
        return fewest, most

    def _count(self) -> int:
        start = self.position
        while self.here.isascii() and self.here.isdigit():
            self.position += 1
        digits = self.text[start : self.position]
        if not digits or len(digits) > 4 or int(digits) > MOST_REPEATS:
            raise Undefined(f"a part of a pattern may be repeated at most {MOST_REPEATS} times")
        return int(digits)

    def _atom(self) -> Tree:
        sign = self._take()
        if sign == "(":
            return self._group()
        if sign == "[":
            return One(self._class())
        if sign == "\\":
            return self._escape()
        if sign == ".":
            return One(
                (lambda _: True) if self.dot_matches_all else (lambda character: character not in "\n\r")
            )
        if sign in "^$":
            return Edge(sign == "^")
        if sign in _SPECIAL:
            self.position -= 1
            self._refuse()
        return One(self._exactly(sign))

    def _exactly(self, wanted: str) -> Test:
        if not self.ignores_case:
            return wanted.__eq__
        form = wanted.casefold()
        return lambda character: character.casefold() == form

    def _group(self) -> Tree:
        number = 0
        if not self._takes("?:"):
            self.groups += 1
            number = self.groups
        inner = self._either()
        if not self._takes(")"):
            raise Undefined("the pattern has a bracket that is not closed")
        self.closed.add(number)
        return Group(inner, number)

    def _escape(self) -> Tree:
        letter = self._take()
        if letter.isascii() and letter.isdigit():
            return self._back_reference(letter)
        return One(self._escaped_test(letter))

    def _back_reference(self, digits: str) -> Tree:
        while self.here.isascii() and self.here.isdigit() and int(digits + self.here) <= self.groups:
            digits += self._take()
        if int(digits) not in self.closed or int(digits) == 0:
            raise Undefined(f"the pattern refers to group {digits}, which is not complete there")
        return Again(int(digits))

    def _escaped_test(self, letter: str) -> Test:
        if letter in "pP":
            return self._category(negated=letter == "P")
        if letter.lower() in SHORTHANDS:
            test = SHORTHANDS[letter.lower()]
            return opposite(test) if letter.isupper() else test
        if letter not in _ESCAPED:
            raise Undefined(f"the pattern uses \\{letter}, which has no meaning")
        return self._exactly(_ESCAPED[letter])

    def _category(self, *, negated: bool) -> Test:
        if not self._takes("{"):
            self._refuse()
        end = self.text.find("}", self.position)
        if end < 0:
            raise Undefined("the pattern names a category without a closing }")
        test = category(self.text[self.position : end])
        self.position = end + 1
        return opposite(test) if negated else test

    def _class(self) -> Test:
        """`[…]`, the opening bracket already taken."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise Undefined("the pattern is nested too deeply")
        negated = self._takes("^")
        tests, without = self._class_parts()
        self.depth -= 1

        def listed(character: str) -> bool:
            return any(test(character) for test in tests)

        included = folded(listed) if self.ignores_case else listed
        chosen = opposite(included) if negated else included
        if without is None:
            return chosen
        return lambda character: chosen(character) and not without(character)

    def _class_parts(self) -> tuple[list[Test], Test | None]:
        tests: list[Test] = []
        ranges: list[tuple[int, int]] = []
        without: Test | None = None
        while not self._takes("]"):
            if self._takes("-["):
                without = self._class()
                if self.here != "]":
                    self._refuse()
            elif self.here == "[":
                self._refuse()
            else:
                self._class_part(tests, ranges)
        if not tests and not ranges:
            raise Undefined("the pattern has an empty […]")
        return [*tests, one_of(ranges)] if ranges else tests, without

    def _class_part(self, tests: list[Test], ranges: list[tuple[int, int]]) -> None:
        low = self._class_character()
        if not isinstance(low, str):
            tests.append(low)
            return
        high = low
        if self.here == "-" and self.text[self.position + 1 : self.position + 2] not in ("]", "["):
            self.position += 1
            end = self._class_character()
            if not isinstance(end, str) or end < low:
                self._refuse()
            high = str(end)
        ranges.append((ord(low), ord(high)))

    def _class_character(self) -> str | Test:
        sign = self._take()
        if sign != "\\":
            return sign
        letter = self._take()
        return _ESCAPED[letter] if letter in _ESCAPED else self._escaped_test(letter)


def without_space(text: str) -> str:
    """The pattern without white space outside `[…]` (flag x)."""
    kept: list[str] = []
    depth = 0
    escaped = False
    for character in text:
        if depth == 0 and character in " \t\n\r":
            continue
        kept.append(character)
        if not escaped:
            depth += (character == "[") - (character == "]" and depth > 0)
        escaped = character == "\\" and not escaped
    return "".join(kept)

"""Trees to small programs, and the machine that runs them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ..limits import Run
from ..problems import Undefined
from .reading import Again, Edge, Either, Group, One, Reader, Repeat, Sequence, Tree

LONGEST_PROGRAM = 5000
FLAGS = frozenset("smixq")
CHARACTER, SPLIT, JUMP, SAVE, START, END, AGAIN, FOUND, MARK, MOVED = range(10)

Instruction = tuple[int, Any, Any]
Captures = list[int]
UNSET = -1


@lru_cache(maxsize=512)
def pattern(text: str, flags: str) -> Pattern:
    """The compiled pattern. Raises Undefined when the text or a flag is wrong."""
    if not FLAGS.issuperset(flags):
        raise Undefined("the flags may be s, m, i, x and q")
    if "q" in flags:
        text = "".join("\\" + sign if sign in "\\|.?*+(){}-[]^$" else sign for sign in text)
        flags = flags.replace("x", "")
    reader = Reader(text, flags)
    tree = reader.tree()
    writer = _Writer()
    writer.write(Group(tree, 0))
    return Pattern(
        tuple(writer.program), reader.groups, "m" in flags, "i" in flags, writer.refers_back, writer.marks
    )


class _Writer:
    """Writes the program of a tree."""

    def __init__(self) -> None:
        self.program: list[Instruction] = []
        self.refers_back = False
        self.marks = 0

    def write(self, tree: Tree) -> None:
        """Append the program of the whole pattern."""
        self._emit(SAVE, 0)
        self._part(tree)
        self._emit(SAVE, 1)
        self._emit(FOUND)

    def _emit(self, code: int, one: Any = None, other: Any = None) -> int:
        if len(self.program) >= LONGEST_PROGRAM:
            raise Undefined("the pattern is too large")
        self.program.append((code, one, other))
        return len(self.program) - 1

    def _part(self, tree: Tree) -> None:
        match tree:
            case One(test):
                self._emit(CHARACTER, test)
            case Edge(at_start):
                self._emit(START if at_start else END)
            case Again(group):
                self.refers_back = True
                self._emit(AGAIN, group)
            case Sequence(parts):
                for part in parts:
                    self._part(part)
            case Group(inner, number):
                self._group(inner, number)
            case Either(branches):
                self._either(branches)
            case Repeat():
                self._repeat(tree)

    def _group(self, inner: Tree, number: int) -> None:
        if number:
            self._emit(SAVE, 2 * number)
        self._part(inner)
        if number:
            self._emit(SAVE, 2 * number + 1)

    def _either(self, branches: tuple[Tree, ...]) -> None:
        ends = []
        for branch in branches[:-1]:
            split = self._emit(SPLIT)
            self._part(branch)
            ends.append(self._emit(JUMP))
            self.program[split] = (SPLIT, split + 1, len(self.program))
        self._part(branches[-1])
        for end in ends:
            self.program[end] = (JUMP, len(self.program), None)

    def _repeat(self, repeat: Repeat) -> None:
        for _ in range(repeat.fewest):
            self._part(repeat.inner)
        if repeat.most is None:
            self._endless(repeat)
            return
        splits = []
        for _ in range(repeat.most - repeat.fewest):
            splits.append(self._emit(SPLIT))
            self._part(repeat.inner)
        for split in splits:
            self._aim(split, split + 1, len(self.program), greedy=repeat.greedy)

    def _endless(self, repeat: Repeat) -> None:
        split, mark = self._emit(SPLIT), self.marks
        self.marks += 1
        self._emit(MARK, mark)
        self._part(repeat.inner)
        self._emit(MOVED, mark)
        self._emit(JUMP, split)
        self._aim(split, split + 1, len(self.program), greedy=repeat.greedy)

    def _aim(self, split: int, inside: int, after: int, *, greedy: bool) -> None:
        self.program[split] = (SPLIT, inside, after) if greedy else (SPLIT, after, inside)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression ready to be matched."""

    program: tuple[Instruction, ...]
    groups: int
    lines: bool
    ignores_case: bool
    refers_back: bool
    marks: int

    def search(self, run: Run, text: str, start: int = 0) -> Captures | None:
        """The first match at or after `start`: begin and end of the match and of every group, -1 if unset.

        Raises LimitReached when the rule's steps are used up.
        """
        tried: set[int] = set()
        for begin in range(start, len(text) + 1):
            found = self._match(run, text, begin, tried)
            if found is not None:
                return found
        return None

    def matches_nothing(self, run: Run) -> bool:
        """Whether the pattern matches the empty text."""
        return self.search(run, "") is not None

    def _match(self, run: Run, text: str, begin: int, tried: set[int]) -> Captures | None:
        program, width, memory = self.program, len(text) + 1, not self.refers_back
        fresh = [UNSET] * (2 * self.groups + 2 + self.marks)
        waiting: list[tuple[int, int, Captures]] = [(0, begin, fresh)]
        step = _STEPS
        turns = 0
        while waiting:
            at, position, captures = waiting.pop()
            while at >= 0:
                if memory:
                    state = at * width + position
                    if state in tried:
                        break
                    tried.add(state)
                turns += 1
                if turns % 64 == 0:
                    run.spend(4)
                code, one, other = program[at]
                if code == FOUND:
                    return captures
                if code == SPLIT:
                    waiting.append((other, position, captures))
                    at = one
                    continue
                if code in (SAVE, MARK):
                    captures = captures.copy()
                    captures[one if code == SAVE else one - self.marks] = position
                    at += 1
                    continue
                at, position = step[code](self, text, at, position, one, captures)
        return None


def _character(
    pattern: Pattern, text: str, at: int, position: int, test: Callable[[str], bool], captures: Captures
) -> tuple[int, int]:
    fits = position < len(text) and test(text[position])
    return (at + 1, position + 1) if fits else (-1, position)


def _jump(
    pattern: Pattern, text: str, at: int, position: int, target: int, captures: Captures
) -> tuple[int, int]:
    return target, position


def _start(
    pattern: Pattern, text: str, at: int, position: int, _: Any, captures: Captures
) -> tuple[int, int]:
    fits = position == 0 or (pattern.lines and text[position - 1] == "\n" and position < len(text))
    return (at + 1 if fits else -1), position


def _end(pattern: Pattern, text: str, at: int, position: int, _: Any, captures: Captures) -> tuple[int, int]:
    fits = position == len(text) or (pattern.lines and text[position] == "\n")
    return (at + 1 if fits else -1), position


def _again(
    pattern: Pattern, text: str, at: int, position: int, group: int, captures: Captures
) -> tuple[int, int]:
    begin, end = captures[2 * group], captures[2 * group + 1]
    wanted = text[begin:end] if begin >= 0 else ""
    found = text[position : position + len(wanted)]
    same = found.casefold() == wanted.casefold() if pattern.ignores_case else found == wanted
    return (at + 1, position + len(wanted)) if same else (-1, position)


def _moved(
    pattern: Pattern, text: str, at: int, position: int, mark: int, captures: Captures
) -> tuple[int, int]:
    """A turn of an endless repeat that took no text does not start another."""
    stuck = captures[mark - pattern.marks] == position
    return (at + 2 if stuck else at + 1), position


_STEPS: dict[int, Callable[..., tuple[int, int]]] = {
    CHARACTER: _character,
    JUMP: _jump,
    START: _start,
    END: _end,
    AGAIN: _again,
    MOVED: _moved,
}

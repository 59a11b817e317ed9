"""The names an expression may use, and where their values are kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..values.types import Type
from .lexer import NAME, NUMBER, Token, name_parts, normal_name

FIRST_SLOT = 1  # slot 0 of every frame holds the run
VALUE = "?"
WORDS = (NAME, NUMBER)


class Names:
    """Names indexed by their first part, to find the longest one at a place in the text."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self.by_first: dict[str, list[tuple[tuple[tuple[str, bool], ...], str]]] = {}
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        """Make a name known."""
        parts = name_parts(name)
        if parts and (parts, name) not in self.by_first.get(parts[0][0], ()):
            entries = self.by_first.setdefault(parts[0][0], [])
            entries.append((parts, name))
            entries.sort(key=lambda entry: -len(entry[0]))

    def include(self, other: Names) -> None:
        """Make the names of another collection known here too."""
        for entries in other.by_first.values():
            for _, name in entries:
                self.add(name)

    def longest_at(self, tokens: Sequence[Token], position: int) -> tuple[str, int] | None:
        """The longest known name that begins at that token, with the number of tokens it takes."""
        for parts, name in self.by_first.get(tokens[position].text, ()):
            if _matches(parts, tokens, position):
                return name, len(parts)
        return None


def _matches(parts: tuple[tuple[str, bool], ...], tokens: Sequence[Token], position: int) -> bool:
    found = tokens[position : position + len(parts)]
    if len(found) < len(parts):
        return False
    after_word = False
    for index, ((text, spaced), token) in enumerate(zip(parts, found, strict=True)):
        word = token.kind in WORDS
        space_matters = index > 0 and not (after_word and word)
        if token.text != text or (space_matters and token.spaced != spaced):
            return False
        after_word = word
    return True


@dataclass
class Frames:
    """Counts the slots an expression needs; one per compiled expression."""

    next_slot: int = FIRST_SLOT

    def new_slot(self) -> int:
        """A slot nothing else uses."""
        slot = self.next_slot
        self.next_slot += 1
        return slot


@dataclass
class Scope:
    """Names declared at one level of an expression, within those around it.

    A scope with `item_slot` is that of a filter, whose item may bring names of its own.
    """

    frames: Frames
    outer: Scope | None = None
    item_slot: int | None = None
    slots: dict[str, int] = field(default_factory=dict)
    names: Names = field(default_factory=Names)

    def declare(self, name: str) -> int:
        """Give a name a slot and return it."""
        slot = self.frames.new_slot()
        self.bind(name, slot)
        return slot

    def bind(self, name: str, slot: int) -> None:
        """Let a name stand for a slot that already exists."""
        name = normal_name(name)
        if name not in self.slots:
            self.names.add(name)
        self.slots[name] = slot

    def inner(self, *, item_slot: int | None = None) -> Scope:
        """A scope within this one."""
        return Scope(self.frames, self, item_slot)

    def outwards(self) -> Iterator[Scope]:
        """This scope, then those around it."""
        scope: Scope | None = self
        while scope is not None:
            yield scope
            scope = scope.outer

    def slot_of(self, name: str) -> int | None:
        """The slot of the innermost name of that spelling."""
        return next((scope.slots[name] for scope in self.outwards() if name in scope.slots), None)

    def all_names(self) -> set[str]:
        """Every name that can be used here."""
        return {name for scope in self.outwards() for name in scope.slots}

    def item_slots(self) -> tuple[int, ...]:
        """The items of the filters around this place, innermost first."""
        return tuple(scope.item_slot for scope in self.outwards() if scope.item_slot is not None)


@dataclass(frozen=True)
class Surroundings:
    """What an expression may refer to besides its own names.

    `constants` are fixed values such as built-in functions; `types` the item definitions by name;
    `parts` names that occur inside contexts of the model, so that those with signs can be told apart;
    `elsewhere` those of elements of the model, which an expression may use once it requires them.
    """

    constants: Mapping[str, Any] = field(default_factory=dict)
    types: Mapping[str, Type] = field(default_factory=dict)
    constant_names: Names = field(default_factory=Names)
    parts: Names = field(default_factory=Names)
    elsewhere: frozenset[str] = frozenset()

"""Where a name begins and ends, and what it stands for."""

from __future__ import annotations

from ..limits import STANDARD_LIMITS, Limits
from ..problems import NOWHERE, Place, closest
from . import syntax
from .cursor import Cursor
from .lexer import END, NAME, NUMBER, SIGN, normal_name
from .scope import VALUE, Names, Scope, Surroundings
from .syntax import Node

LITERAL_WORDS: dict[str, bool | None] = {"null": None, "true": True, "false": False}
SPOKEN = {
    "len": "string length", "length": "string length", "upper": "upper case", "lower": "lower case",
    "average": "mean", "avg": "mean", "round": "round half up", "int": "number", "str": "string",
    "yes": "true", "no": "false", "none": "null", "today": "today()", "now": "now()",
}  # fmt: skip
NAME_SIGNS = frozenset(".-+*/'")
ENDING_WORDS = frozenset({"and", "or", "in", "between", "then", "else", "return", "satisfies", "instance"})


class NameReader(Cursor):
    """Reads names, which may hold spaces and signs, by what is in scope."""

    def __init__(
        self,
        text: str,
        scope: Scope,
        surroundings: Surroundings,
        *,
        place: Place = NOWHERE,
        limits: Limits = STANDARD_LIMITS,
    ) -> None:
        super().__init__(text, place=place, limits=limits)
        self.scope = scope
        self.surroundings = surroundings
        self.value_used = False
        self.entry_names = Names()

    def known_name_is_longer(self) -> bool:
        """Whether a known name of several words begins here, which a keyword must not cut short."""
        match = self._longest_known()
        return match is not None and match[1] > 1

    def name_or_keyword(self) -> Node:
        """The name or literal word at the cursor."""
        token, match = self.token, self._longest_known()
        if token.text in LITERAL_WORDS and (match is None or match[1] == 1):
            self.take()
            return syntax.Literal(token.start, LITERAL_WORDS[token.text])
        if match is None or self._goes_on(match[1]):
            return self._unknown()
        self.position += match[1]
        return self._resolved(match[0], token.start)

    def _longest_known(self) -> tuple[str, int] | None:
        best: tuple[str, int] | None = None
        lists = [scope.names for scope in self.scope.outwards()]
        lists.append(self.surroundings.constant_names)
        if self.scope.item_slots():
            lists += self._part_names()
        for names in lists:
            match = names.longest_at(self.tokens, self.position)
            if match and (best is None or match[1] > best[1]):
                best = match
        return best

    def _goes_on(self, length: int) -> bool:
        """Whether another word follows the known name, so that a longer, unknown name is meant."""
        after = self.tokens[min(self.position + length, len(self.tokens) - 1)]
        return after.kind == NAME and after.text not in ENDING_WORDS

    def _resolved(self, name: str, at: int) -> Node:
        if name == VALUE:
            self.value_used = True
        outside = self._outside(name, at)
        items = self._items_nearer_than(name)
        return syntax.ItemName(at, name, items, outside) if items else outside

    def _items_nearer_than(self, name: str) -> tuple[int, ...]:
        """The filter items that could bring this name before any declared one does."""
        items: list[int] = []
        for scope in self.scope.outwards():
            if name in scope.slots and scope.item_slot is None:
                break
            if scope.item_slot is not None:
                items.append(scope.item_slot)
        return tuple(items)

    def _outside(self, name: str, at: int) -> Node:
        slot = self.scope.slot_of(name)
        if slot is not None:
            return syntax.Variable(at, name, slot)
        if name in self.surroundings.constants:
            return syntax.Constant(at, name, self.surroundings.constants[name])
        return syntax.Unknown(at, name)

    def _unknown(self) -> Node:
        start = self.position
        at = self.token.start
        self._take_words()
        name = normal_name(self.written(start, self.position))
        node = self._resolved(name, at)
        if isinstance(node, syntax.Unknown):
            self._note_unknown(name, at)
        return node

    def _note_unknown(self, name: str, at: int) -> None:
        if name in self.surroundings.elsewhere:
            self.note("This is in the model, but nothing says that it is needed here.", at, text=name,
                      expected="a requirement: an arrow from it in the diagram")  # fmt: skip
            return
        called = self.at_sign("(")
        known = self.surroundings.constants if called else self.scope.all_names() - {VALUE}
        expected = "a function of FEEL" if called else "a known name, a number, or a text in quotation marks"
        self.note("Nothing here has this name.", at, text=name, expected=expected,
                  suggestion=SPOKEN.get(name.casefold(), closest(name, known)))  # fmt: skip

    def _take_words(self) -> None:
        self.take()
        while self.token.kind in (NAME, NUMBER) and self.token.text not in ENDING_WORDS:
            self.take()

    def part_name(self) -> str:
        """The name after the point of a path."""
        if self.token.kind != NAME:
            self.fail(expected="the name of an entry or property")
        start = self.position
        matches = [names.longest_at(self.tokens, start) for names in self._part_names()]
        known = max((match for match in matches if match), key=lambda match: match[1], default=None)
        if known and not self._goes_on(known[1]):
            self.position += known[1]
            return known[0]
        self._take_words()
        return normal_name(self.written(start, self.position))

    def _part_names(self) -> tuple[Names, Names]:
        """The names inside values: those of the model, and those of contexts written in this text."""
        return self.surroundings.parts, self.entry_names

    def named_argument_is_here(self) -> bool:
        """Whether a name and a colon come next."""
        position = self.position
        while self.tokens[position].kind in (NAME, NUMBER) or self.tokens[position].text in NAME_SIGNS:
            position += 1
        return self.tokens[position].text == ":" and self.tokens[self.position].kind == NAME

    def name_before(self, *signs: str, word: str = "") -> str:
        """A new name, up to one of the signs or the word. Raises RuleSyntaxError when there is none."""
        start = self.position
        while not self._ends_name(signs, word):
            self.take()
        if self.position == start or self.tokens[start].kind != NAME:
            self.fail(expected="a name")
        if not (self.at_sign(*signs) or (word and self.at_word(word))):
            self.fail(expected=" or ".join(f"“{end}”" for end in (*signs, word) if end))
        return normal_name(self.written(start, self.position))

    def _ends_name(self, signs: tuple[str, ...], word: str) -> bool:
        token = self.token
        if token.kind == SIGN:
            return token.text in signs or token.text not in NAME_SIGNS
        return token.kind not in (NAME, NUMBER) or (bool(word) and token.text == word) or token.kind == END

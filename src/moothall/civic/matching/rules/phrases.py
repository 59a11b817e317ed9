"""A small language for phrases people may write, compiled to a regular expression over spaced words.

Plain words; `(a|b)` one of several; `<group>` one of a named group; `word?` may be missing; `word*` any
number of times; `word~` the word with any ending; `..` up to five other words, none of them a denial; `N` a
number; `<stop>` the end of a clause; `<not_out>` not before “out” (“kicked me out” is no blow). Every
element takes its words together with the space after each.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NoReturn

from moothall.civic.matching.rules.text import MARKS

_TOKEN = re.compile(rf"\s*(\.\.|[()|?*]|<[a-z_]+>|N(?!\w)|(?:[^\WN]|[{MARKS}])+~?)")
_GLUED = re.compile(r"[^\W_]+\(|\)[^\W_]+")
GAP, ANY_NUMBER = "..", "N"
_NUMBERS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_NUMBER = rf"(?:\d+|{'|'.join(_NUMBERS.split())}) "
PLACES = {"<stop>": r"(?=\||$)", "<not_out>": r"(?!out )"}
_ENDINGS = ("", "e", "s", "es", "ed", "ing", "er")


class PhraseMistake(Exception):
    """A phrase that cannot be read; the message quotes it and says what was expected."""


class PhraseCompiler:
    """Compiles phrases with these groups; a gap never runs over one of `denials`."""

    def __init__(self, groups: Mapping[str, Sequence[str]], denials: Sequence[str]) -> None:
        self._groups = groups
        self._gap = rf"(?:(?!(?:{'|'.join(denials)}) )[^\s|]+ ){{0,5}}?"

    def compile(self, phrase: str) -> re.Pattern[str]:
        """The expression for one phrase; raises `PhraseMistake` where it cannot be read."""
        return re.compile(rf"(?<!\S){self._expression(phrase, depth=0)}")

    def literal_words(self, phrase: str) -> set[str]:
        """The plain words a phrase is made of, its groups' words included."""
        found: set[str] = set()
        for token in tokens_of(phrase):
            if token in PLACES:
                continue
            if token.startswith("<"):
                found |= {word for each in self._groups[token[1:-1]] for word in self.literal_words(each)}
            elif token.endswith("~"):
                found |= {token[:-1] + ending for ending in _ENDINGS}
            elif token[0].isalpha() and token != ANY_NUMBER:
                found.add(token)
        return found

    def _expression(self, phrase: str, *, depth: int) -> str:
        if depth > 3:
            _refuse(phrase, "groups may stand in groups only three deep")
        tokens = tokens_of(phrase)
        expression, rest = self._choice(tokens, phrase, depth)
        if rest:
            _refuse(phrase, f"unexpected “{rest[0]}”")
        return f"(?:{expression})"

    def _choice(self, tokens: list[str], phrase: str, depth: int) -> tuple[str, list[str]]:
        options = []
        expression, rest = self._sequence(tokens, phrase, depth)
        options.append(expression)
        while rest and rest[0] == "|":
            expression, rest = self._sequence(rest[1:], phrase, depth)
            options.append(expression)
        return "|".join(options), rest

    def _sequence(self, tokens: list[str], phrase: str, depth: int) -> tuple[str, list[str]]:
        parts, rest = [], tokens
        while rest and rest[0] not in ("|", ")"):
            part, rest = self._item(rest, phrase, depth)
            if rest and rest[0] in ("?", "*"):
                part, rest = f"(?:{part}){rest[0]}", rest[1:]
            parts.append(part)
        return "".join(parts), rest

    def _item(self, tokens: list[str], phrase: str, depth: int) -> tuple[str, list[str]]:
        first, rest = tokens[0], tokens[1:]
        if first == "(":
            inner, rest = self._choice(rest, phrase, depth)
            if not rest or rest[0] != ")":
                _refuse(phrase, "a bracket is not closed")
            return f"(?:{inner})", rest[1:]
        return self._single(first, phrase, depth), rest

    def _single(self, token: str, phrase: str, depth: int) -> str:
        if token == GAP:
            return self._gap
        if token == ANY_NUMBER:
            return _NUMBER
        if token in PLACES:
            return PLACES[token]
        if token.startswith("<"):
            return self._group(token[1:-1], phrase, depth)
        if token[0] in "?*":
            _refuse(phrase, f"“{token}” must follow a word or a bracket")
        return rf"{token[:-1]}[^\s|]* " if token.endswith("~") else f"{token} "

    def _group(self, name: str, phrase: str, depth: int) -> str:
        if name not in self._groups:
            _refuse(phrase, f"there is no group “{name}”")
        return f"(?:{'|'.join(self._expression(each, depth=depth + 1) for each in self._groups[name])})"


def tokens_of(phrase: str) -> list[str]:
    """The parts a phrase is written with; raises `PhraseMistake` where it cannot be read."""
    tokens, at = [], 0
    phrase = phrase.strip()
    if glued := _GLUED.search(phrase):
        _refuse(phrase, f"a bracket chooses between whole words: part “{glued[0]}” from it by a space")
    while at < len(phrase):
        found = _TOKEN.match(phrase, at)
        if found is None:
            _refuse(phrase, f"“{phrase[at:].strip()[:12]}” cannot be read")
        tokens.append(found.group(1))
        at = found.end()
    return tokens


def _refuse(phrase: str, mistake: str) -> NoReturn:
    raise PhraseMistake(f"the phrase “{phrase}”: {mistake}")

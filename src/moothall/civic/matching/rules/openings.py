"""Which words an expression of the phrase language can begin with, so that only those a text can begin are
tried."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from moothall.civic.matching.rules.phrases import ANY_NUMBER, GAP, PLACES, tokens_of

ANYTHING = "*"
"""Stands for an expression that may begin with any word."""


@dataclass(frozen=True)
class _Opening:
    """The words something may begin with, and whether it may be empty."""

    words: frozenset[str]
    is_empty: bool


class Openings:
    """Expressions by the words they may begin with; a word with ``~`` stands for all that begin with it."""

    def __init__(self, expressions: Iterable[str], groups: Mapping[str, Sequence[str]]) -> None:
        self._groups = groups
        self._by_word: dict[str, set[str]] = {}
        for expression in expressions:
            opening, _ = self._choice(tokens_of(expression))
            for word in opening.words | ({ANYTHING} if opening.is_empty else set()):
                self._by_word.setdefault(word, set()).add(expression)

    def of(self, words: Set[str]) -> set[str]:
        """The expressions that one of ``words`` may begin."""
        keys = {ANYTHING, *words, *(f"{word[:end]}~" for word in words for end in range(1, len(word) + 1))}
        return set().union(*(self._by_word[key] for key in keys & self._by_word.keys()))

    def _choice(self, tokens: list[str]) -> tuple[_Opening, list[str]]:
        opening, rest = self._sequence(tokens)
        while rest and rest[0] == "|":
            other, rest = self._sequence(rest[1:])
            opening = _Opening(opening.words | other.words, opening.is_empty or other.is_empty)
        return opening, rest

    def _sequence(self, tokens: list[str]) -> tuple[_Opening, list[str]]:
        opening, rest = _Opening(frozenset(), is_empty=True), tokens
        while rest and rest[0] not in ("|", ")"):
            item, rest = self._item(rest)
            if rest and rest[0] in ("?", "*"):
                item, rest = _Opening(item.words, is_empty=True), rest[1:]
            if opening.is_empty:
                opening = _Opening(opening.words | item.words, item.is_empty)
        return opening, rest

    def _item(self, tokens: list[str]) -> tuple[_Opening, list[str]]:
        first, rest = tokens[0], tokens[1:]
        if first == "(":
            inner, rest = self._choice(rest)
            return inner, rest[1:]
        return self._single(first), rest

    def _single(self, token: str) -> _Opening:
        if token in PLACES:
            return _Opening(frozenset(), is_empty=True)
        if token in (GAP, ANY_NUMBER):
            return _Opening(frozenset({ANYTHING}), is_empty=token == GAP)
        if token.startswith("<"):
            found = [self._choice(tokens_of(each))[0] for each in self._groups[token[1:-1]]]
            words = frozenset().union(*(each.words for each in found))
            return _Opening(words, is_empty=any(each.is_empty for each in found))
        return _Opening(frozenset({token}), is_empty=False)

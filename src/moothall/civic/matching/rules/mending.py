"""Puts slips of spelling right in words about ordinary needs, by the words that the vocabulary knows.

The crisis layer has a spelling of its own (`spelling`): it must never take a harmless word for a grave one.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set

from moothall.civic.matching.rules.rewriting import Rewritten, replaced
from moothall.civic.matching.rules.text import Word, stem, words

_SHORTEST = 4
_LONG = 8
_SHORTEST_PART = 4


class Mending:
    """Knows the words that may be meant, each with how often it is used, and the words that are right."""

    def __init__(self, often: Mapping[str, int], known: Set[str]) -> None:
        self._often = often
        self._known = known | often.keys()
        self._near: dict[str, list[str]] = defaultdict(list)
        for word in often:
            if len(word) >= _SHORTEST:
                for shorter in (word, *_shorter(word)):
                    self._near[shorter].append(word)

    def knows(self, word: str) -> bool:
        """Whether `word` (lower case, no apostrophes) is a word, or a form of one."""
        return word in self._known or stem(word) in self._known

    def mended(self, text: str) -> Rewritten:
        """`text` with each word that nobody knows put as the one it is a slip of, if there is one."""
        return replaced(text, self._changes(words(text)))

    def _changes(self, found: Iterable[Word]) -> Iterator[tuple[int, int, str]]:
        for word in found:
            plain = word.text.replace("'", "")
            if len(plain) >= _SHORTEST and plain.isascii() and plain.isalpha() and not self.knows(plain):
                meant = self._meant(plain) or self._apart(plain)
                if meant:
                    yield word.start, word.end, meant

    def _meant(self, word: str) -> str | None:
        """The word fewest slips away; of several, one that was not typed to its end, then the one used most.
        The first letter is taken as typed."""
        most = 2 if len(word) >= _LONG else 1
        shorter = {word, *_shorter(word)}
        if most > 1:
            shorter |= {twice for once in tuple(shorter) for twice in _shorter(once)}
        near = {meant for each in shorter for meant in self._near.get(each, ()) if meant[0] == word[0]}
        ranked = sorted(
            (slips(word, meant), not meant.startswith(word), -self._often[meant], meant) for meant in near
        )
        return ranked[0][-1] if ranked and ranked[0][0] <= most else None

    def _apart(self, word: str) -> str | None:
        """The two words that `word` runs together."""
        for at in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            left, right = word[:at], word[at:]
            if left in self._often and right in self._often:
                return f"{left} {right}"
        return None


def slips(typed: str, meant: str) -> int:
    """How many slips lie between two words: a letter lost, added, changed, or two swapped (optimal string
    alignment; Boytsov, "Indexing methods for approximate dictionary searching", 2011)."""
    before: list[int] = []
    row = list(range(len(meant) + 1))
    for at, letter in enumerate(typed):
        above, row, before_that = row, [at + 1], before
        for to, other in enumerate(meant):
            cost = min(above[to + 1] + 1, row[to] + 1, above[to] + (letter != other))
            if at and to and letter == meant[to - 1] and typed[at - 1] == other:
                cost = min(cost, before_that[to - 1] + 1)
            row.append(cost)
        before = above
    return row[-1]


def _shorter(word: str) -> set[str]:
    return {word[:at] + word[at + 1 :] for at in range(len(word))}

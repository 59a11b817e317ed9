"""Mends what a shaking thumb does to a few important words, without touching words that are right."""

from collections.abc import Set
from itertools import pairwise

_SHORTEST = 5
_KEY_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def _neighbours() -> dict[str, str]:
    near: dict[str, set[str]] = {}
    for row in _KEY_ROWS:
        for left, right in pairwise(row):
            near.setdefault(left, set()).add(right)
            near.setdefault(right, set()).add(left)
    return {letter: "".join(sorted(others)) for letter, others in near.items()}


_NEAR = _neighbours()


def slips(word: str) -> set[str]:
    """What one slip makes of `word`: a letter lost, doubled or swapped, or the next key hit; the first one
    stays."""
    places = range(1, len(word))
    lost = {word[:at] + word[at + 1 :] for at in places}
    doubled = {word[:at] + word[at - 1] + word[at:] for at in range(1, len(word) + 1)}
    swapped = {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(1, len(word) - 1)}
    beside = {word[:at] + near + word[at + 1 :] for at in places for near in _NEAR.get(word[at], "")}
    return (lost | doubled | swapped | beside) - {word}


class Spelling:
    """Puts slips of `important` words right; a word in `known` is never changed, nor one that could be two
    words."""

    def __init__(self, important: Set[str], known: Set[str]) -> None:
        self._important = important
        self._known = known | important
        self._meant: dict[str, str] = {}
        doubtful: set[str] = set()
        for word in sorted(important):
            if len(word) >= _SHORTEST:
                for slip in slips(word) - self._known:
                    doubtful |= {slip} if slip in self._meant else set()
                    self._meant[slip] = word
        for slip in doubtful:
            del self._meant[slip]

    def mended(self, word: str) -> tuple[str, ...]:
        """The words meant by `word`: itself, the one it is a slip of, or the two it runs together."""
        if word in self._known:
            return (word,)
        meant = self._meant.get(word) or self._without_one_letter(word)
        return (meant,) if meant else self._apart(word) or (word,)

    def _without_one_letter(self, word: str) -> str | None:
        """The important word hidden in one with a letter too many; None where there is none, or more than
        one."""
        shorter = {word[:at] + word[at + 1 :] for at in range(1, len(word))} & self._important
        return shorter.pop() if len(shorter) == 1 and len(word) > _SHORTEST else None

    def _apart(self, word: str) -> tuple[str, str] | None:
        for at in range(1, len(word) - 1):
            left, right = word[:at], word[at:]
            long_enough = (at > 1 or left == "i") and max(len(left), len(right)) > 3
            if long_enough and left in self._important and right in self._important:
                return left, right
        return None

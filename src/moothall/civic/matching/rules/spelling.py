"""Mends what a shaking thumb, or writing by ear, does to a few important words, without touching words that
are right."""

import re
from collections.abc import Set
from itertools import pairwise

_SHORTEST = 5
_KEY_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


_SOUNDS = (
    ("ph", "f"),
    ("ck", "k"),
    ("ce", "se"),
    ("ci", "si"),
    ("cy", "si"),
    ("c", "k"),
    ("q", "k"),
    ("z", "s"),
)
_DOUBLED = re.compile(r"([b-df-hj-np-tv-z])\1")
_VOWELS = re.compile(r"[aeiouy]+")


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


def sounds(word: str) -> tuple[str, tuple[str, ...]]:
    """How ``word`` sounds, roughly: its consonants, and the groups of vowels between them."""
    for written, spoken in _SOUNDS:
        word = word.replace(written, spoken)
    word = _DOUBLED.sub(r"\1", word)
    return _VOWELS.sub("-", word), tuple(_VOWELS.findall(word))


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
        self._heard: dict[str, list[str]] = {}
        for word in sorted(important):
            if len(word) > _SHORTEST:
                self._heard.setdefault(sounds(word)[0], []).append(word)

    def mended(self, word: str) -> tuple[str, ...]:
        """The words meant by `word`: itself, the one it is a slip of, or the two it runs together."""
        if word in self._known:
            return (word,)
        meant = self._meant.get(word) or self._without_one_letter(word) or self._by_sound(word)
        return (meant,) if meant else self._apart(word) or (word,)

    def _without_one_letter(self, word: str) -> str | None:
        """The important word hidden in one with a letter too many; None where there is none, or more than
        one."""
        shorter = {word[:at] + word[at + 1 :] for at in range(1, len(word))} & self._important
        return shorter.pop() if len(shorter) == 1 and len(word) > _SHORTEST else None

    def _by_sound(self, word: str) -> str | None:
        """The one important word that sounds the same, but for a group of vowels at most, if there is one."""
        if len(word) <= _SHORTEST:
            return None
        skeleton, vowels = sounds(word)
        near = [each for each in self._heard.get(skeleton, ()) if _apart_by(vowels, sounds(each)[1]) <= 1]
        return near[0] if len(near) == 1 else None

    def _apart(self, word: str) -> tuple[str, str] | None:
        for at in range(1, len(word) - 1):
            left, right = word[:at], word[at:]
            long_enough = (at > 1 or left == "i") and max(len(left), len(right)) > 3
            if long_enough and left in self._important and right in self._important:
                return left, right
        return None


def _apart_by(left: tuple[str, ...], right: tuple[str, ...]) -> int:
    return sum(one != other for one, other in zip(left, right, strict=True))

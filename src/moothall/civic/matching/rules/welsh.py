"""Puts the Welsh words of a text into English, because the sentence model knows no Welsh."""

from collections.abc import Mapping
from itertools import pairwise

from moothall.civic.matching.rules.rewriting import Rewritten
from moothall.civic.matching.rules.text import Word, words

_LONGEST_TERM = 4
_MUTATIONS: Mapping[str, tuple[str, ...]] = {
    "p": ("b", "mh", "ph"),
    "t": ("d", "nh", "th"),
    "c": ("g", "ngh", "ch"),
    "b": ("f", "m"),
    "d": ("dd", "n"),
    "g": ("", "ng"),
    "ll": ("l",),
    "m": ("f",),
    "rh": ("r",),
}


def mutated(term: str) -> tuple[str, ...]:
    """The forms a Welsh word takes after others: soft, nasal and aspirate mutation of its first letter."""
    for initial in sorted(_MUTATIONS, key=len, reverse=True):
        if term.startswith(initial) and len(term) > 3:
            return tuple(
                form + term[len(initial) :]
                for form in _MUTATIONS[initial]
                if len(form + term[len(initial) :]) > 3
            )
    return ()


class WelshTerms:
    """Welsh words and phrases with their English, mutations included."""

    def __init__(self, english_of: Mapping[str, str], small_words: frozenset[str] = frozenset()) -> None:
        """`english_of` maps Welsh terms in lower case to English; `small_words` join others and are left
        out."""
        forms = {form: english for term, english in english_of.items() for form in mutated(term)}
        self._english_of = {**forms, **english_of}
        self._small_words = small_words

    def in_english(self, text: str) -> Rewritten:
        """`text` with Welsh terms put into English; unchanged where it has none."""
        found = words(text)
        pieces = list(self._pieces(found))
        if all(english is None for _, english in pieces):
            return Rewritten(text)
        return _joined(text, [(run, english) for run, english in pieces if self._is_kept(run, english)])

    def _is_kept(self, run: list[Word], english: str | None) -> bool:
        return english is not None or run[0].text not in self._small_words

    def _pieces(self, found: list[Word]) -> list[tuple[list[Word], str | None]]:
        """Runs of words, each with its English or None where it is not a Welsh term."""
        pieces: list[tuple[list[Word], str | None]] = []
        at = 0
        while at < len(found):
            run, english = self._longest_term(found, at)
            pieces.append((run, english))
            at += len(run)
        return pieces

    def _longest_term(self, found: list[Word], at: int) -> tuple[list[Word], str | None]:
        for length in range(_LONGEST_TERM, 0, -1):
            run = found[at : at + length]
            english = self._english_of.get(" ".join(word.text for word in run))
            if english is not None and _together(run):
                return run, english
        return [found[at]], None


def _together(run: list[Word]) -> bool:
    """Whether only a space or so stands between the words."""
    return all(after.start - before.end <= 2 for before, after in pairwise(run))


def _joined(text: str, pieces: list[tuple[list[Word], str | None]]) -> Rewritten:
    english, places, at = [], [], 0
    for run, term in pieces:
        start, end = run[0].start, run[-1].end
        shown = term if term is not None else text[start:end]
        places.append((at, at + len(shown), start, end))
        english.append(shown)
        at += len(shown) + 1
    return Rewritten(" ".join(english), tuple(places))

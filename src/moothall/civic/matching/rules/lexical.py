"""Likeness of words and letters: Okapi BM25 over stems and the trigram similarity of pg_trgm.

BM25: Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009). The database
keeps one row per service and stem with the weight computed here, so that SQL sums the very same numbers.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from moothall.civic.matching.rules.text import stems, words
from moothall.civic.matching.rules.vectors import Column

Posting = tuple[npt.NDArray[np.int64], Column]


def trigrams(text: str) -> frozenset[str]:
    """The trigrams of each word, padded with two spaces before and one after, as pg_trgm makes them."""
    padded = (f"  {word.text.replace(chr(39), '')} " for word in words(text))
    return frozenset(word[at : at + 3] for word in padded for at in range(len(word) - 2))


class TermIndex:
    """BM25 scores of one text against a fixed list of documents."""

    def __init__(
        self, documents: Sequence[str], *, saturation: float = 1.2, length_share: float = 0.75
    ) -> None:
        counts = [Counter(stems(document)) for document in documents]
        lengths = [sum(count.values()) for count in counts]
        mean = max(sum(lengths) / max(len(lengths), 1), 1.0)
        self._size = len(documents)
        self._postings = _postings(
            (term, at, _weight(often, lengths[at] / mean, saturation=saturation, length_share=length_share))
            for at, count in enumerate(counts)
            for term, often in count.items()
        )

    def rarity(self, term: str) -> float:
        """The inverse document frequency of a stem; a stem that no document has is the rarest of all."""
        posting = self._postings.get(term)
        having = 0 if posting is None else len(posting[0])
        return math.log(1 + (self._size - having + 0.5) / (having + 0.5))

    def is_in(self, term: str, first: int, past: int) -> bool:
        """Whether any document from the number `first` to before `past` has a stem."""
        posting = self._postings.get(term)
        return posting is not None and bool(((posting[0] >= first) & (posting[0] < past)).any())

    def full(self, text: str) -> float:
        """The rarity of all the stems of `text` together: about what a document holding each of them
        scores."""
        return sum(self.rarity(term) for term in set(stems(text)))

    def scores(self, text: str) -> Column:
        """One score per document, zero or more; documents sharing no stem with `text` have zero."""
        total = np.zeros(self._size)
        for term in set(stems(text)):
            if posting := self._postings.get(term):
                total[posting[0]] += self.rarity(term) * posting[1]
        return total


class TrigramIndex:
    """The pg_trgm `similarity` of one text with each of a fixed list of names, 0 to 1."""

    def __init__(self, names: Sequence[str]) -> None:
        sets = [trigrams(name) for name in names]
        self._sizes = np.array([len(each) for each in sets], dtype=np.float64)
        self._postings = _postings((gram, at, 1.0) for at, grams in enumerate(sets) for gram in grams)

    def scores(self, text: str) -> Column:
        """One similarity per name: shared trigrams over all trigrams of the two."""
        grams = trigrams(text)
        shared = np.zeros(len(self._sizes))
        for gram in grams:
            if posting := self._postings.get(gram):
                shared[posting[0]] += 1.0
        similar: Column = shared / np.maximum(self._sizes + len(grams) - shared, 1.0)
        return similar


def _weight(often: int, relative_length: float, *, saturation: float, length_share: float) -> float:
    damping = saturation * (1 - length_share + length_share * relative_length)
    return often * (saturation + 1) / (often + damping)


def _postings(rows: Iterable[tuple[str, int, float]]) -> dict[str, Posting]:
    places: dict[str, list[int]] = {}
    weights: dict[str, list[float]] = {}
    for key, at, weight in rows:
        places.setdefault(key, []).append(at)
        weights.setdefault(key, []).append(weight)
    return {key: (np.array(places[key], dtype=np.int64), np.array(weights[key])) for key in places}

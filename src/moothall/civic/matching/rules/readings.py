"""What a person's words may mean: the needs they speak of, how surely, and which words say so."""

from dataclasses import dataclass

import numpy as np

from moothall.civic.matching.rules.lexical import TermIndex
from moothall.civic.matching.rules.text import Word, clauses, stem, words
from moothall.civic.matching.rules.vectors import Column, Encoded, Matrix, unit
from moothall.civic.matching.rules.vocabulary import Need, Vocabulary

_PHRASE_SHARE = 0.8
_ABOUT_SHARE = 0.2
_WORD_SHARE = 0.1
_WORDS_ENOUGH = 6.0
_CLAUSE_SHARE = 0.9
_LONGEST_SPAN = 6
_SPAN_MARGIN = 0.02


@dataclass(frozen=True)
class Span:
    """Some of the person's own words: the characters from `start` to `end` of what they typed."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class NeedReading:
    """One need that the words may speak of.

    `strength` runs from 0 to 1 (1: the very words of the vocabulary); `said` are the words that say so, None
    where no few words do; `clause` counts the clause they stand in, for two needs told in one breath.
    """

    need: Need
    strength: float
    said: Span | None = None
    clause: int = 0


@dataclass(frozen=True, eq=False)
class VocabularyVectors:
    """The meaning of the vocabulary's texts, one row each, in the order of `phrases`, `abouts`,
    `service_words`."""

    phrases: Matrix
    abouts: Matrix
    service_words: Matrix


def phrases(vocabulary: Vocabulary) -> list[str]:
    """Every way people put a need, need by need."""
    return [said for need in vocabulary.needs for said in need.say]


def abouts(vocabulary: Vocabulary) -> list[str]:
    """Every need's name and hint as one text."""
    return [f"{need.name}. {need.hint}" for need in vocabulary.needs]


def service_words(vocabulary: Vocabulary) -> list[str]:
    """Every name services go by, need by need."""
    return [name for need in vocabulary.needs for name in need.services]


class Reader:
    """Reads needs out of free text, by meaning where vectors are given and by words always."""

    def __init__(self, vocabulary: Vocabulary, vectors: VocabularyVectors | None = None) -> None:
        self.vocabulary = vocabulary
        self.vectors = vectors
        counts = [len(need.say) for need in vocabulary.needs]
        self._starts = np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int64)
        self._ends = self._starts + counts
        self._terms = TermIndex(phrases(vocabulary), saturation=0.6, length_share=0.3)

    def read(self, text: str, encoded: Encoded | None, *, limit: int = 6) -> list[NeedReading]:
        """The `limit` likeliest needs in `text`, surest first; empty where no word says anything.

        `encoded` is the same text read by the model, or None to go by words alone.
        """
        strengths, clause_of = self._strengths(text, encoded)
        surest = [int(at) for at in np.argsort(-strengths, kind="stable")[:limit] if strengths[at] > 0]
        runs = _Runs(text, encoded) if encoded is not None else None
        return [
            NeedReading(
                need=self.vocabulary.needs[at],
                strength=float(min(strengths[at], 1.0)),
                said=self._said(text, runs, at),
                clause=int(clause_of[at]),
            )
            for at in surest
        ]

    def _strengths(self, text: str, encoded: Encoded | None) -> tuple[Column, Column]:
        by_words = self._best_phrase(self._terms.scores(text))
        if encoded is None or self.vectors is None:
            return by_words / max(self._terms.full(text), _WORDS_ENOUGH), np.zeros(len(by_words))
        by_words = by_words / max(float(by_words.max(initial=0.0)), _WORDS_ENOUGH)
        by_phrase, clause_of = self._by_phrase(text, encoded, self.vectors)
        about = self.vectors.abouts @ encoded.vector
        return _PHRASE_SHARE * by_phrase + _ABOUT_SHARE * about + _WORD_SHARE * by_words, clause_of

    def _by_phrase(self, text: str, encoded: Encoded, vectors: VocabularyVectors) -> tuple[Column, Column]:
        parts = [encoded.part(start, end) for start, end in clauses(text)]
        asked = np.stack([encoded.vector, *(part for part in parts if part is not None)])
        likeness = np.maximum.reduceat(vectors.phrases @ asked.T, self._starts)
        whole, by_clause = likeness[:, 0].astype(np.float64), likeness[:, 1:].astype(np.float64)
        if not by_clause.shape[1]:
            return whole, np.zeros(len(whole))
        return np.maximum(whole, _CLAUSE_SHARE * by_clause.max(axis=1)), by_clause.argmax(axis=1) + 1.0

    def _best_phrase(self, by_phrase: Column) -> Column:
        best: Column = np.maximum.reduceat(by_phrase, self._starts)
        return best

    def _said(self, text: str, runs: "_Runs | None", at: int) -> Span | None:
        if runs is not None and self.vectors is not None:
            return runs.likest(self.vectors.phrases[int(self._starts[at]) : int(self._ends[at])])
        return _shared_span(text, self.vocabulary.needs[at].say)


class _Runs:
    """The runs of words in a text with their meaning, taken from one run of the model."""

    def __init__(self, text: str, encoded: Encoded) -> None:
        self._text = text
        placed = [(run, encoded.pieces_within(run[0].start, run[-1].end)) for run in _windows(text)]
        self._runs = [run for run, (first, past) in placed if past > first]
        bounds = np.array([bound for _, bound in placed if bound[1] > bound[0]], dtype=np.int64).reshape(
            -1, 2
        )
        running = np.vstack([np.zeros((1, encoded.pieces.shape[1])), np.cumsum(encoded.pieces, axis=0)])
        self._vectors = unit((running[bounds[:, 1]] - running[bounds[:, 0]]).astype(np.float32))

    def likest(self, own_phrases: Matrix) -> Span | None:
        """The shortest run of words that is nearly as close in meaning to these phrases as the closest
        run."""
        if not self._runs:
            return None
        likeness = (self._vectors @ own_phrases.T).max(axis=1)
        near = np.flatnonzero(likeness >= likeness.max() - _SPAN_MARGIN)
        run = min((self._runs[int(at)] for at in near), key=len)
        return _span(self._text, run[0].start, run[-1].end)


def _windows(text: str) -> list[list[Word]]:
    """Runs of up to six words within a clause that begin and end with a word of meaning."""
    found = words(text)
    bounds = list(clauses(text)) or [(0, len(text))]
    inside = [[word for word in found if first <= word.start and word.end <= past] for first, past in bounds]
    return [run for clause in inside for run in _runs(clause)]


def _runs(clause: list[Word]) -> list[list[Word]]:
    return [
        clause[first : last + 1]
        for first, word in enumerate(clause)
        if word.carries_meaning
        for last in range(first, min(first + _LONGEST_SPAN, len(clause)))
        if clause[last].carries_meaning
    ]


def _shared_span(text: str, say: tuple[str, ...]) -> Span | None:
    """From the first to the last word shared with the phrase that shares most."""
    found = [word for word in words(text) if word.carries_meaning]
    shared = max(
        ([word for word in found if stem(word.text) in _stems_of(phrase)] for phrase in say), key=len
    )
    return _span(text, shared[0].start, shared[-1].end) if shared else None


def _stems_of(phrase: str) -> set[str]:
    return {stem(word.text) for word in words(phrase) if word.carries_meaning}


def _span(text: str, start: int, end: int) -> Span:
    return Span(text=text[start:end], start=start, end=end)

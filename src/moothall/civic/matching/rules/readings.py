"""What a person's words may mean: the needs they speak of, how surely, and which words say so."""

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np

from moothall.civic.matching.rules.lexical import TermIndex
from moothall.civic.matching.rules.mending import Mending
from moothall.civic.matching.rules.rewriting import Rewritten
from moothall.civic.matching.rules.text import STOPWORDS, Word, clauses, stem, stems, words
from moothall.civic.matching.rules.vectors import Column, Encoded, Matrix, Vector, unit
from moothall.civic.matching.rules.vocabulary import Need, Vocabulary

_PHRASE_SHARE = 0.8
_ABOUT_SHARE = 0.2
_WORD_SHARE = 0.1
_WORDS_ENOUGH = 6.0
_CLAUSE_SHARE = 0.9
_LONGEST_SPAN = 6
_SPAN_MARGIN = 0.02
_CLOSE = 0.6
_EVIDENCE = 0.5
_RARE = 6.0
_BESIDE = 0.1
_PLAINLY = 0.8
"""From this strength on, a need is read from all the words together, whatever a few of them say alone."""
_SMALL_WORDS_COUNT = 100
SURE_BY_MEANING = 0.5
SURE_BY_WORDS = 0.28
"""A need is told to the person from this strength: 98 in 100 of the tuning needs read at it or more."""
SAYS_NOTHING = frozenset(
    [
        "hello",
        "hi",
        "hey",
        "urgent",
        "urgently",
        "asap",
        "emergency",
        "problem",
        "question",
        "thanks",
        "someone",
        "something",
    ]
)
"""Words that are said without saying what is needed."""


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
    where no few words do; `clause` counts the clause they stand in, for two needs told in one breath;
    `is_sure`: there is enough evidence to tell the person that this was read.
    """

    need: Need
    strength: float
    said: Span | None = None
    clause: int = 0
    is_sure: bool = True


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

    def __init__(
        self,
        vocabulary: Vocabulary,
        vectors: VocabularyVectors | None = None,
        *,
        ordinary_words: Set[str] = frozenset(),
    ) -> None:
        """`ordinary_words` are words that are right although no need is put in them; without any, spelling is
        left alone."""
        self.vocabulary = vocabulary
        self.vectors = vectors
        self._mending = Mending(_often(vocabulary), ordinary_words)
        self._mends = bool(ordinary_words)
        counts = [len(need.say) for need in vocabulary.needs]
        self._starts = np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int64)
        self._ends = self._starts + counts
        self._terms = TermIndex(phrases(vocabulary), saturation=0.6, length_share=0.3)

    def mended(self, text: str) -> Rewritten:
        """`text` with slips of spelling put right."""
        return self._mending.mended(text) if self._mends else Rewritten(text)

    def telling(self, text: str) -> float:
        """How much `text` says of any need, by its words: 0 or more."""
        return float(self._terms.scores(text).max(initial=0.0))

    def knows(self, word: str) -> bool:
        """Whether `word` (lower case) is an English word, as far as is known here."""
        return self._mending.knows(word.replace("'", ""))

    def is_understood(self, text: str) -> bool:
        """Whether any word of `text` that could tell of a need is a word that is known."""
        found = (word.text for word in words(text) if word.carries_meaning)
        return any(self.knows(word) for word in found if word not in SAYS_NOTHING)

    def read(self, text: str, encoded: Encoded | None, *, limit: int = 6) -> list[NeedReading]:
        """The `limit` likeliest needs in `text`, surest first; empty where no word says anything.

        `encoded` is the same text read by the model, or None to go by words alone.
        """
        strengths, clause_of = self._strengths(text, encoded)
        order = np.argsort(-strengths, kind="stable")[:limit]
        surest = [int(at) for at in order if strengths[at] > 0]
        runs = _Runs(text, encoded) if encoded is not None and self.vectors is not None else None
        said = self._said(text, runs, surest)
        sure_from = SURE_BY_WORDS if runs is None else SURE_BY_MEANING
        return [
            NeedReading(
                need=self.vocabulary.needs[at],
                strength=float(min(strengths[at], 1.0)),
                said=span,
                clause=int(clause_of[at]),
                is_sure=bool(strengths[at] >= (sure_from if is_own else _PLAINLY)),
            )
            for at, (span, is_own) in zip(surest, said, strict=True)
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
        """Each need's likeness with its closest phrase, and the number of the clause (from 1) it is told in;
        0 where there is one clause only."""
        parts = [encoded.part(start, end) for start, end in clauses(text)]
        numbers = np.array([at for at, part in enumerate(parts, start=1) if part is not None])
        asked = np.stack([encoded.vector, *(part for part in parts if part is not None)])
        likeness = np.maximum.reduceat(vectors.phrases @ asked.T, self._starts)
        whole, by_clause = likeness[:, 0].astype(np.float64), likeness[:, 1:].astype(np.float64)
        if not by_clause.shape[1]:
            return whole, np.zeros(len(whole))
        return np.maximum(whole, _CLAUSE_SHARE * by_clause.max(axis=1)), numbers[by_clause.argmax(axis=1)]

    def _best_phrase(self, by_phrase: Column) -> Column:
        best: Column = np.maximum.reduceat(by_phrase, self._starts)
        return best

    def _said(self, text: str, runs: "_Runs | None", needs: Sequence[int]) -> list[tuple[Span | None, bool]]:
        """For each need the words that speak of it, and whether they speak of it by themselves: nearly as
        much as of any other need."""
        if runs is None or self.vectors is None:
            shared = [_shared_span(text, self.vocabulary.needs[at].say) for at in needs]
            return [(span, span is not None) for span in shared]
        own = [self.vectors.phrases[int(self._starts[at]) : int(self._ends[at])] for at in needs]
        found = [runs.likest(phrases) for phrases in own]
        vectors = np.stack(
            [run.vector for run in found if run]
            or [np.zeros(self.vectors.phrases.shape[1], dtype=np.float32)]
        )
        most = iter((self.vectors.phrases @ vectors.T).max(axis=0))
        return [
            (run.span, self._is_own(text, at, run.likeness, float(next(most)))) if run else (None, False)
            for run, at in zip(found, needs, strict=True)
        ]

    def _is_own(self, text: str, need: int, likeness: float, most: float) -> bool:
        """Whether words speak of a need by themselves: they come close to its phrases, or share a rare word
        with them, and speak of no other need much more (`most`)."""
        is_close = likeness >= _CLOSE or (likeness >= _EVIDENCE and self._shares_rare(text, need))
        return is_close and likeness >= most - _BESIDE

    def _shares_rare(self, text: str, need: int) -> bool:
        first, past = int(self._starts[need]), int(self._ends[need])
        rare = (term for term in set(stems(text)) if self._terms.rarity(term) >= _RARE)
        return any(self._terms.is_in(term, first, past) for term in rare)


def _often(vocabulary: Vocabulary) -> Mapping[str, int]:
    """Every word of the vocabulary and how often it is used; small words are used most."""
    texts = (*phrases(vocabulary), *abouts(vocabulary), *service_words(vocabulary))
    counted = Counter(word.text.replace("'", "") for text in texts for word in words(text))
    return counted + Counter({word.replace("'", ""): _SMALL_WORDS_COUNT for word in STOPWORDS})


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

    def likest(self, own_phrases: Matrix) -> "_Run | None":
        """The shortest run of words that is nearly as close in meaning to these phrases as the closest
        run; None where there is no run."""
        if not self._runs:
            return None
        likeness = (self._vectors @ own_phrases.T).max(axis=1)
        near = np.flatnonzero(likeness >= likeness.max() - _SPAN_MARGIN)
        at = min((int(at) for at in near), key=lambda at: len(self._runs[at]))
        run = self._runs[at]
        span = _span(self._text, run[0].start, run[-1].end)
        return _Run(span, self._vectors[at], float(likeness.max()))


@dataclass(frozen=True, eq=False)
class _Run:
    """Some words, their meaning, and how close they are to a need's phrases."""

    span: Span
    vector: Vector
    likeness: float


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

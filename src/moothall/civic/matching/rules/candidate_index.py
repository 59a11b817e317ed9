"""Services kept in memory with what matching needs: the same figures that SQL gives in the product."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from moothall.civic.matching.rules.affinity import affinity
from moothall.civic.matching.rules.lexical import TermIndex, TrigramIndex
from moothall.civic.matching.rules.ranking import Candidate, Parts, Query
from moothall.civic.matching.rules.readings import Reader, VocabularyVectors
from moothall.civic.matching.rules.vectors import Column, Matrix

_WORDS_FULL = 1.6


@dataclass(frozen=True, eq=False)
class ServiceVectors:
    """The meaning of each service's name, and of its name and text; one row per candidate, 384 wide."""

    names: Matrix
    texts: Matrix


class CandidateIndex:
    """A fixed list of candidates, ready to be compared with any query."""

    def __init__(
        self, candidates: Sequence[Candidate], reader: Reader, vectors: ServiceVectors | None = None
    ) -> None:
        self.candidates = tuple(candidates)
        self._vectors = vectors
        self._terms = TermIndex([f"{each.name} {each.name} {each.text}" for each in candidates])
        self._letters = TrigramIndex([each.name for each in candidates])
        self._need_at = {need.id: at for at, need in enumerate(reader.vocabulary.needs)}
        self._affinity = self._affinities(reader)

    def parts(self, query: Query) -> Parts:
        """This query's figures for every candidate, in the candidates' order."""
        words = self._terms.scores(query.english)
        rows = [self._need_at[reading.need.id] for reading in query.readings]
        name, text = self._meanings(query)
        return Parts(
            name=name,
            text=text,
            words=words / max(float(words.max(initial=0.0)), 1e-9),
            letters=self._letters.scores(query.english),
            affinity=self._affinity[rows],
        )

    def affinity(self, need_id: str) -> Column:
        """How well each candidate serves a need, 0 to 1."""
        row: Column = self._affinity[self._need_at[need_id]]
        return row

    def _meanings(self, query: Query) -> tuple[Column, Column]:
        if self._vectors is None or query.encoded is None:
            nothing = np.zeros(len(self.candidates))
            return nothing, nothing
        name, text = (rows @ query.encoded.vector for rows in (self._vectors.names, self._vectors.texts))
        return name.astype(np.float64), text.astype(np.float64)

    def _affinities(self, reader: Reader) -> Column:
        """One row per need: how well each candidate serves it."""
        rows = []
        start = 0
        needs_of = [each.needs for each in self.candidates]
        for need in reader.vocabulary.needs:
            place = slice(start, start + len(need.services))
            likeness = self._likeness(need.services, place, reader.vectors)
            rows.append(affinity(likeness, need=need.id, needs_of=needs_of))
            start = place.stop
        return np.array(rows)

    def _likeness(self, names: Sequence[str], place: slice, vectors: VocabularyVectors | None) -> Column:
        if vectors is None or self._vectors is None:
            return np.array([self._by_words(name) for name in names])
        own = vectors.service_words[place]
        likeness: Column = np.maximum(own @ self._vectors.names.T, own @ self._vectors.texts.T).astype(
            np.float64
        )
        return likeness

    def _by_words(self, name: str) -> Column:
        """The share of the name's rarity that a service's words cover, for when there is no model."""
        return np.minimum(self._terms.scores(name) / max(_WORDS_FULL * self._terms.full(name), 1e-9), 1.0)

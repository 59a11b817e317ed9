"""Comparing words with a large directory: the database names the likeliest services, the same fusion ranks
them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from uuid import UUID

import numpy as np
from django.db import connection
from pgvector import HalfVector

from moothall.civic.matching.embedding import DIMENSIONS
from moothall.civic.matching.rules import Candidate, Match, Parts, Query, Reader, rank
from moothall.civic.matching.rules.vectors import Column, Matrix

MOST = 100
"""Services from each of the four ways of being near."""
NEAREST = "SELECT * FROM moothall.matching_nearest(%s, %s::halfvec, %s)"
HEADER = 4
"""Octets before the numbers in the binary form of a halfvec."""
STEP_DOWN = 0.1
"""Service words of a need stand in order of fit: each place down the list counts this much less."""


@dataclass(frozen=True, slots=True)
class _Near:
    """One row of the database's answer."""

    id: UUID
    name: str
    text: str
    by_name: float
    by_text: float
    by_words: float
    by_letters: float
    name_vector: bytes | None
    text_vector: bytes | None


def best(query: Query, *, reader: Reader, limit: int) -> list[Match]:
    """The ``limit`` services that fit ``query`` best among the nearest, with reasons."""
    near = _near(query)
    if not near:
        return []
    candidates = [Candidate(id=str(row.id), name=row.name, text=row.text) for row in near]
    return rank(query, candidates, _parts(near, query, reader), limit=limit)


def _near(query: Query) -> list[_Near]:
    meaning = None if query.encoded is None else HalfVector(query.encoded.vector).to_text()
    with connection.cursor() as cursor:
        cursor.execute(NEAREST, (query.english, meaning, MOST))
        return [_Near(*row) for row in cursor.fetchall()]


def _parts(near: Sequence[_Near], query: Query, reader: Reader) -> Parts:
    words = np.array([row.by_words for row in near])
    return Parts(
        name=np.array([row.by_name for row in near]),
        text=np.array([row.by_text for row in near]),
        words=words / max(float(words.max()), 1e-9),
        letters=np.array([row.by_letters for row in near]),
        affinity=_affinity(near, query, reader),
    )


def _affinity(near: Sequence[_Near], query: Query, reader: Reader) -> Column:
    """How well each service serves each need that was read: the measure of ``Shelf``, for these alone."""
    if reader.vectors is None:
        return np.zeros((len(query.readings), len(near)))
    names, texts = _matrix(row.name_vector for row in near), _matrix(row.text_vector for row in near)
    starts = [0, *accumulate(len(need.services) for need in reader.vocabulary.needs)]
    place = {need.id: starts[at] for at, need in enumerate(reader.vocabulary.needs)}
    rows = []
    for reading in query.readings:
        start, count = place[reading.need.id], len(reading.need.services)
        own = reader.vectors.service_words[start : start + count]
        likeness = np.maximum(own @ names.T, own @ texts.T) - STEP_DOWN * np.arange(count)[:, None]
        rows.append(np.clip(likeness.max(axis=0), 0.0, 1.0))
    return np.array(rows).reshape(len(query.readings), len(near))


def _matrix(vectors: Iterator[bytes | None]) -> Matrix:
    nothing = np.zeros(DIMENSIONS, dtype=np.float32)
    return np.array([nothing if each is None else _numbers(bytes(each)) for each in vectors])


def _numbers(octets: bytes) -> Matrix:
    return np.frombuffer(octets, dtype=">f2", offset=HEADER).astype(np.float32)

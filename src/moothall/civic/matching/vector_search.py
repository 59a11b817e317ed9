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
from moothall.civic.matching.rules.affinity import affinity
from moothall.civic.matching.rules.vectors import Column, Matrix
from moothall.foundations.directory.models import Service

MOST = 100
"""Services from each of the four ways of being near."""
NEAREST = "SELECT * FROM moothall.matching_nearest(%s, %s::halfvec, %s)"
HEADER = 4
"""Octets before the numbers in the binary form of a halfvec."""


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
    needs = dict(Service.objects.filter(pk__in=[row.id for row in near]).values_list("pk", "needs"))
    candidates = [Candidate(str(row.id), row.name, row.text, frozenset(needs[row.id])) for row in near]
    return rank(query, candidates, _parts(near, candidates, query, reader), limit=limit)


def _near(query: Query) -> list[_Near]:
    meaning = None if query.encoded is None else HalfVector(query.encoded.vector).to_text()
    with connection.cursor() as cursor:
        cursor.execute(NEAREST, (query.english, meaning, MOST))
        return [_Near(*row) for row in cursor.fetchall()]


def _parts(near: Sequence[_Near], candidates: Sequence[Candidate], query: Query, reader: Reader) -> Parts:
    words = np.array([row.by_words for row in near])
    return Parts(
        name=np.array([row.by_name for row in near]),
        text=np.array([row.by_text for row in near]),
        words=words / max(float(words.max()), 1e-9),
        letters=np.array([row.by_letters for row in near]),
        affinity=_affinity(near, candidates, query, reader),
    )


def _affinity(near: Sequence[_Near], candidates: Sequence[Candidate], query: Query, reader: Reader) -> Column:
    """How well each service serves each need that was read: the measure of ``CandidateIndex``, for these
    alone."""
    if reader.vectors is None:
        return np.zeros((len(query.readings), len(near)))
    names, texts = _matrix(row.name_vector for row in near), _matrix(row.text_vector for row in near)
    starts = [0, *accumulate(len(need.services) for need in reader.vocabulary.needs)]
    place = {need.id: starts[at] for at, need in enumerate(reader.vocabulary.needs)}
    needs_of = [each.needs for each in candidates]
    rows = []
    for reading in query.readings:
        start, count = place[reading.need.id], len(reading.need.services)
        own = reader.vectors.service_words[start : start + count]
        likeness = np.maximum(own @ names.T, own @ texts.T).astype(np.float64)
        rows.append(affinity(likeness, need=reading.need.id, needs_of=needs_of))
    return np.array(rows).reshape(len(query.readings), len(near))


def _matrix(vectors: Iterator[bytes | None]) -> Matrix:
    nothing = np.zeros(DIMENSIONS, dtype=np.float32)
    return np.array([nothing if each is None else _numbers(bytes(each)) for each in vectors])


def _numbers(octets: bytes) -> Matrix:
    return np.frombuffer(octets, dtype=">f2", offset=HEADER).astype(np.float32)

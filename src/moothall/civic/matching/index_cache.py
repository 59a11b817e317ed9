"""The services of the place, ready to be compared: in memory while they are few, the nearest when many."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

import numpy as np
from django.db import connection

from moothall.civic.matching import understanding, vector_search
from moothall.civic.matching.embedding import DIMENSIONS
from moothall.civic.matching.rules import (
    Candidate,
    CandidateIndex,
    Match,
    Query,
    Reader,
    ServiceVectors,
    rank,
)
from moothall.civic.matching.rules.vectors import Matrix
from moothall.foundations.directory import queries as directory
from moothall.foundations.directory.queries.candidates import Candidate as Entry
from moothall.kernel.act import Act

MOST = 2_000
"""More services than this are not kept in memory; the database then names the likeliest."""
PAGE = 1_000
STATE = """
    SELECT about.services, exact.services, exact.described, exact.changed_at
      FROM (SELECT greatest(reltuples, 0)::bigint AS services FROM pg_class
             WHERE oid = 'directory_service'::regclass) AS about
      CROSS JOIN LATERAL (
          SELECT count(*) AS services, max(s.modified_at) AS changed_at,
                 count(*) FILTER (WHERE s.described_digest = s.text_digest) AS described
            FROM directory_service AS s WHERE s.status = 'active' AND about.services <= %s) AS exact
"""
"""About how many services there are, from the database's own statistics, and what is exactly so while they
are few: exact counts of many take too long."""


@dataclass(frozen=True, slots=True)
class State:
    """What changes when the directory does: a index made in another state is out of date."""

    services: int
    described: int
    changed_at: datetime | None
    by_meaning: bool


@dataclass(slots=True)
class _Cached:
    """The index of this process, the state it was made in, and the lock of whoever makes the next."""

    lock: Lock
    state: State | None = None
    index: CandidateIndex | None = None


_KEPT = _Cached(Lock())
_FOR_NEED: dict[str, tuple[State, CandidateIndex]] = {}
"""The indexes of single needs, each with the state it was made in."""


@dataclass(frozen=True, slots=True)
class OfPlace:
    """The services of the place, inside the transaction of ``act``."""

    act: Act

    def best(self, query: Query, *, limit: int) -> list[Match]:
        """The ``limit`` services that fit ``query`` best, with reasons."""
        state = _state()
        if state is None:
            return vector_search.best(query, reader=understanding.reader(), limit=limit)
        return _ranked(query, _index(self.act, state), limit)

    def tagged(self, query: Query, *, need: str, limit: int) -> list[Match]:
        """The ``limit`` that fit ``query`` best of those whose organisation lists ``need``."""
        return _ranked(query, _shelf_for(self.act, need, _state()), limit)


def _ranked(query: Query, index: CandidateIndex, limit: int) -> list[Match]:
    return rank(query, index.candidates, index.parts(query), limit=limit) if index.candidates else []


def _state() -> State | None:
    """The state of the directory; ``None`` when there are too many services to keep in memory."""
    with connection.cursor() as cursor:
        cursor.execute(STATE, (MOST,))
        about, services, described, changed_at = cursor.fetchone()
    if about > MOST:
        return None
    return State(services, described, changed_at, by_meaning=understanding.reads_meaning())


def _index(act: Act, state: State) -> CandidateIndex:
    """The index for the directory as it is. While one thread makes it, others go on with the one before."""
    if _KEPT.index is not None and _KEPT.state == state:
        return _KEPT.index
    if not _KEPT.lock.acquire(blocking=_KEPT.index is None):
        return _KEPT.index or _made(act)
    try:
        index = _made(act)
        _KEPT.state, _KEPT.index = state, index
        return index
    finally:
        _KEPT.lock.release()


def _shelf_for(act: Act, need: str, state: State | None) -> CandidateIndex:
    """The services whose organisation lists ``need``; made anew only when the directory changed."""
    kept = _FOR_NEED.get(need)
    if kept is not None and kept[0] == state:
        return kept[1]
    index = _shelf_of(directory.candidates(act, need=need, limit=PAGE).items)
    if state is not None:
        _FOR_NEED[need] = (state, index)
    return index


def _made(act: Act) -> CandidateIndex:
    return _shelf_of(_all_candidates(act))


def _shelf_of(rows: Sequence[Entry]) -> CandidateIndex:
    reader: Reader = understanding.reader()
    candidates = [Candidate(str(row.id), row.name, row.text, frozenset(row.needs)) for row in rows]
    return CandidateIndex(candidates, reader, _vectors(rows) if reader.vectors is not None else None)


def _all_candidates(act: Act) -> list[Entry]:
    page = directory.candidates(act, limit=PAGE)
    rows = [*page.items]
    while page.has_more:
        page = directory.candidates(act, cursor=page.next, limit=PAGE)
        rows += page.items
    return rows


def _vectors(rows: Sequence[Entry]) -> ServiceVectors | None:
    """The vectors of the services; a row of zeros, like nothing, for those still to be described."""
    if not any(row.name_vector is not None for row in rows):
        return None
    return ServiceVectors(
        names=_matrix([row.name_vector for row in rows]), texts=_matrix([row.text_vector for row in rows])
    )


def _matrix(vectors: Sequence[Sequence[float] | None]) -> Matrix:
    matrix = np.zeros((len(vectors), DIMENSIONS), dtype=np.float32)
    for at, vector in enumerate(vectors):
        if vector is not None:
            matrix[at] = vector
    return matrix

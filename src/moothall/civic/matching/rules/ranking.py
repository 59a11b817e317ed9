"""Ranks services for a person's words: parts by meaning, words, letters and need, fused by score with
reasons."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from moothall.civic.matching.rules.readings import NeedReading
from moothall.civic.matching.rules.reasons import Mentions, Reason, reasons_for
from moothall.civic.matching.rules.vectors import Column, Encoded


@dataclass(frozen=True)
class Candidate:
    """A service that may fit: its id in the directory, its name, all the text that describes it, and the ids
    of the needs that its organisation says it meets (empty: nobody has said)."""

    id: str
    name: str
    text: str = ""
    needs: frozenset[str] = frozenset()


@dataclass(frozen=True, eq=False)
class Query:
    """A person's words, understood.

    `text` is what they typed; `english` the same with Welsh terms put into English; `encoded` its meaning,
    None without the model; `readings` the needs it may speak of, surest first; `parts` a query for each
    need, where several are told, in the order told.
    """

    text: str
    english: str
    encoded: Encoded | None = None
    readings: tuple[NeedReading, ...] = ()
    parts: tuple["Query", ...] = ()


@dataclass(frozen=True, eq=False)
class Parts:
    """What each candidate scores, one number per candidate in the candidates' order, 0 to 1.

    `name` and `text` are cosines of the query with the service's name and with its name and text; `words`
    is BM25 over its own maximum; `letters` is trigram similarity with the name; `affinity` has one row per
    reading of the query: how well each candidate serves that need.
    """

    name: Column
    text: Column
    words: Column
    letters: Column
    affinity: Column


@dataclass(frozen=True)
class Weights:
    """How much each part counts. `focus` sharpens the lead of the surest reading over the others.

    A clause whose surest reading reaches `spoken` speaks of a need of its own and counts by `second`."""

    name: float = 0.35
    text: float = 0.65
    words: float = 0.2
    letters: float = 0.05
    need: float = 0.65
    focus: float = 11.0
    second: float = 0.8
    spoken: float = 0.55


DEFAULT_WEIGHTS = Weights()
RESEARCH = Weights(letters=0.1, need=0.0)


@dataclass(frozen=True)
class MatchParts:
    """One candidate's parts, as in `Parts`; `need` is the best affinity, already weighed by its reading."""

    name: float
    text: float
    words: float
    letters: float
    need: float


@dataclass(frozen=True)
class Match:
    """One service, its fused score (higher is better; only comparable within one search), its parts and
    why."""

    candidate: Candidate
    score: float
    parts: MatchParts
    reasons: tuple[Reason, ...] = field(default=())


def rank(
    query: Query,
    candidates: Sequence[Candidate],
    parts: Parts,
    *,
    weights: Weights = DEFAULT_WEIGHTS,
    limit: int = 50,
) -> list[Match]:
    """The best `limit` candidates, best first, each with its reasons; ties keep the candidates' order.

    `parts` are this query's figures for these candidates (from SQL in the product, from `Shelf` in memory).
    """
    need, reading_of = _need_part(query, parts, weights)
    score = fuse(parts, need, weights)
    mentions = Mentions(query.text)
    best = [int(at) for at in np.argsort(-score, kind="stable")[:limit]]
    return [
        Match(
            candidate=candidates[at],
            score=float(score[at]),
            parts=_parts_of(parts, need, at),
            reasons=_reasons(
                query, candidates[at], mentions, parts, float(need[at]), int(reading_of[at]), at
            ),
        )
        for at in best
    ]


def scores(query: Query, parts: Parts, *, weights: Weights = DEFAULT_WEIGHTS) -> Column:
    """The fused score of every candidate, in the candidates' order."""
    return fuse(parts, _need_part(query, parts, weights)[0], weights)


def fuse(parts: Parts, need: Column, weights: Weights) -> Column:
    """The weighted sum of the parts: fusing by score was measured to beat fusing by rank (decision 011)."""
    return (
        weights.name * parts.name
        + weights.text * parts.text
        + weights.words * parts.words
        + weights.letters * parts.letters
        + weights.need * need
    )


def _need_part(query: Query, parts: Parts, weights: Weights) -> tuple[Column, Column]:
    """Each candidate's best weighed affinity, and the reading it comes from (-1 where there is none)."""
    if not query.readings or not weights.need:
        return np.zeros(len(parts.words)), np.full(len(parts.words), -1)
    share = _shares(query.readings, weights)
    weighed = share[:, None] * parts.affinity
    return weighed.max(axis=0), weighed.argmax(axis=0)


def _shares(readings: Sequence[NeedReading], weights: Weights) -> Column:
    """How much each reading counts: the surest of each clause leads it, a second clause a little behind."""
    strengths = np.array([reading.strength for reading in readings])
    clauses = np.array([reading.clause for reading in readings])
    best = np.array([strengths[clauses == clause].max() for clause in clauses])
    behind = np.where((best < strengths.max()) & (best < weights.spoken), strengths.max() - best, 0.0)
    led = np.where(best < strengths.max(), weights.second, 1.0)
    share: Column = led * np.exp(weights.focus * (strengths - best - behind))
    return share


def _parts_of(parts: Parts, need: Column, at: int) -> MatchParts:
    return MatchParts(
        name=float(parts.name[at]),
        text=float(parts.text[at]),
        words=float(parts.words[at]),
        letters=float(parts.letters[at]),
        need=float(need[at]),
    )


def _reasons(
    query: Query, candidate: Candidate, mentions: Mentions, parts: Parts, counts: float, number: int, at: int
) -> tuple[Reason, ...]:
    reading = query.readings[number] if number >= 0 else None
    affinity = float(parts.affinity[number, at]) if reading else 0.0
    return reasons_for(
        mentions,
        name=candidate.name,
        text=candidate.text,
        reading=reading,
        affinity=affinity,
        counts=counts,
    )

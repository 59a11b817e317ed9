"""What came of a search, small enough to be kept with it: no page has to compare again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self
from uuid import UUID

from moothall.civic.matching import readers, shelves
from moothall.civic.matching.loading import load_vocabulary
from moothall.civic.matching.reading import urgent_help
from moothall.civic.matching.rules import (
    Certainty,
    Match,
    NeedReading,
    Query,
    certainty,
    clarifying_question,
)
from moothall.kernel.act import Act

MOST = 60
"""Services kept of one search."""
NEAR = 0.5
"""A service counts as one that could help from this share of the best one's score."""
SPOKEN = 0.5
"""A need counts as spoken of from this strength; the likeliest one always does."""
MOST_NEEDS = 3
URGENT_NEEDS = {
    "suicide": "suicidal-crisis",
    "overdose": "suicidal-crisis",
    "self_harm": "suicidal-crisis",
    "domestic_abuse": "domestic-abuse",
    "death_threat": "domestic-abuse",
    "forced_marriage": "domestic-abuse",
    "sexual_violence": "sexual-violence",
}
"""The need that certain urgent help speaks of, whatever else the words may look like."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A service that may help. ``kind`` of the reason: need, words or meaning; ``said``: the person's words
    it rests on; ``need``: the id of the need it meets."""

    service: UUID
    kind: str
    said: tuple[str, ...]
    need: str

    def plain(self) -> dict[str, Any]:
        """As JSON values."""
        return {"service": str(self.service), "kind": self.kind, "said": self.said, "need": self.need}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a search. ``near``: how many of ``hits`` could well help, the rest may; ``question``: the
    needs to choose from, if two readings are close; ``by_meaning``: whether
    the sentence model read the words."""

    hits: tuple[Hit, ...]
    near: int
    needs: tuple[str, ...]
    certainty: Certainty
    prompt: str
    question: tuple[str, ...]
    by_meaning: bool

    def plain(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "hits": [hit.plain() for hit in self.hits],
            "near": self.near,
            "needs": self.needs,
            "certainty": self.certainty.value,
            "prompt": self.prompt,
            "question": self.question,
            "by_meaning": self.by_meaning,
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Self:
        """The outcome that :meth:`plain` was made from."""
        hits = tuple(
            Hit(UUID(hit["service"]), hit["kind"], tuple(hit["said"]), hit["need"]) for hit in plain["hits"]
        )
        lists = {name: tuple(plain[name]) for name in ("needs", "question")}
        return cls(**{**plain, **lists, "hits": hits, "certainty": Certainty(plain["certainty"])})


def outcome_of(act: Act, words: str, *, chosen: str = "") -> Outcome:
    """Compare ``words`` with every service, inside the act's transaction. ``chosen``: the id of the need that
    the person picked when they were asked which they meant."""
    query = (
        _as_chosen(readers.query_of(words), chosen) if chosen else _as_urgent(readers.query_of(words), words)
    )
    matches = shelves.best(act, query, limit=MOST)
    by_meaning = query.encoded is not None
    asking = clarifying_question(query.readings, load_vocabulary(), chosen=chosen or None)
    return Outcome(
        hits=tuple(_hit(match) for match in matches),
        near=_near(matches),
        needs=_needs(query.readings),
        certainty=Certainty.SURE if chosen else certainty(matches, query.readings, with_model=by_meaning),
        prompt=asking.prompt if asking else "",
        question=tuple(need.id for need in asking.options) if asking else (),
        by_meaning=by_meaning,
    )


def _as_chosen(query: Query, chosen: str) -> Query:
    """``query`` read as the need ``chosen`` and nothing else; as it was if there is no such need."""
    need = load_vocabulary().need_by_id.get(chosen)
    if need is None:
        return query
    said = next((reading.said for reading in query.readings if reading.need.id == chosen), None)
    return replace(query, readings=(NeedReading(need=need, strength=1.0, said=said),))


def _as_urgent(query: Query, words: str) -> Query:
    """``query``, or the need that the urgent help for ``words`` speaks of, told as its name and hint: people
    have reviewed those phrases, and no likeness of words may take "kill myself" for care at the end of
    life."""
    known = load_vocabulary().need_by_id
    for urgent in urgent_help(words):
        need = known.get(URGENT_NEEDS.get(urgent.help.id, ""))
        if need is not None:
            reading = NeedReading(need=need, strength=1.0, said=urgent.said)
            named = readers.query_of(f"{need.name}. {need.hint}")
            return replace(named, text=urgent.said.text, readings=(reading,))
    return query


def _needs(readings: Sequence[NeedReading]) -> tuple[str, ...]:
    """The needs spoken of, likeliest first: what is counted."""
    spoken = [each.need.id for at, each in enumerate(readings) if at == 0 or each.strength >= SPOKEN]
    return tuple(spoken[:MOST_NEEDS])


def _near(matches: Sequence[Match]) -> int:
    return sum(match.score >= NEAR * matches[0].score for match in matches)


def _hit(match: Match) -> Hit:
    first = match.reasons[0]
    said = tuple(span.text for span in first.said)
    return Hit(service=UUID(match.candidate.id), kind=first.kind, said=said, need=first.need or "")

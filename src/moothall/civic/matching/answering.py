"""How a search is answered: urgent help by its tags, else the services that fit each need that was told."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol
from uuid import UUID

from moothall.civic.matching.loading import load_crisis, load_languages, load_vocabulary
from moothall.civic.matching.outcomes import Hit, SearchOutcome
from moothall.civic.matching.reading import urgent_help
from moothall.civic.matching.rules import (
    Certainty,
    Match,
    NeedReading,
    Query,
    Reader,
    UrgentHelp,
    certainty,
    clarifying_question,
)

MOST = 60
"""Services kept of one search."""
MOST_NEAR = 6
"""Services shown at first, shared among the needs where several are told; the others on further pages."""
MOST_URGENT = 4
NEAR = 0.5
"""A service counts as one that could help from this share of the best one's score."""
MOST_NEEDS = 3
PLAINLY = 0.65
"""A need was told plainly from this strength."""
AS_LIKELY = 0.08
"""Needs that are read this nearly as surely may each be the one that was meant."""
NAMED = 0.4
"""A service was all but named from this likeness of the words with its name."""


class Services(Protocol):
    """The services that words are compared with."""

    def best(self, query: Query, *, limit: int) -> list[Match]:
        """The ``limit`` services that fit ``query`` best, with reasons."""

    def tagged(self, query: Query, *, need: str, limit: int) -> list[Match]:
        """The ``limit`` that fit ``query`` best of those whose organisation lists ``need``."""


@dataclass(frozen=True)
class Answering:
    """Answers words with ``services``, read by ``reader``; ``query_of`` says what words may mean."""

    services: Services
    reader: Reader
    query_of: Callable[[str], Query]

    def outcome_of(self, words: str, *, chosen: str = "") -> SearchOutcome:
        """What comes of ``words``. ``chosen``: the id of the need that the person picked when they were asked
        which they meant.

        Words that call for urgent help bring the services tagged for it and, where a reviewed phrase calls
        for it, no other. Words in a language
        that is not read here, or in which nothing is understood, bring none.
        """
        language = load_languages().of(words, is_english=self.reader.knows)
        if urgent := urgent_help(words):
            outcome = self._urgent(urgent, language)
            is_phrased = bool(load_crisis().urgent_help(words))
            return outcome if is_phrased else self._with_what_was_told(outcome, urgent, words)
        if language not in load_languages().read:
            return self._not_understood(language)
        query = self.query_of(words)
        if not self.reader.is_understood(query.english):
            return self._not_understood(language if language != "en" else "")
        return self._answered(_as_chosen(query, chosen), chosen)

    def _urgent(self, urgent: Sequence[UrgentHelp], language: str) -> SearchOutcome:
        """The services tagged for these kinds of urgent help, first those of the first kind; at most four."""
        found = [(match, each.help) for each in urgent for match in self._tagged(each.help.needs)]
        hits: dict[str, Hit] = {}
        for match, help in found:
            hit = Hit(UUID(match.candidate.id), "urgent", (), "", under=help.needs[0])
            hits.setdefault(match.candidate.id, hit)
        shown = tuple(hits.values())[:MOST_URGENT]
        needs = tuple(dict.fromkeys(need for each in urgent for need in each.help.needs[:1]))
        return SearchOutcome(
            shown,
            len(shown),
            needs[:MOST_NEEDS],
            Certainty.SURE,
            by_meaning=self._by_meaning,
            language=language,
        )

    def _with_what_was_told(
        self, outcome: SearchOutcome, urgent: Sequence[UrgentHelp], words: str
    ) -> SearchOutcome:
        """Urgent help that no reviewed phrase calls for may be a false alarm, so another need that was told
        plainly is answered too: nobody loses an answer by it."""
        query = self.query_of(words)
        of_urgent = {need for each in urgent for need in each.help.needs}
        first = query.readings[0] if query.readings else None
        if first is None or not first.is_sure or first.strength < PLAINLY or first.need.id in of_urgent:
            return outcome
        near = self._near_of_each(query) or [
            replace(hit, under=first.need.id)
            for hit in _near(self.services.best(query, limit=MOST), MOST_URGENT)
        ]
        told = {hit.service: hit for hit in near[:MOST_URGENT] if hit.under not in of_urgent}
        urgent_hits = [hit for hit in outcome.hits if hit.service not in told]
        hits = (*told.values(), *urgent_hits[: MOST_NEAR - len(told)])
        needs = tuple(dict.fromkeys((*outcome.needs, *(hit.under for hit in told.values()))))
        return replace(outcome, hits=hits, near=len(hits), needs=needs[:MOST_NEEDS])

    def _tagged(self, needs: Iterable[str]) -> list[Match]:
        """The services tagged for these needs, in the needs' order and by how well they fit each."""
        known = load_vocabulary().need_by_id
        found: dict[str, Match] = {}
        for need in (known[each] for each in needs):
            query = self.query_of(f"{need.name}. {need.hint}")
            for match in self.services.tagged(query, need=need.id, limit=MOST_URGENT):
                found.setdefault(match.candidate.id, match)
        return list(found.values())

    def _not_understood(self, language: str) -> SearchOutcome:
        return SearchOutcome(
            (), 0, (), Certainty.NOT_UNDERSTOOD, by_meaning=self._by_meaning, language=language
        )

    def _answered(self, query: Query, chosen: str) -> SearchOutcome:
        matches = self.services.best(query, limit=MOST)
        sure = Certainty.SURE if chosen else certainty(matches, query.readings, with_model=self._by_meaning)
        near = [] if sure is Certainty.NOTHING else self._near_of_each(query) or _near(matches, MOST_NEAR)
        shown = {hit.service for hit in near}
        return SearchOutcome(
            hits=(*near, *(hit for hit in map(_hit, matches) if hit.service not in shown)),
            near=len(near),
            needs=_needs(query.readings),
            certainty=sure,
            by_meaning=self._by_meaning,
            absent=tuple(need for part in query.parts or (query,) for need in _absent(part, matches, near)),
            **_question(query, chosen),
        )

    def _near_of_each(self, query: Query) -> list[Hit]:
        """Where several needs are told, the best few for each under its own heading; each service once."""
        hits: dict[UUID, Hit] = {}
        for part in query.parts:
            near = _near(self.services.best(part, limit=MOST), MOST_NEAR // len(query.parts))
            for hit in near:
                hits.setdefault(hit.service, replace(hit, under=near[0].need))
        return list(hits.values())

    @property
    def _by_meaning(self) -> bool:
        return self.reader.vectors is not None


def _question(query: Query, chosen: str) -> dict[str, Any]:
    """The one question, if two readings of a single need are close; nobody is asked about danger that their
    words only sound like."""
    urgent = {need for help in load_crisis().helps.values() for need in help.needs}
    readings = [each for each in query.readings if each.is_sure or each.need.id not in urgent]
    asking = clarifying_question(readings, load_vocabulary(), chosen=chosen or None)
    if asking is None:
        return {}
    return {"prompt": asking.prompt, "question": tuple(need.id for need in asking.options)}


def _as_chosen(query: Query, chosen: str) -> Query:
    """``query`` read as the need ``chosen`` and nothing else; as it was if there is no such need."""
    need = load_vocabulary().need_by_id.get(chosen)
    if need is None:
        return query
    said = next((reading.said for reading in query.readings if reading.need.id == chosen), None)
    return replace(query, readings=(NeedReading(need=need, strength=1.0, said=said),), parts=())


def _near(matches: Sequence[Match], most: int) -> list[Hit]:
    """The services that could well help: those that score well beside the best and meet a need that was read;
    where there are none, those whose name was all but said."""
    well = [match for match in matches if match.score >= NEAR * matches[0].score]
    meeting = [match for match in well if match.reasons[0].kind == "need" or not match.candidate.needs]
    named = [match for match in well if match.reasons[0].kind == "name" and match.parts.name >= NAMED]
    return [_hit(match) for match in meeting or named][:most]


def _absent(query: Query, matches: Sequence[Match], near: Sequence[Hit]) -> tuple[str, ...]:
    """The need told first and plainly, if no service that could help meets it or one as likely, and
    organisations here say which needs theirs meet."""
    readings = query.readings
    first = readings[0] if readings else None
    is_tagged = all(each.candidate.needs for each in matches[:MOST_NEAR])
    if first is None or first.strength < PLAINLY or not is_tagged:
        return ()
    as_likely = {each.need.id for each in readings if first.strength - each.strength <= AS_LIKELY}
    return () if as_likely & {hit.need for hit in near} else (first.need.id,)


def _needs(readings: Sequence[NeedReading]) -> tuple[str, ...]:
    """The needs spoken of, likeliest first: what is counted."""
    spoken = [each.need.id for at, each in enumerate(readings) if at == 0 or each.is_sure]
    return tuple(spoken[:MOST_NEEDS])


def _hit(match: Match) -> Hit:
    first = match.reasons[0]
    said = tuple(span.text for span in first.said)
    return Hit(service=UUID(match.candidate.id), kind=first.kind, said=said, need=first.need or "")

"""Urgent help by two layers: reviewed phrases, and a model of how people put each kind of danger.

Phrases alone miss three wordings in ten that nobody foresaw; the model reads meaning and pieces of words, so
that it knows what is put otherwise or misspelt, in English. Together they decide what is shown and what comes
first. Neither hides a service or stops anybody. Without the model the phrases decide alone.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from moothall.civic.matching.rules.crisis import CrisisLayer, UrgentHelp
from moothall.civic.matching.rules.kinds import NOTHING, KindModel
from moothall.civic.matching.rules.readings import Span
from moothall.civic.matching.rules.text import words
from moothall.civic.matching.rules.vectors import Matrix

_LONGEST = 1000
_MOST_STRETCHES = 12
_LONGEST_SENTENCE = 30
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")
_PHRASE_SHARE = 0.5
"""What a phrase adds to the chance of its kind when kinds are put in order."""
_DOUBTED = 0.02
"""Phrases of a kind less likely than this are left out where the model is sure of another."""
_MOST = 3


class SentenceEncoder(Protocol):
    """Whatever reads texts with the sentence model."""

    def encode_all(self, texts: Sequence[str]) -> Matrix:
        """The unit vectors of many texts."""


@dataclass(frozen=True)
class Sense:
    """What the model makes of a text: the chance of each kind at its highest, and the words it is highest
    in."""

    danger: float
    chances: Mapping[str, float]
    said: Mapping[str, Span]

    @property
    def likeliest(self) -> str:
        """The likeliest kind of danger."""
        return max(self.chances, key=self.chances.__getitem__)


class Urgency:
    """Finds the urgent help that words call for."""

    def __init__(
        self, phrases: CrisisLayer, *, model: KindModel | None, encoder: SentenceEncoder | None
    ) -> None:
        """Without ``model`` or ``encoder`` the phrases decide alone."""
        self._phrases = phrases
        self._model = model
        self._encoder = encoder

    def urgent_help(self, text: str) -> list[UrgentHelp]:
        """The help that ``text`` calls for, the most fitting first, at most three; empty where there is
        none."""
        found = self._phrases.urgent_help(text)
        if self._model is None or self._encoder is None or not self._model.reads(text):
            return found
        sense = self._sense(text[:_LONGEST], self._model, self._encoder)
        if sense.danger < (self._model.believed_from if found else self._model.shown_from):
            return []
        return self._together(found, sense, self._model)

    def _sense(self, text: str, model: KindModel, encoder: SentenceEncoder) -> Sense:
        spans = [Span(text[start:end], start, end) for start, end in stretches(text)]
        vectors = encoder.encode_all([span.text for span in spans])
        senses = [model.chances(span.text, vector) for span, vector in zip(spans, vectors, strict=True)]
        best = {kind: max(range(len(spans)), key=lambda at: senses[at][kind]) for kind in self._phrases.helps}
        return Sense(
            danger=max(1 - each[NOTHING] for each in senses),
            chances={kind: senses[at][kind] for kind, at in best.items()},
            said={kind: spans[at] for kind, at in best.items()},
        )

    def _together(self, found: Sequence[UrgentHelp], sense: Sense, model: KindModel) -> list[UrgentHelp]:
        by_phrase = {each.help.id: each for each in found}
        likely = {kind for kind, chance in sense.chances.items() if chance >= model.shown_from}
        if sense.danger >= model.shown_from:
            likely.add(self._first(sense, by_phrase))
            by_phrase = {kind: each for kind, each in by_phrase.items() if sense.chances[kind] >= _DOUBTED}
        helps = self._phrases.helps
        shown = {kind: UrgentHelp(helps[kind], sense.said[kind]) for kind in likely} | by_phrase
        order = self._order(sense, {each.help.id for each in found})
        return sorted(shown.values(), key=lambda each: order[each.help.id], reverse=True)[:_MOST]

    def _first(self, sense: Sense, by_phrase: Mapping[str, UrgentHelp]) -> str:
        order = self._order(sense, set(by_phrase))
        return max(order, key=order.__getitem__)

    def _order(self, sense: Sense, phrased: set[str]) -> Mapping[str, tuple[float, float]]:
        """How fitting each kind is: by its risk, then those of a phrase first, then by its chance."""
        own = {kind: chance + (kind in phrased) for kind, chance in sense.chances.items()}
        helps = self._phrases.helps
        risks = {help.risk for help in helps.values()}
        of_risk = {
            risk: sum(chance for kind, chance in sense.chances.items() if helps[kind].risk == risk)
            + _PHRASE_SHARE * any(helps[kind].risk == risk for kind in phrased)
            for risk in risks
        }
        return {kind: (of_risk[help.risk], own[kind]) for kind, help in helps.items()}


def stretches(text: str) -> Iterator[tuple[int, int]]:
    """The places of what is read on its own: each sentence, and each with the next, at most twelve."""
    bounds = [place for found in _SENTENCE.finditer(text) for place in _cut(text, *found.span())]
    pairs = [(first[0], second[1]) for first, second in pairwise(bounds)]
    return iter([*bounds, *pairs][:_MOST_STRETCHES])


def _cut(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A sentence in parts of at most thirty words, without what stands before and after it."""
    said = words(text[start:end])
    parts = [said[at : at + _LONGEST_SENTENCE] for at in range(0, len(said), _LONGEST_SENTENCE)]
    return [(start + part[0].start, start + part[-1].end) for part in parts]

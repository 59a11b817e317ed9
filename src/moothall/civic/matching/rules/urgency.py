"""Urgent help by two layers: reviewed phrases, and a model of how people put each kind of danger.

Phrases alone miss three wordings in ten that nobody foresaw; the model reads meaning and pieces of words, so
that it knows what is put otherwise or misspelt, in English. Together they decide what is shown and what comes
first. Neither hides a service or stops anybody. Without the model the phrases decide alone.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np

from moothall.civic.matching.rules.crisis import CrisisLayer, UrgentHelp
from moothall.civic.matching.rules.kinds import NOTHING, KindModel
from moothall.civic.matching.rules.marks import buckets
from moothall.civic.matching.rules.readings import Span
from moothall.civic.matching.rules.text import words
from moothall.civic.matching.rules.vectors import Column, Matrix, Vector, unit

_LONGEST = 1000
_MOST_SENTENCES = 60
_READ = 300
"""Characters that the sentence model reads: those of the sentences whose letters speak most of danger, so
that no text costs more than another."""
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
        read = _read(text, model, encoder)
        senses = [model.chances(each.marks, each.meaning) for each in read]
        best = {kind: max(range(len(read)), key=lambda at: senses[at][kind]) for kind in self._phrases.helps}
        return Sense(
            danger=max(1 - each[NOTHING] for each in senses),
            chances={kind: senses[at][kind] for kind, at in best.items()},
            said={kind: read[at].said for kind, at in best.items()},
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


@dataclass(frozen=True, eq=False)
class _Read:
    """A stretch of text with the numbers of its marks and its meaning."""

    said: Span
    marks: Column
    meaning: Vector


def _read(text: str, model: KindModel, encoder: SentenceEncoder) -> list[_Read]:
    """The sentences of ``text``, in one run of the sentence model, and each with the next: their marks and
    meanings together."""
    spans = [Span(text[start:end], start, end) for start, end in sentences(text)]
    marks = [buckets(span.text) for span in spans]
    chosen = _likeliest([len(span.text) for span in spans], [model.chances(at)[NOTHING] for at in marks])
    meanings = encoder.encode_all([spans[at].text for at in chosen])
    alone = [_Read(spans[at], marks[at], meaning) for at, meaning in zip(chosen, meanings, strict=True)]
    near = [second - first == 1 for first, second in pairwise(chosen)]
    pairs = zip(pairwise(alone), near, strict=True)
    return alone + [_joined(text, first, second) for (first, second), are_near in pairs if are_near]


def _likeliest(lengths: Sequence[int], harmless: Sequence[float]) -> list[int]:
    """Which sentences to read, in their order: the least harmless that fit, one at least."""
    chosen: list[int] = []
    left = _READ
    for at in sorted(range(len(lengths)), key=harmless.__getitem__):
        if not chosen or lengths[at] <= left:
            chosen.append(at)
            left -= lengths[at]
    return sorted(chosen)


def _joined(text: str, first: _Read, second: _Read) -> _Read:
    """Two neighbours as one: each counts by its length."""
    start, end = first.said.start, second.said.end
    meaning = len(first.said.text) * first.meaning + len(second.said.text) * second.meaning
    marks = np.union1d(first.marks, second.marks)
    return _Read(Span(text[start:end], start, end), marks, unit(meaning[None])[0])


def sentences(text: str) -> list[tuple[int, int]]:
    """The places of what is read on its own, at most sixty."""
    bounds = [place for found in _SENTENCE.finditer(text) for place in _cut(text, *found.span())]
    return bounds[:_MOST_SENTENCES]


def _cut(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A sentence in parts of at most thirty words, without what stands before and after it."""
    said = words(text[start:end])
    parts = [said[at : at + _LONGEST_SENTENCE] for at in range(0, len(said), _LONGEST_SENTENCE)]
    return [(start + part[0].start, start + part[-1].end) for part in parts]

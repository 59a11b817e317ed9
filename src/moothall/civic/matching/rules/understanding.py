"""Turns a person's words into a `Query`: slips mended, Welsh put into English, meaning, and the needs they
speak of."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from moothall.civic.matching.rules.courtesies import without_courtesies
from moothall.civic.matching.rules.ranking import Query
from moothall.civic.matching.rules.readings import NeedReading, Reader, Span
from moothall.civic.matching.rules.rewriting import Rewritten
from moothall.civic.matching.rules.text import breaths, clauses
from moothall.civic.matching.rules.vectors import Encoded
from moothall.civic.matching.rules.welsh import WelshTerms

LONGEST_QUERY = 1000
LONGEST_READ = 300
"""Characters that the sentence model reads: those of the clauses that say most, so that no text costs more
than another."""


MOST_PARTS = 3
_TOLD = 0.62


class TextEncoder(Protocol):
    """Whatever reads one text with the sentence model."""

    def encode(self, text: str) -> Encoded:
        """The text as a whole and piece by piece."""


def understand(text: str, *, reader: Reader, welsh: WelshTerms, encoder: TextEncoder | None) -> Query:
    """What `text` may mean: the first 1,000 characters, as many as the page takes.

    Without an encoder the needs are read by words alone.
    """
    typed = text[:LONGEST_QUERY]
    english = _in_english(without_courtesies(typed), reader, welsh)
    telling = _telling(english.text, reader)
    encoded = encoder.encode(telling) if encoder and telling.strip() else None
    whole = _Stretch(typed, english, telling, 0).query(reader, encoded)
    return replace(whole, parts=tuple(_parts(whole, english, reader)))


@dataclass(frozen=True)
class _Stretch:
    """A stretch of what was typed, put into English, that begins at `start` of the whole."""

    typed: str
    english: Rewritten
    text: str
    start: int

    def query(self, reader: Reader, encoded: Encoded | None) -> Query:
        readings = tuple(self._in_typed_words(each) for each in reader.read(self.text, encoded))
        return Query(text=self.typed, english=self.text, encoded=encoded, readings=readings)

    def _in_typed_words(self, reading: NeedReading) -> NeedReading:
        if reading.said is None:
            return reading
        said = reading.said.start + self.start, reading.said.end + self.start
        start, end = self.english.original(*said)
        return replace(reading, said=Span(text=self.typed[start:end], start=start, end=end))


def _parts(whole: Query, english: Rewritten, reader: Reader) -> Iterator[Query]:
    """A query for each clause that speaks plainly of a need of its own, at most three; none unless there are
    two."""
    told: dict[str, Query] = {}
    for start, end in clauses(whole.english):
        encoded = whole.encoded and whole.encoded.stretch(start, end)
        part = _Stretch(whole.text, english, whole.english[start:end], start).query(reader, encoded)
        if part.readings and part.readings[0].is_sure and part.readings[0].strength >= _TOLD:
            told.setdefault(part.readings[0].need.id, part)
    surest = sorted(told.values(), key=lambda part: -part.readings[0].strength)[:MOST_PARTS]
    return (part for part in told.values() if part in surest and len(told) > 1)


def _in_english(text: str, reader: Reader, welsh: WelshTerms) -> Rewritten:
    """Welsh put into English, or English with its slips mended: a text is taken to be in one of them."""
    translated = welsh.in_english(text)
    return translated if translated.places else reader.mended(text)


def _telling(text: str, reader: Reader) -> str:
    """`text` with all but the clauses that say most blanked, if it is longer than the model reads."""
    if len(" ".join(text.split())) <= LONGEST_READ:
        return text
    kept, left = "", LONGEST_READ
    telling = sorted(breaths(text), key=lambda at: -reader.telling(text[at[0] : at[1]]))
    chosen = []
    for first, past in telling:
        if past - first <= left:
            chosen.append((first, past))
            left -= past - first
    for first, past in sorted(chosen) or [(0, LONGEST_READ)]:
        kept = kept.ljust(first) + text[first:past]
    return kept

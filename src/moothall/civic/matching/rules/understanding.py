"""Turns a person's words into a `Query`: Welsh into English, meaning, and the needs they speak of."""

from dataclasses import replace
from typing import Protocol

from moothall.civic.matching.rules.ranking import Query
from moothall.civic.matching.rules.readings import NeedReading, Reader, Span
from moothall.civic.matching.rules.vectors import Encoded
from moothall.civic.matching.rules.welsh import Translated, WelshTerms

LONGEST_QUERY = 300


class TextEncoder(Protocol):
    """Whatever reads one text with the sentence model."""

    def encode(self, text: str) -> Encoded:
        """The text as a whole and piece by piece."""


def understand(text: str, *, reader: Reader, welsh: WelshTerms, encoder: TextEncoder | None) -> Query:
    """What `text` may mean; only its first 300 characters are read, so that no text costs more than another.

    Without an encoder the needs are read by words alone.
    """
    typed = text[:LONGEST_QUERY]
    translated = welsh.in_english(typed)
    encoded = encoder.encode(translated.text) if encoder and translated.text.strip() else None
    readings = [_in_typed_words(each, typed, translated) for each in reader.read(translated.text, encoded)]
    return Query(text=typed, english=translated.text, encoded=encoded, readings=tuple(readings))


def _in_typed_words(reading: NeedReading, typed: str, translated: Translated) -> NeedReading:
    if reading.said is None:
        return reading
    start, end = translated.original(reading.said.start, reading.said.end)
    return replace(reading, said=Span(text=typed[start:end], start=start, end=end))

"""Reads a person's words with the reviewed data that comes with Moothall and the model that is installed."""

import os
from collections.abc import Sequence
from functools import cache
from hashlib import blake2b
from pathlib import Path

from moothall.civic.matching.embedding import load_encoder
from moothall.civic.matching.loading import (
    load_crisis,
    load_urgency,
    load_vocabulary,
    load_welsh,
    vocabulary_vectors,
)
from moothall.civic.matching.rules import NeedReading, Query, Reader, UrgentHelp
from moothall.civic.matching.rules.readings import Span
from moothall.civic.matching.rules.understanding import understand

_KEY = os.urandom(32)
_MOST_REMEMBERED = 500
_remembered: dict[bytes, tuple[tuple[str, int, int], ...]] = {}
"""Kinds of urgent help, and where they were read, by the digest of the words: never the words themselves."""


@cache
def default_reader(kept_in: Path | None = None) -> Reader:
    """The reader of this process; `kept_in` is the folder where the vocabulary's vectors are kept."""
    vocabulary = load_vocabulary()
    vectors = vocabulary_vectors(vocabulary, load_encoder(), kept_in=kept_in)
    return Reader(vocabulary, vectors, ordinary_words=ordinary_words())


def ordinary_words() -> frozenset[str]:
    """Words that are spelt right, as far as anything that is installed knows."""
    encoder = load_encoder()
    return encoder.ordinary_words() if encoder else frozenset()


def query_of(text: str, *, kept_in: Path | None = None) -> Query:
    """What `text` may mean, ready for `rank`; by words alone where the model is not installed."""
    return understand(text, reader=default_reader(kept_in), welsh=load_welsh(), encoder=load_encoder())


def needs_of(text: str, *, kept_in: Path | None = None) -> list[NeedReading]:
    """The needs that `text` may speak of, surest first, at most six."""
    return list(query_of(text, kept_in=kept_in).readings)


def urgent_help(text: str) -> list[UrgentHelp]:
    """The urgent help that `text` calls for, the most fitting first: by phrases and, where the sentence model
    is installed, by the model of kinds.

    A search and its page of results ask for the same words: what was found is remembered in this process,
    under a digest whose key ends with it.
    """
    mark = blake2b(text.encode(errors="surrogatepass"), key=_KEY).digest()
    found = _remembered.get(mark)
    if found is None:
        found = _remember(mark, load_urgency().urgent_help(text))
    helps = load_crisis().helps
    return [UrgentHelp(helps[kind], Span(text[start:end], start, end)) for kind, start, end in found]


def _remember(mark: bytes, help_now: Sequence[UrgentHelp]) -> tuple[tuple[str, int, int], ...]:
    if len(_remembered) >= _MOST_REMEMBERED:
        _remembered.clear()
    found = tuple((each.help.id, each.said.start, each.said.end) for each in help_now)
    _remembered[mark] = found
    return found


def has_model() -> bool:
    """Whether the sentence model is installed; pages say so plainly when it is not."""
    return load_encoder() is not None

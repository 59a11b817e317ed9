"""Reads a person's words with the reviewed data that comes with Moothall and the model that is installed."""

from functools import cache
from pathlib import Path

from moothall.civic.matching.embedding import load_encoder
from moothall.civic.matching.loading import load_urgency, load_vocabulary, load_welsh, vocabulary_vectors
from moothall.civic.matching.rules import NeedReading, Query, Reader, UrgentHelp
from moothall.civic.matching.rules.understanding import understand


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
    is installed, by the model of kinds."""
    return load_urgency().urgent_help(text)


def has_model() -> bool:
    """Whether the sentence model is installed; pages say so plainly when it is not."""
    return load_encoder() is not None

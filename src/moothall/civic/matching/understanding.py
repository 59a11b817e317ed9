"""The reader of this process: by meaning as soon as the vocabulary's vectors are there, by words until then.

Making those vectors takes some 20 seconds of CPU, so a worker makes them
(:mod:`~moothall.civic.matching.tasks`) and nobody waits for a page.
"""

from functools import cache
from pathlib import Path
from threading import Lock, Thread

from django.conf import settings

from moothall.civic.matching.embedding import load_encoder
from moothall.civic.matching.loading import load_urgency, load_vocabulary, load_welsh, vocabulary_file
from moothall.civic.matching.reading import default_reader, has_model, ordinary_words
from moothall.civic.matching.rules import Query, Reader, understand
from moothall.kernel.loading import LOADERS

_FIRST = Lock()


def folder() -> Path:
    """Where vectors of the vocabulary are kept."""
    return Path(settings.MOOTHALL_VECTORS)


def reads_meaning() -> bool:
    """Whether words can be compared by meaning: the model is installed and the vocabulary's vectors made."""
    return has_model() and _file().is_file()


def make_vectors() -> None:
    """Make the vocabulary's vectors, unless they are there or there is no model."""
    default_reader(folder())


def reader() -> Reader:
    """The reader to use now."""
    return default_reader(folder()) if reads_meaning() else _by_words()


def query_of(text: str) -> Query:
    """What ``text`` may mean, ready to be compared with services."""
    encoder = load_encoder() if reads_meaning() else None
    return understand(text, reader=reader(), welsh=load_welsh(), encoder=encoder)


def warm_up() -> None:
    """Begin, once per process and beside the page that is being answered, to load what a search needs."""
    if _FIRST.acquire(blocking=False):
        Thread(target=load, name="matching-warm-up", daemon=True).start()


@cache
@LOADERS.each
def load() -> None:
    """Load what a search needs, once per process. It takes seconds, so do it before a transaction begins."""
    load_urgency()
    query_of("help")


@cache
def _file() -> Path:
    return vocabulary_file(load_vocabulary(), folder())


@cache
def _by_words() -> Reader:
    return Reader(load_vocabulary(), ordinary_words=ordinary_words())

"""One map from a broken database constraint to words for the person who asked."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError

from moothall.kernel.refusal import Conflict, Refused

_WORDS: dict[str, tuple[type[Refused], str, str | None]] = {}


def say(constraint: str, words: str, *, field: str | None = None, refusal: type[Refused] = Conflict) -> None:
    """From now on a breach of ``constraint`` is refused with ``words``, shown beside ``field`` of a form."""
    _WORDS[constraint] = (refusal, words, field)


@contextmanager
def in_words() -> Iterator[None]:
    """Turn a broken constraint inside the block into its words; one nobody has words for is raised as it is."""
    try:
        yield
    except IntegrityError as breach:
        name = getattr(getattr(breach.__cause__, "diag", None), "constraint_name", None)
        if name not in _WORDS:
            raise
        refusal, words, field = _WORDS[name]
        raise refusal(words, fields={field: words} if field else None, code=name) from breach



"""One map from what the database refuses to words for the person who asked."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, ProgrammingError

from moothall.kernel.refusal import Conflict, NotAllowed, Refused

NO_PRIVILEGE, NO_MANDATE = "42501", "MH004"

_WORDS: dict[str, tuple[type[Refused], str, str | None]] = {}


def say(constraint: str, words: str, *, field: str | None = None, refusal: type[Refused] = Conflict) -> None:
    """From now on a breach of ``constraint`` is refused with ``words``, shown beside ``field`` of a form."""
    _WORDS[constraint] = (refusal, words, field)


@contextmanager
def in_words() -> Iterator[None]:
    """Turn a broken constraint inside the block into its words, and a row the access policies refuse into
    ``NotAllowed``; a constraint nobody has words for is raised as it is."""
    try:
        yield
    except ProgrammingError as breach:
        if getattr(breach.__cause__, "sqlstate", None) not in {NO_PRIVILEGE, NO_MANDATE}:
            raise
        raise NotAllowed("You cannot do this for that person or organisation.") from breach
    except IntegrityError as breach:
        name = getattr(getattr(breach.__cause__, "diag", None), "constraint_name", None)
        if name not in _WORDS:
            raise
        refusal, words, field = _WORDS[name]
        raise refusal(words, fields={field: words} if field else None, code=name) from breach

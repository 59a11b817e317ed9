"""One map from what the database refuses to words for the person who asked."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError

from moothall.kernel.extension import Registry
from moothall.kernel.refusal import Conflict, NotAllowed, NotFound, Refused

NO_PRIVILEGE, NO_MANDATE, NO_PERSON, POINTS_NOWHERE = "42501", "MH004", "MH005", "23503"

_WORDS = Registry[str, tuple[type[Refused], str, str | None]]("The constraint")


def register_message(
    constraint: str, words: str, *, field: str | None = None, refusal: type[Refused] = Conflict
) -> None:
    """From now on a breach of ``constraint`` is refused with ``words``, shown beside ``field`` of a form."""
    _WORDS.offer(constraint, (refusal, words, field))


@contextmanager
def in_words() -> Iterator[None]:
    """Turn a broken constraint inside the block into its words, a row the access policies refuse into
    ``NotAllowed``, and one that points to nothing, or to somebody the act has nothing to do with, into
    ``NotFound``; another constraint that nobody has words for is raised as it is."""
    try:
        yield
    except DatabaseError as breach:
        refusal = _of_constraint(breach) or _of_policy(breach)
        if refusal is None:
            raise
        raise refusal from breach


def _of_policy(breach: DatabaseError) -> Refused | None:
    state = getattr(breach.__cause__, "sqlstate", None)
    if state in {NO_PRIVILEGE, NO_MANDATE}:
        return NotAllowed("You cannot do this for that person or organisation.")
    if state == POINTS_NOWHERE:
        return NotFound("We could not find something that this refers to.")
    return NotFound("We could not find that person.") if state == NO_PERSON else None


def _of_constraint(breach: DatabaseError) -> Refused | None:
    name = getattr(getattr(breach.__cause__, "diag", None), "constraint_name", None)
    if name is None or name not in _WORDS:
        return None
    refusal, words, field = _WORDS[name]
    return refusal(words, fields={field: words} if field else None, code=name)

"""What staff must not miss when they open their pages, from whichever capability knows of it.

A capability says it in its ``describe.py``::

    @notices(needs="packs.publish")
    def failing(act: Act) -> Iterable[Notice]: …
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from moothall.kernel.act import Act
from moothall.kernel.extension import Registry


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing in one sentence, and the page where it can be put right."""

    words: str
    href: str


Describer = Callable[[Act], Iterable[Notice]]

Holdings = Callable[[Act, UUID], Iterable[str]]

IN_HANDS = Registry[str, Holdings]("what is in hand")
"""Each says what a colleague has in hand, for whoever means to end their membership."""

_NOTICES = Registry[str, tuple[str, Describer]]("notice")


def notices(*, needs: str) -> Callable[[Describer], Describer]:
    """Let the function say what staff with the permission ``needs`` must not miss."""

    def decorate(function: Describer) -> Describer:
        _NOTICES.offer(f"{function.__module__}.{function.__qualname__}", (needs, function), by=function)
        return function

    return decorate


def in_hands_of(act: Act, person: UUID) -> list[str]:
    """What a colleague has in hand, each in a few words."""
    return [words for function in IN_HANDS.values() for words in function(act, person)]


def for_staff(act: Act) -> list[Notice]:
    """Everything that the act's staff member must not miss."""
    heard = (describer(act) for needs, describer in _NOTICES.values() if act.may(needs))
    return [notice for notices in heard for notice in notices]

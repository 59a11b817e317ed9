"""What can be searched for: capabilities offer it here, and whoever keeps the index reads it.

The manifest names the type and its title (:class:`~moothall.kernel.manifest.Searched`); the capability's
``queries`` offer its source::

    SOURCES.offer(TYPE, Source(concerned=…, read=…, keys=…))

Only what everybody may see is offered, and never a word about anybody.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from moothall.kernel.act import Act
from moothall.kernel.extension import Registry
from moothall.kernel.reactions import Envelope


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something to be found, in one language.

    Args:
        key: tells it apart from others of its type.
        title: what it is called.
        text: what else it says, without markup.
        path: the address of its page here.
        language: the code of the language it is written in.
        organisation: whose it is.
        matter: the public matter it stands or falls with.
        longitude: where it is, in WGS 84 degrees.
        latitude: the same.
    """

    key: str
    title: str
    text: str
    path: str
    language: str = "en"
    organisation: UUID | None = None
    matter: UUID | None = None
    longitude: float | None = None
    latitude: float | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where items of one type come from.

    Args:
        concerned: the keys of what may have changed when something happened.
        read: the items of these keys that are to be found now, in each of their languages; what it leaves out
            is found no longer.
        keys: up to so many keys of all there is, behind the given one (empty: from the beginning), in order.
    """

    concerned: Callable[[Envelope[Any]], Iterable[str]]
    read: Callable[[Act, Sequence[str]], Iterable[Item]]
    keys: Callable[[Act, str, int], Sequence[str]]


SOURCES = Registry[str, Source]("The source of what is searched")
"""Every source by the type of its items."""


def matter_of(envelope: Envelope[Any]) -> list[str]:
    """The key of the matter that something happened on: for items that are matters."""
    return [str(envelope.matter)] if envelope.matter else []

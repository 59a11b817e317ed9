"""What the thread of a matter shows besides what happened: its files, and where it stands. Capabilities offer
both in their ``describe.py``; they meet here and not beside each other."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from moothall.kernel.act import Act
from moothall.kernel.extension import Registry
from moothall.kernel.models import Matter


@dataclass(frozen=True, slots=True)
class File:
    """A file on a matter: its name, its address, and that of a small picture of it, if it has one."""

    name: str
    href: str
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a matter stands among its stages, and what comes next, in words."""

    name: str
    next: str = ""


FILES = Registry[str, Callable[[Act, UUID], Iterable[File]]]("files of a matter")
"""Each lists files that are on a matter for everybody who sees it."""

PLACES = Registry[str, Callable[[Act, UUID], Place | None]]("place among stages")
"""Each says, for the kind of matter it is offered under, where one stands."""


def files_of(act: Act, matter: UUID) -> list[File]:
    """The files on a matter that everybody who sees it may see."""
    return [file for offered in FILES.values() for file in offered(act, matter)]


def place_of(act: Act, matter: Matter) -> Place | None:
    """Where a matter stands, if the capability it is of says so."""
    offered = PLACES.get(matter.kind)
    return offered(act, matter.pk) if offered else None

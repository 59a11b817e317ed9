"""What the thread of a matter shows besides what happened: its files, where it stands, and panels of
capabilities. They offer it in their ``describe.py``; they meet here and not beside each other."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from moothall.kernel.act import Act
from moothall.kernel.capability import capabilities
from moothall.kernel.extension import Registry
from moothall.kernel.manifest import Commenters
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


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of a thread's page: its template, and what that draws as ``panel``."""

    template: str
    shown: object


FILES = Registry[str, Callable[[Act, UUID], Iterable[File]]]("files of a matter")
"""Each lists files that are on a matter for everybody who sees it."""

PLACES = Registry[str, Callable[[Act, UUID], Place | None]]("place among stages")
"""Each says, for the kind of matter it is offered under, where one stands."""

PANELS = Registry[str, Callable[[Act, Matter, Mapping[str, str]], Panel | None]]("panel of a thread")
"""Each draws a part of a matter's page; the mapping is what the page's address asks for."""


def files_of(act: Act, matter: UUID) -> list[File]:
    """The files on a matter that everybody who sees it may see."""
    return [file for offered in FILES.values() for file in offered(act, matter)]


def place_of(act: Act, matter: Matter) -> Place | None:
    """Where a matter stands, if the capability it is of says so."""
    offered = PLACES.get(matter.kind)
    return offered(act, matter.pk) if offered else None


def panels_of(act: Act, matter: UUID, asked: Mapping[str, str]) -> list[Panel]:
    """The panels of a matter's page for the act."""
    row = Matter.objects.filter(pk=matter).first()
    offered = [draw(act, row, asked) for draw in PANELS.values()] if row else []
    return [panel for panel in offered if panel is not None]


def commenters(kind: str) -> Commenters:
    """Who may comment on matters of a kind, as the capability whose they are declares it."""
    declared = (one for capability in capabilities() for one in capability.matters if one.type == kind)
    return next((one.commenters for one in declared), Commenters.NOBODY)

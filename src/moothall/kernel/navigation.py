"""Where things are, asked of the manifests: nobody writes another's address."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from moothall.kernel.act import Act
from moothall.kernel.capability import capabilities
from moothall.kernel.extension import Registry
from moothall.kernel.manifest import SERVICE, Entry, Known, Section

Footer = Callable[[Act], Iterable[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Bell:
    """Something in the head of every page that says how much waits for whoever is there."""

    title: str
    href: str
    count: int


BELLS = Registry[str, Callable[[Act], Bell | None]]("bell")
"""Each counts what waits for whoever acts, with one question; nothing for whom it is not."""

FOOTERS = Registry[str, Footer]("footer")
"""Each gives titles and paths for the foot of every page."""


def entries(act: Act, section: Section) -> list[Entry]:
    """What is offered to the act in a section, in order."""
    found = (one for capability in capabilities() for one in capability.navigation)
    mine = (one for one in found if one.section is section and (not one.needs or act.may(one.needs)))
    return sorted(mine, key=lambda one: one.order)


def doors(act: Act, section: Section) -> list[dict[str, str]]:
    """The same as templates draw doors, with their paths."""
    return [
        {"text": str(one.title), "href": reverse(one.address), "words": str(one.words)}
        for one in entries(act, section)
    ]


def page(known: Known, *args: object, act: Act | None = None) -> str:
    """The path of a page that others lead to; nothing where the place has none, or not for this ``act``."""
    offered = (capability.pages[known] for capability in capabilities() if known in capability.pages)
    found = next(offered, None)
    if found is None or (act is not None and act.organisation and not act.may(found.staff_need)):
        return ""
    return reverse(found.address, args=args)


def home() -> str:
    """Where somebody lands who acts for themselves: what they asked for, else the front page."""
    return page(Known.MINE) or "/"


def matter(id: UUID, *, for_staff: bool, type: str = SERVICE) -> str:
    """Where a matter of this type is seen by its person, or by staff; nothing where nobody shows it."""
    declared = (one for capability in capabilities() for one in capability.matters if one.type == type)
    shown = next(declared, None)
    return reverse(shown.staff if for_staff else shown.person, args=[id]) if shown else ""


def bells(act: Act) -> tuple[Bell, ...]:
    """What waits for whoever acts, if they are somebody."""
    if act.person is None:
        return ()
    return tuple(found for ring in BELLS.values() if (found := ring(act)) is not None)


def footer(act: Act) -> list[tuple[str, str]]:
    """Titles and paths for the foot of every page."""
    return [link for offered in FOOTERS.values() for link in offered(act)]

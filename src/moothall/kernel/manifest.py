"""The words of a manifest: what a capability declares of itself in its ``apps.py``, as frozen records.

Names of addresses are those of its ``urls.py``; words are lazily translated.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Permission:
    """What a role may let somebody do.

    Args:
        code: by which operations and pages ask for it, such as ``bookings.work``.
        lets: what its holder may do, in words beside a box; nothing for one that others only carry.
        holders: who has it, for the person it refuses: "people who …".
        carries: what else it gives, without which its holder could not do their work.
        for_whole: whether it counts only when given for a whole organisation, not for a part of its work.
        is_place_wide: whether it reaches over the place, not only over the organisation that gives it.
    """

    code: str
    lets: Words
    holders: Words
    carries: tuple[str, ...] = ()
    for_whole: bool = False
    is_place_wide: bool = False


class Section(StrEnum):
    """Where an address is offered."""

    PUBLIC = "public"
    """In the navigation of every page for the public."""
    FRONT = "front"
    """As a door on the front page."""
    ACCOUNT = "account"
    """As a door on the page of somebody's own account."""
    STAFF = "staff"
    """In the navigation of those who work for an organisation."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An address offered in a section, with the permission it needs and its place in the order; ``words`` say
    more of it where there is room. One that does not ``mark_section`` is current on its own page only."""

    section: Section
    title: Words
    address: str
    needs: str = ""
    order: int = 50
    words: Words = ""
    marks_section: bool = True


class Known(StrEnum):
    """A page that others lead to without knowing whose it is."""

    MINE = "mine"
    """What somebody asked for, all of it."""
    CODE = "code"
    """Where somebody shows a code that was sent to them."""
    LOST_LINK = "lost-link"
    """Where somebody gets their link again."""
    START = "start"
    """The first page of a service, by its name."""
    ATTACH = "attach"
    """Where a file is added to a matter, by its id."""


@dataclass(frozen=True, slots=True)
class Page:
    """The address of a page that is known; staff need a permission for it."""

    address: str
    staff_need: str = ""


SERVICE = "service"
"""The type of a matter that came from a service."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Where matters of a type are seen, by its id: by the person, and by staff."""

    type: str
    person: str
    staff: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What a table keeps about people: the columns that say about whom, and those that hold it; what for, in
    words for that person. ``erased`` says how it ends with them."""

    table: str
    whose: tuple[str, ...]
    content: tuple[str, ...]
    what: Words

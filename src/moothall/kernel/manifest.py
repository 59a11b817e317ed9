"""The words of a manifest: what a capability declares of itself in its ``apps.py``, as frozen records.

Names of addresses are those of its ``urls.py``; words are lazily translated.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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
    DRAFT = "draft"
    """A draft of a service, by its id."""
    ATTACH = "attach"
    """Where a file is added to a matter, by its id."""
    ENTRY = "entry"
    """Where an entry of the directory is shown, by its slug."""
    THREAD = "thread"
    """Where what happened in a matter about nobody is shown, by its reference."""


@dataclass(frozen=True, slots=True)
class Page:
    """The address of a page that is known; staff need a permission for it."""

    address: str
    staff_need: str = ""


SERVICE = "service"
"""The type of a matter that came from a service."""


class Commenters(StrEnum):
    """Who may comment on a matter while it is open."""

    SIGNED_IN = "signed-in"
    """Everybody with an account who sees it."""
    PARTICIPANTS = "participants"
    """Those on it, in whatever role."""
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Shown:
    """Where matters of a type are seen, by its id: by the person, and by staff; and who may comment on them.
    Whom it says may comment, organisations may answer."""

    type: str
    person: str
    staff: str
    commenters: Commenters = Commenters.NOBODY


@dataclass(frozen=True, slots=True)
class Searched:
    """Something everybody can search for; a source of the same ``type`` says what there is of it
    (:mod:`moothall.kernel.searching`).

    Args:
        type: the code of a capability and what of it, or of a type of matters that is its own.
        title: what many of it are called, over results and in a filter.
        order: where it stands among the others.
    """

    type: str
    title: Words
    order: int = 50


@dataclass(frozen=True, slots=True)
class Counted:
    """Something that is counted, and published each month as figures that say nothing of few people.

    Args:
        code: the capability and what is counted.
        title: what it is called, such as "Cases opened".
        event: the name of the event that is counted, such as ``lamps.LampLit``.
        by: the field of the event whose code divides it into kinds, if any.
    """

    code: str
    title: Words
    event: str
    by: str = ""


class Ends(StrEnum):
    """What becomes of what a table keeps about somebody when they are erased."""

    UNREADABLE = "unreadable"
    """It was encrypted under their key, which is destroyed: it can never be read again, nor in a backup."""
    REMOVED = "removed"
    """Its rows are taken out."""
    EMPTIED = "emptied"
    """Columns are emptied; that there was a row stays known."""
    KEPT = "kept"
    """It stays, without saying who they were, for the reason that is given."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a table keeps about people, and what becomes of it.

    Args:
        table: its name.
        whose: the columns that say about whom; the first is the person that it ends with. It may lead to a
            row of another table that is somebody's.
        content: the columns that hold it.
        what: what it is, in words for that person.
        ends: what becomes of it when they are erased.
        empties: the columns that are emptied then.
        why: why anything readable stays then, and until when.
        withheld: why they are not shown it, where they are not.
    """

    table: str
    whose: tuple[str, ...]
    content: tuple[str, ...]
    what: Words
    ends: Ends = Ends.UNREADABLE
    empties: tuple[str, ...] = ()
    why: Words = ""
    withheld: Words = ""


AT_WORK = _("It shows who did it at work, for as long as the organisation keeps its records.")
"""Why what somebody did as staff stays when they are erased."""
OF_WORK = _("It is a record of work done for an organisation. Ask that organisation for it.")
"""Why it is not shown to them as a resident."""

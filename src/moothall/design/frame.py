"""What stands around every page of a place: its name, navigation, languages, footer, and who is here.

The design knows no capability, so the site says what is in the frame: ``settings.MOOTHALL_FRAME`` names a
function ``(request) -> Frame``. Without it a page still draws, with the name "Moothall" and no navigation.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import cast

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

from moothall.design.theme import Theme


@dataclass(frozen=True, slots=True)
class Link:
    """A link with its words. ``marks_section`` also marks it as current on pages below its address."""

    text: str
    href: str
    marks_section: bool = True

    def is_current(self, path: str) -> bool:
        """Whether the page at ``path`` is this link's page or, if it marks a section, one below it."""
        here = self.href.split("?")[0]
        return path == here or (
            self.marks_section and here != "/" and path.startswith(here.rstrip("/") + "/")
        )


@dataclass(frozen=True, slots=True)
class Phase:
    """The line that says how finished the place's service is: a tag such as "Beta" and plain words."""

    tag: str
    words: str
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Bell:
    """What waits for whoever is here, in the head of the page: nothing, or how much."""

    text: str
    href: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything around a page. ``acting_for`` is the person whom somebody acts for, ``acting_url`` where to
    choose another, also by posting ``as=me``. ``sign_out_url`` is posted to; "Leave this page" goes to
    ``exit_url``."""

    place_name: str
    home_url: str = "/"
    navigation: tuple[Link, ...] = ()
    staff_navigation: tuple[Link, ...] = ()
    person_name: str = ""
    bells: tuple[Bell, ...] = ()
    account_links: tuple[Link, ...] = ()
    sign_in_url: str = ""
    sign_out_url: str = ""
    footer_words: str = ""
    footer_links: tuple[Link, ...] = ()
    phase: Phase | None = None
    theme: Theme | None = None
    acting_for: str = ""
    acting_url: str = ""
    exit_url: str = "https://www.bbc.co.uk/weather"


FALLBACK = Frame(place_name="Moothall")


@cache
def _frame_maker(path: str) -> Callable[[HttpRequest], Frame]:
    return cast(Callable[[HttpRequest], Frame], import_string(path))


def frame_for(request: HttpRequest | None) -> Frame:
    """The frame of the page that answers ``request``, made once per request; the fallback without one."""
    if not request:
        return FALLBACK
    kept: Frame | None = getattr(request, "moothall_frame", None)
    if kept is None:
        path = getattr(settings, "MOOTHALL_FRAME", None)
        kept = _frame_maker(path)(request) if path else FALLBACK
        request.moothall_frame = kept  # type: ignore[attr-defined]
    return kept

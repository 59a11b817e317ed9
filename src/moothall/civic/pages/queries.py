"""The place's own pages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from moothall.civic.pages import prose
from moothall.civic.pages.events import PagePublished
from moothall.civic.pages.models import Page
from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.gate import query
from moothall.kernel.memory import remembered
from moothall.kernel.navigation import FOOTERS
from moothall.kernel.reactions import Envelope
from moothall.kernel.records import record
from moothall.kernel.searching import SOURCES, Item, Source

FIRST_LANGUAGE = "en"
SECONDS = 60
"""How long a process may go on with the titles it has read."""


@dataclass(frozen=True, slots=True)
class PageShown:
    """A page in one language, in Markdown; ``is_reviewed`` once somebody who speaks it has checked it."""

    name: str
    language: str
    title: str
    text: str
    is_reviewed: bool
    updated_date: date


@dataclass(frozen=True, slots=True)
class PageTitle:
    """A page in a list."""

    name: str
    title: str


@query(allow=allow.anyone, api="v1")
def page(act: Act, *, name: str) -> PageShown | None:
    """The page in the act's language, or in the first one as long as nobody has written it in that."""
    found = {row.language: row for row in Page.objects.filter(name=name)}
    row = found.get(act.language) or found.get(FIRST_LANGUAGE)
    return record(PageShown, row) if row else None


@query(allow=allow.anyone, api="v1")
def titles(act: Act) -> tuple[PageTitle, ...]:
    """The name and title of every page, in the act's language; remembered for a minute per process."""
    kept = f"page-titles-{act.language}"
    return remembered(kept, lambda: _titles(act.language), seconds=SECONDS)


@FOOTERS.each
def links(act: Act) -> Iterable[tuple[str, str]]:
    """Title and path of every page, for the foot of all pages."""
    return [(one.title, reverse("pages:page", args=[one.name])) for one in titles(act)]


def _titles(language: str) -> tuple[PageTitle, ...]:
    rows = list(Page.objects.order_by("name").values_list("name", "language", "title"))
    first = {name: title for name, spoken, title in rows if spoken == FIRST_LANGUAGE}
    mine = {name: title for name, spoken, title in rows if spoken == language}
    return tuple(PageTitle(*each) for each in {**first, **mine}.items())


def _concerned(envelope: Envelope[Any]) -> list[str]:
    return [envelope.event.name] if isinstance(envelope.event, PagePublished) else []


def _searched(act: Act, keys: Sequence[str]) -> Iterable[Item]:
    for row in Page.objects.filter(name__in=keys):
        yield Item(
            key=row.name,
            title=row.title,
            text=prose.plain(row.text),
            path=reverse("pages:page", args=[row.name]),
            language=row.language,
        )


def _keys(act: Act, behind: str, most: int) -> list[str]:
    rows = Page.objects.filter(name__gt=behind).order_by("name")
    return list(rows.values_list("name", flat=True).distinct()[:most])


SOURCES.offer("pages.page", Source(concerned=_concerned, read=_searched, keys=_keys))

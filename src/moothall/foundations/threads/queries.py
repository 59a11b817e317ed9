"""Matters that are about nobody, as whoever reads may see them: everybody, if they are public."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from moothall.kernel import allow, threads
from moothall.kernel.act import Act
from moothall.kernel.describing import describe
from moothall.kernel.fetching import fetch
from moothall.kernel.gate import query
from moothall.kernel.models import Matter, StoredEvent
from moothall.kernel.refusal import NotFound
from moothall.kernel.searching import SOURCES, Item, Source, matter_of
from moothall.kernel.threads import File, Panel, Place

MOST = 200
HIDDEN = "SELECT hidden_at, hidden_for FROM moothall.hidden_thread(%s)"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened."""

    what: str
    at: datetime
    more: str = ""


@dataclass(frozen=True, slots=True)
class Thread:
    """A matter as its page shows it. ``is_hidden`` says that only who is on it still sees it."""

    id: UUID
    reference: str
    title: str
    organisation: str
    opened_at: datetime
    closed_at: datetime | None
    is_public: bool
    is_hidden: bool
    place: Place | None
    entries: tuple[Entry, ...]
    files: tuple[File, ...]


@dataclass(frozen=True, slots=True)
class Hidden:
    """That something public was hidden, when, and for which reason (``matters.HIDING_REASONS``)."""

    at: datetime
    reason: str


@query(allow=allow.anyone)
def thread(act: Act, *, reference: str) -> Thread:
    """The matter with this reference, if it is about nobody and the act may see it. Raises ``NotFound``."""
    rows = Matter.objects.select_related("organisation").filter(person=None)
    row = rows.filter(reference=reference.upper()).first()
    if row is None:
        raise NotFound(_("We could not find that."))
    return Thread(
        id=row.pk,
        reference=row.reference,
        title=row.title,
        organisation=row.organisation.name,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        is_public=row.visibility == Matter.Visibility.PUBLIC,
        is_hidden=row.visibility == Matter.Visibility.PUBLIC
        and (row.published_at is None or row.hidden_at is not None),
        place=threads.place_of(act, row),
        entries=tuple(_entries(act, row)),
        files=tuple(threads.files_of(act, row.pk)),
    )


@query(allow=allow.anyone)
def hidden(act: Act, *, reference: str) -> Hidden | None:
    """That there was something public under this reference which was hidden since, and why; nothing of what
    it said."""
    return next(iter(fetch(Hidden, HIDDEN, reference.upper())), None)


@query(allow=allow.anyone)
def panels(act: Act, *, matter: UUID, asked: Mapping[str, str]) -> tuple[Panel, ...]:
    """What capabilities add to the page of a matter, for what its address ``asked`` for."""
    return tuple(threads.panels_of(act, matter, asked))


def _entries(act: Act, row: Matter) -> Iterable[Entry]:
    """From the beginning to the end, what happened in between as far as the act may see it."""
    yield Entry(_("Opened"), row.opened_at)
    events = StoredEvent.objects.filter(matter_id=row.pk, at__gte=row.opened_at).order_by("-at", "-id")[:MOST]
    for stored in reversed(events):
        told = describe(act, stored)
        if told is not None:
            yield Entry(told.what, stored.at, told.more)
    if row.closed_at is not None:
        yield Entry(_("Closed"), row.closed_at)


def _shown() -> QuerySet[Matter]:
    """Public matters that no capability offers to be searched with words of its own."""
    rows = Matter.objects.filter(visibility=Matter.Visibility.PUBLIC, published_at__isnull=False)
    return rows.filter(hidden_at=None, erased_at=None).exclude(kind__in=list(SOURCES))


def _searched(act: Act, keys: Sequence[str]) -> Iterable[Item]:
    for row in _shown().filter(pk__in=keys):
        yield Item(
            key=str(row.pk),
            title=row.title,
            text=row.reference,
            path=reverse("threads:thread", args=[row.reference]),
            organisation=row.organisation_id,
            matter=row.pk,
        )


def _keys(act: Act, behind: str, most: int) -> list[str]:
    rows = _shown().order_by("pk").values_list("pk", flat=True)
    return [str(key) for key in (rows.filter(pk__gt=behind) if behind else rows)[:most]]


SOURCES.offer("threads.matter", Source(concerned=matter_of, read=_searched, keys=_keys))

"""Drafts of services: which there are, where they stand, and what was done with them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from pydantic import JsonValue

from moothall.kernel import allow, paging, settings
from moothall.kernel.act import Act
from moothall.kernel.gate import query
from moothall.kernel.models import PackVersion
from moothall.kernel.paging import Page
from moothall.kernel.queries import people, roles
from moothall.kernel.refusal import NotFound
from moothall.services import adopting
from moothall.services.models import Draft, DraftEntry
from moothall.services.problems import Problem
from moothall.services.queries.packs import live_row
from moothall.services.settings import ServiceSettings
from moothall.services.states import OVER, State, What

READ = allow.staff("packs.draft")
PAGE = 20
MOST_ENTRIES = 200


@dataclass(frozen=True, slots=True)
class DraftListed:
    """A draft in a list, with the name of who wrote it first."""

    id: UUID
    pack: str
    part: str
    state: str
    reason: str
    by: str
    made_at: datetime
    changed_at: datetime
    begins_date: date | None


@dataclass(frozen=True, slots=True)
class EntryShown:
    """One thing that was done with a draft; ``by`` is empty for the operator and Moothall itself."""

    what: str
    by: str
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class DraftShown:
    """A draft whole: its files, everything that was done with it, and what who asks may do."""

    id: UUID
    pack: str
    part: str
    state: str
    reason: str
    edition: int
    texts: Mapping[str, str]
    slots: Mapping[str, JsonValue]
    is_alone: bool
    begins_date: date | None
    made_at: datetime
    base: UUID | None
    live: UUID | None
    entries: tuple[EntryShown, ...]
    is_mine: bool
    may_approve: bool

    @property
    def is_overtaken(self) -> bool:
        """Whether another version went live since it was begun."""
        return self.base != self.live and self.state not in OVER

    def latest(self, *what: str) -> EntryShown | None:
        """The last thing of these that was done with it."""
        return next((one for one in reversed(self.entries) if not what or one.what in what), None)


@query(allow=READ, api="v1")
def drafts_going_on(act: Act, *, pack: str = "", cursor: str = "", limit: int = PAGE) -> Page[DraftListed]:
    """The drafts of the act's organisation (of one ``pack``) that are neither published nor thrown away, the
    latest first, a page at a time."""
    rows = Draft.objects.filter(organisation_id=act.own_organisation).exclude(state__in=OVER)
    return _listed(act, rows.filter(pack=pack) if pack else rows, cursor, limit)


@query(allow=allow.staff("packs.publish"), api="v1")
def drafts_to_review(act: Act, *, cursor: str = "", limit: int = PAGE) -> Page[DraftListed]:
    """The drafts of the act's organisation that wait for review and were written by others, the latest first,
    a page at a time."""
    rows = Draft.objects.filter(organisation_id=act.own_organisation, state=State.WAITING)
    mine = DraftEntry.objects.filter(by_id=act.person, what=What.WRITTEN).values("draft_id")
    return _listed(act, rows.exclude(pk__in=mine) if act.person else rows, cursor, limit)


@query(allow=READ)
def drafts_returned(act: Act, *, cursor: str = "", limit: int = PAGE) -> Page[DraftListed]:
    """The drafts that the act's person wrote and that came back, sent back or because they could not go live,
    the latest first, a page at a time."""
    last = DraftEntry.objects.filter(draft_id=OuterRef("pk")).exclude(what=What.COMMENTED).order_by("-id")
    mine = DraftEntry.objects.filter(by_id=act.actor, what=What.WRITTEN).values("draft_id")
    rows = Draft.objects.filter(organisation_id=act.own_organisation, state=State.OPEN, pk__in=mine)
    came_back = rows.alias(last=Subquery(last.values("what")[:1])).filter(
        last__in=[What.SENT_BACK, What.FAILED]
    )
    return _listed(act, came_back, cursor, limit)


@query(allow=READ)
def drafts_of(
    act: Act, *, pack: str, part: str = "", cursor: str = "", limit: int = PAGE
) -> Page[DraftShown]:
    """Every draft that there was of a service (of one ``part`` of it), the latest first, a page at a time."""
    rows = Draft.objects.filter(organisation_id=act.own_organisation, pack=pack)
    rows = rows.filter(part=part) if part else rows
    return paging.page(rows, lambda found: _shown(act, found), by=("-id",), cursor=cursor, limit=limit)


@query(allow=READ, api="v1")
def draft(act: Act, *, id: UUID) -> DraftShown:
    """One draft of the act's organisation. Raises ``NotFound``."""
    row = Draft.objects.filter(pk=id, organisation_id=act.own_organisation).first()
    if row is None:
        raise NotFound("There is no such draft of your organisation.")
    return next(iter(_shown(act, [row])))


@query(allow=READ, api="v1")
def problems_of_draft(act: Act, *, id: UUID) -> tuple[Problem, ...]:
    """Everything that keeps a draft from being published, each with its place."""
    found = draft(act, id=id)
    return problems_of_texts(act, pack=found.pack, texts=found.texts, slots=found.slots)


@query(allow=READ)
def problems_of_texts(
    act: Act, *, pack: str, texts: Mapping[str, str], slots: Mapping[str, JsonValue]
) -> tuple[Problem, ...]:
    """Everything that keeps the act's organisation from publishing these files, each with its place."""
    try:
        adopting.checked(act, organisation=act.own_organisation, name=pack, texts=texts, slots=slots)
    except adopting.PackRefused as mistaken:
        return mistaken.problems
    return ()


@query(allow=READ)
def others_may_publish(act: Act) -> bool:
    """Whether somebody else in the act's organisation may publish."""
    return roles.holders_of(act.own_organisation, "packs.publish").exclude(person_id=act.actor).exists()


def may_publish_alone(row: Draft) -> bool:
    """Whether whoever wrote a draft may publish it: it decides about nobody, and the organisation lets
    them."""
    return (
        not row.decides
        and settings.of(ServiceSettings, organisation=row.organisation_id).one_person_may_publish
    )


def _listed(act: Act, rows: QuerySet[Draft], cursor: str, limit: int) -> Page[DraftListed]:
    rows = rows.defer("texts", "content", "slots")
    return paging.page(rows, lambda found: _lines(act, found), by=("-id",), cursor=cursor, limit=limit)


def _lines(act: Act, rows: list[Draft]) -> Iterator[DraftListed]:
    first = dict(
        DraftEntry.objects.filter(draft__in=rows, what=What.WRITTEN)
        .order_by("-id")
        .values_list("draft_id", "by_id")
    )
    names = _names(act, first.values())
    for row in rows:
        yield DraftListed(
            id=row.pk, pack=row.pack, part=row.part, state=row.state, reason=row.reason,
            by=names.get(first.get(row.pk), ""), made_at=row.made_at, changed_at=row.changed_at,
            begins_date=row.begins_date,
        )  # fmt: skip


def _shown(act: Act, rows: list[Draft]) -> Iterator[DraftShown]:
    done: dict[UUID, list[DraftEntry]] = {row.pk: [] for row in rows}
    for one in DraftEntry.objects.filter(draft__in=rows).order_by("-id")[: MOST_ENTRIES * max(len(rows), 1)]:
        done[one.draft_id].insert(0, one)
    names = _names(act, (one.by_id for found in done.values() for one in found))
    for row in rows:
        live = live_row(row.organisation_id, row.pack)
        authors = {one.by_id for one in done[row.pk] if one.what == What.WRITTEN}
        is_mine = act.person in authors
        yield DraftShown(
            id=row.pk, pack=row.pack, part=row.part, state=row.state, reason=row.reason, edition=row.edition,
            texts=row.texts, slots=row.slots, is_alone=row.is_alone, begins_date=row.begins_date,
            made_at=row.made_at, base=row.base_id, live=live.pk if live else None,
            entries=tuple(_entry(one, names) for one in done[row.pk]), is_mine=is_mine,
            may_approve=act.may("packs.publish") and (not is_mine or may_publish_alone(row)),
        )  # fmt: skip


def _entry(row: DraftEntry, names: Mapping[UUID | None, str]) -> EntryShown:
    return EntryShown(row.what, names.get(row.by_id, ""), row.at, row.words)


def _names(act: Act, ids: Iterable[UUID | None]) -> dict[UUID | None, str]:
    known = people.people(act, ids={id for id in ids if id})
    return {id: person.name for id, person in known.items()}


@dataclass(frozen=True, slots=True)
class VersionShown:
    """A version of a service: since when, until when, and who wrote and approved it (nobody: it was
    installed)."""

    id: UUID
    name: str
    version: int
    published_at: datetime
    retired_at: datetime | None
    drafted_by: str
    approved_by: str
    reason: str


@query(allow=READ, api="v1")
def versions(act: Act, *, pack: str = "", cursor: str = "", limit: int = PAGE) -> Page[VersionShown]:
    """The versions of a service of the act's organisation, the latest first; without a ``pack`` what is live
    of each of its services. A page at a time."""
    rows = PackVersion.objects.filter(organisation_id=act.own_organisation).defer("content")
    rows = rows.filter(name=pack) if pack else rows.filter(retired_at=None)
    by = ("-version", "id") if pack else ("name", "id")
    return paging.page(rows, lambda found: _versions(act, found), by=by, cursor=cursor, limit=limit)


def _versions(act: Act, rows: list[PackVersion]) -> Iterator[VersionShown]:
    found = Draft.objects.in_bulk([row.draft for row in rows if row.draft])
    shown = {one.id: one for one in _shown(act, list(found.values()))}
    for row in rows:
        of = shown.get(row.draft) if row.draft else None
        wrote, approved = (of.latest(What.WRITTEN), of.latest(What.APPROVED)) if of else (None, None)
        yield VersionShown(
            id=row.pk, name=row.name, version=row.version, published_at=row.published_at,
            retired_at=row.retired_at, drafted_by=wrote.by if wrote else "",
            approved_by=approved.by if approved else "", reason=of.reason if of else "",
        )  # fmt: skip

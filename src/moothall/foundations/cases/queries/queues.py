"""Queues: the cases that wait for an organisation, a page at a time, and finding one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import SimpleNamespace
from typing import Literal
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from moothall.foundations.cases.models import Case
from moothall.foundations.cases.queries import cards
from moothall.foundations.cases.queries.cards import Reach
from moothall.foundations.cases.queries.statements import COUNTS, COUNTS_OF_TEAM, FOUND, Counts
from moothall.foundations.cases.rules import finding
from moothall.foundations.cases.rules.casetypes import NORMAL
from moothall.kernel import allow, paging
from moothall.kernel.act import Act
from moothall.kernel.fetching import fetch
from moothall.kernel.gate import query
from moothall.kernel.models import Grant
from moothall.kernel.paging import Page
from moothall.kernel.places import local_date

View = Literal["open", "overdue", "waiting", "paused", "closed", "shared"]

NEWEST = ("-opened_at", "-matter_id")
"""How lists for people and of what is over are sorted."""

COLUMNS = (
    "matter_id", "reference", "type", "pack_id", "organisation_id", "team_id", "status", "opened_at",
    "due_date", "priority", "turn", "paused_at", "closed_at", "assigned_to_id", "resident_wrote_at",
)  # fmt: skip
MOST = 100
MOST_COUNTED = 500
"""Counts stop here: "more than 500" is as good to know as the exact number, and costs no more at a
million."""


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One case in a list: nothing that says who it is about; of another team's, that it is there and where it
    stands, and no ``due_date``."""

    id: UUID
    reference: str
    type: str
    pack: UUID | None
    organisation: UUID
    team: UUID | None
    status: str
    opened_at: datetime
    due_date: date | None
    priority: int
    turn: int
    paused_at: datetime | None
    closed_at: datetime | None
    assigned_to: UUID | None
    resident_wrote_at: datetime | None

    @property
    def source(self) -> tuple[UUID | None, str]:
        """What its case type comes from."""
        return self.pack, self.type


@query(allow=allow.staff("cases.read"), api="v1")
def queue(
    act: Act,
    *,
    view: View = "open",
    team: UUID | None = None,
    status: str | None = None,
    mine: bool = False,
    cursor: str = "",
    limit: int = MOST,
) -> Page[QueueLine]:
    """Cases of the act's organisation (or shared with it), by priority, soonest due first; late ones by
    their day alone, closed ones newest first; a page at a time."""
    rows = _narrowed(_seen(act, view), team=team, status=status, by=act.person if mine else None)
    if view == "closed":
        return _cards(act, _page(rows, NEWEST, cursor, limit))
    by = ("due_date" if view == "overdue" else "turn", "matter_id")
    return _cards(act, _page(rows, by, cursor, limit))


@query(allow=allow.staff("cases.read"))
def counts(act: Act, *, team: UUID | None = None) -> dict[str, int]:
    """How many cases (of ``team``) are open, overdue, waiting for an answer, and the actor's own; each up to
    :data:`MOST_COUNTED` and one more."""
    today, most = local_date(act.at), MOST_COUNTED + 1
    statement = COUNTS_OF_TEAM if team else COUNTS
    ours, me = act.own_organisation, act.person
    (found,) = fetch(Counts, statement, ours=ours, me=me, today=today, most=most, team=team)
    return found._asdict()


@query(allow=allow.staff("people.manage"))
def open_with(act: Act, *, person: UUID) -> int:
    """How many open cases of the act's organisation are in somebody's hands."""
    return Case.objects.filter(
        organisation_id=act.own_organisation, closed_at=None, assigned_to_id=person
    ).count()


@query(allow=allow.staff("cases.read"))
def found(act: Act, *, words: str, limit: int = 50) -> tuple[QueueLine, ...]:
    """Cases that hold all of ``words`` (a name, an address, a telephone number) or whose reference begins so,
    newest first, as far as the act may see them."""
    if finding.looks_like_reference(words):
        by_reference = _find((), finding.reference(words), limit)
        if by_reference:
            return _cards(act, Page(by_reference)).items
    digests = finding.digests(finding.asked(words), key=settings.MOOTHALL_SEARCH_KEY)
    return _cards(act, Page(_find(digests, "", limit))).items if digests else ()


@query(allow=allow.resident)
def of_person(act: Act, *, cursor: str = "", limit: int = 20) -> Page[QueueLine]:
    """The cases of the person the act is for, newest first."""
    assert act.subject is not None
    return _page(Case.objects.filter(person_id=act.subject), NEWEST, cursor, limit)


def merged(pages: Sequence[Page[QueueLine]], *, limit: int) -> Page[QueueLine]:
    """The newest of several lists that go on behind the same cursor, as one page."""
    lines = [line for page in pages for line in page.items]
    lines.sort(key=lambda line: (line.opened_at, line.id), reverse=True)
    is_more = len(lines) > limit or any(page.has_more for page in pages)
    return Page(tuple(lines[:limit]), _behind(lines[limit - 1]) if is_more else "")


def _behind(line: QueueLine) -> str:
    """The cursor of what is older than ``line``."""
    row = SimpleNamespace(opened_at=line.opened_at, matter_id=line.id)
    return paging.cursor_behind(Case, NEWEST, row)


def _cards(act: Act, page: Page[QueueLine]) -> Page[QueueLine]:
    """The page with no more than that they are there of cases that are the work of other teams."""
    mine = cards.reach(act)
    lines = (line if _is_ours(act, line, mine) else _card(line) for line in page.items)
    return Page(tuple(lines), page.next)


def _is_ours(act: Act, line: QueueLine, mine: Reach) -> bool:
    return line.organisation != act.organisation or mine.covers(case=line.id, team=line.team, type=line.type)


def _card(line: QueueLine) -> QueueLine:
    return replace(
        line, due_date=None, priority=NORMAL, turn=0, paused_at=None, assigned_to=None, resident_wrote_at=None
    )


def _seen(act: Act, view: str) -> QuerySet[Case]:
    """The cases of one view, in a form that its index answers; the policies stand above it all the same."""
    assert act.organisation is not None
    if view == "shared":
        live = Grant.objects.filter(organisation_id=act.organisation, revoked_at=None, until_at__gt=act.at)
        return Case.objects.filter(closed_at=None, matter_id__in=live.values("matter_id"))
    rows = Case.objects.filter(organisation_id=act.organisation)
    if view in {"closed", "waiting"}:
        return rows.filter(
            Q(closed_at__isnull=False) if view == "closed" else Q(resident_wrote_at__isnull=False)
        )
    conditions = {
        "open": Q(),
        "overdue": Q(due_date__lt=local_date(act.at), paused_at=None),
        "paused": Q(paused_at__isnull=False),
    }
    return rows.filter(conditions[view], closed_at=None)


def _narrowed(
    rows: QuerySet[Case], *, team: UUID | None, status: str | None, by: UUID | None
) -> QuerySet[Case]:
    if team is not None:
        rows = rows.filter(team_id=team)
    if status:
        rows = rows.filter(status=status)
    return rows if by is None else rows.filter(assigned_to_id=by)


def _page(rows: QuerySet[Case], by: Sequence[str], cursor: str, limit: int) -> Page[QueueLine]:
    return paging.page(
        rows.values_list(*COLUMNS, named=True),
        lambda found: (QueueLine(*row) for row in found),
        by=by,
        cursor=cursor,
        limit=max(1, min(limit, MOST)),
    )


def _find(digests: Sequence[int], beginning: str, limit: int) -> tuple[QueueLine, ...]:
    return tuple(fetch(QueueLine, FOUND, list(digests), beginning, limit, limit))

"""Queues: the cases that wait for an organisation, a page at a time, and finding one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from moothall.foundations.cases.models import Case
from moothall.foundations.cases.queries import cards
from moothall.foundations.cases.queries.cards import Reach
from moothall.foundations.cases.queries.statements import COUNTS, COUNTS_OF_TEAM, FOUND, Counts
from moothall.foundations.cases.rules import finding
from moothall.foundations.cases.rules.casetypes import NORMAL
from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.fetching import fetch
from moothall.kernel.gate import query
from moothall.kernel.models import Grant
from moothall.kernel.places import local_date
from moothall.kernel.refusal import Refused

View = Literal["open", "overdue", "waiting", "paused", "closed", "shared"]

Column = Literal["due_date", "opened_at", "turn"]
"""What a list is sorted by."""
LARGEST = 2**31 - 1

COLUMNS = (
    "matter_id", "reference", "type", "pack_id", "organisation_id", "team_id", "status", "opened_at",
    "due_date", "priority", "turn", "paused_at", "closed_at", "assigned_to_id", "resident_wrote_at",
)  # fmt: skip
MOST = 100
MOST_COUNTED = 500
"""Counts stop here: "more than 500" is as good to know as the exact number, and costs no more at a
million."""


class Line(NamedTuple):
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


@dataclass(frozen=True, slots=True)
class Page:
    """Some cases, and the cursor that leads to those after them (empty at the end)."""

    lines: list[Line]
    after: str = ""


@query(allow=allow.staff("cases.read"))
def queue(
    act: Act,
    *,
    view: View = "open",
    team: UUID | None = None,
    status: str | None = None,
    mine: bool = False,
    after: str = "",
    limit: int = MOST,
) -> Page:
    """Cases of the act's organisation (or shared with it), by priority, soonest due first; late ones by
    their day alone, closed ones newest first.

    ``after`` is the cursor of the page before. Refused for a cursor that was not made here.
    """
    rows = _narrowed(_seen(act, view), team=team, status=status, by=act.person if mine else None)
    if view == "closed":
        return _cards(act, _page(rows.order_by("-opened_at", "-matter_id"), "opened_at", after, limit))
    column: Column = "due_date" if view == "overdue" else "turn"
    return _cards(act, _page(rows.order_by(column, "matter_id"), column, after, limit))


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
def found(act: Act, *, words: str, limit: int = 50) -> list[Line]:
    """Cases that hold all of ``words`` (a name, an address, a telephone number) or whose reference begins so,
    newest first, as far as the act may see them."""
    if finding.looks_like_reference(words):
        by_reference = _find((), finding.reference(words), limit)
        if by_reference:
            return _cards(act, Page(by_reference)).lines
    digests = finding.digests(finding.asked(words), key=settings.MOOTHALL_SEARCH_KEY)
    return _cards(act, Page(_find(digests, "", limit))).lines if digests else []


@query(allow=allow.resident)
def of_person(act: Act, *, after: str = "", limit: int = 20) -> Page:
    """The cases of the person the act is for, newest first."""
    assert act.subject is not None
    rows = Case.objects.filter(person_id=act.subject).order_by("-opened_at", "-matter_id")
    return _page(rows, "opened_at", after, limit)


def merged(pages: Sequence[Page], *, limit: int) -> Page:
    """The newest of several lists that go on after the same cursor, as one page."""
    lines = [line for page in pages for line in page.lines]
    lines.sort(key=lambda line: (line.opened_at, line.id), reverse=True)
    is_more = len(lines) > limit or any(page.after for page in pages)
    return Page(lines[:limit], _after(lines[limit - 1], "opened_at") if is_more else "")


def _cards(act: Act, page: Page) -> Page:
    """The page with no more than that they are there of cases that are the work of other teams."""
    mine = cards.reach(act)
    return Page([line if _is_ours(act, line, mine) else _card(line) for line in page.lines], page.after)


def _is_ours(act: Act, line: Line, mine: Reach) -> bool:
    return line.organisation != act.organisation or mine.covers(line.team)


def _card(line: Line) -> Line:
    return line._replace(
        due_date=None, priority=NORMAL, turn=0, paused_at=None, assigned_to=None, resident_wrote_at=None
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


def _page(rows: QuerySet[Case], column: Column, after: str, limit: int) -> Page:
    limit = max(1, min(limit, MOST))
    if after:
        rows = rows.filter(_later(column, *_cursor(after, column)))
    lines = [Line._make(values) for values in rows.values_list(*COLUMNS)[: limit + 1]]
    if len(lines) <= limit:
        return Page(lines)
    return Page(lines[:limit], _after(lines[limit - 1], column))


def _after(last: Line, column: Column) -> str:
    return f"{_written(getattr(last, column))}_{last.id}"


def _written(value: date | datetime | int) -> str:
    return str(value) if isinstance(value, int) else value.isoformat()


def _later(column: Column, value: date | datetime | int, identity: UUID) -> Q:
    """What comes after a row of the page before; the first condition is the one an index answers."""
    than = "lt" if column == "opened_at" else "gt"
    beyond = Q(**{f"{column}__{than}": value}) | Q(**{f"matter_id__{than}": identity})
    return Q(**{f"{column}__{than}e": value}) & beyond


def _cursor(after: str, column: Column) -> tuple[date | datetime | int, UUID]:
    value, _, identity = after.rpartition("_")
    read: dict[Column, Callable[[str], date | datetime | int]] = {
        "due_date": date.fromisoformat, "opened_at": datetime.fromisoformat, "turn": _turn,
    }  # fmt: skip
    try:
        return read[column](value), UUID(identity)
    except ValueError as wrong:
        raise Refused("This link to the next page no longer works. Start from the first page.") from wrong


def _turn(text: str) -> int:
    found = int(text)
    if not -LARGEST <= found <= LARGEST:
        raise ValueError(text)
    return found


def _find(digests: Sequence[int], beginning: str, limit: int) -> list[Line]:
    return fetch(Line, FOUND, list(digests), beginning, limit, limit)

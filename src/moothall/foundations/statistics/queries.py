"""Published figures, for everybody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from moothall.foundations.statistics.models import PublishedFigure
from moothall.kernel import allow, paging
from moothall.kernel.act import Act
from moothall.kernel.capability import counted
from moothall.kernel.gate import query
from moothall.kernel.models import Organisation
from moothall.kernel.paging import Page

By = PublishedFigure.By
NEWEST = ("-month", "code", "by", "key")
MOST_MONTHS = 24


@dataclass(frozen=True, slots=True)
class FigureShown:
    """A figure of a month: ``of`` the place, an organisation by its name, or a kind by its code. ``value`` is
    rounded to five, and ``None`` where it is hidden because it is small or would give a small one away."""

    code: str
    title: str
    month: date
    by: str
    of: str
    value: int | None


@query(allow=allow.anyone, api="v1")
def figures(act: Act, *, code: str = "", cursor: str = "", limit: int = 100) -> Page[FigureShown]:
    """Published figures, maybe of one thing that is counted only, newest month first, a page at a time."""
    rows = PublishedFigure.objects.all()
    rows = rows.filter(code=code) if code else rows
    return paging.page(rows, _shown, by=NEWEST, cursor=cursor, limit=limit)


@query(allow=allow.anyone)
def series(act: Act, *, code: str) -> tuple[FigureShown, ...]:
    """The last two years of the whole place, oldest first."""
    rows = PublishedFigure.objects.filter(code=code, by=By.PLACE).order_by("-month")[:MOST_MONTHS]
    return tuple(_shown(list(rows)))[::-1]


@query(allow=allow.anyone)
def latest(act: Act, *, code: str) -> tuple[FigureShown, ...]:
    """The latest month, by organisation."""
    rows = PublishedFigure.objects.filter(code=code, by=By.ORGANISATION)
    newest = rows.order_by("-month").values("month")[:1]
    return tuple(_shown(list(rows.filter(month=newest).order_by("key"))))


def _shown(rows: list[PublishedFigure]) -> Iterable[FigureShown]:
    titles = {one.code: str(one.title) for one in counted()}
    ids = {UUID(row.key) for row in rows if row.by == By.ORGANISATION}
    names = {str(one.pk): one.name for one in Organisation.objects.filter(pk__in=ids)} if ids else {}
    for row in rows:
        of = names.get(row.key, "") if row.by == By.ORGANISATION else row.key
        yield FigureShown(row.code, titles.get(row.code, row.code), row.month, row.by, of, row.value)

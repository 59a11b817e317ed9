"""The page of figures, and each of them as a table to take away."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from moothall.design import charts
from moothall.foundations.statistics import queries
from moothall.foundations.statistics.queries import FigureShown
from moothall.kernel import allow, gate
from moothall.kernel.act import Act
from moothall.kernel.capability import counted
from moothall.kernel.doors.rendering import render
from moothall.kernel.doors.web import act_of, page
from moothall.kernel.manifest import Counted
from moothall.kernel.refusal import NotFound

COLUMNS = ("code", "title", "month", "by", "of", "value")
FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would carry out instead of showing it (OWASP, CSV injection)."""
MOST = 100


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that is counted: a sentence of its latest ``month``, a chart and table of all months, and the
    latest by organisation."""

    code: str
    sentence: str
    chart: str
    rows: list[list[str]]
    month: str
    latest: list[list[str]]


@dataclass(frozen=True, slots=True)
class FiguresPage:
    """Everything that is counted and was published."""

    counted: list[Part]


@page(allow=allow.anyone)
def figures(request: HttpRequest) -> HttpResponse:
    """Everything that is counted here, month by month, and the latest month by organisation."""
    act = act_of(request)
    with gate.reading(act):
        shown = [part for one in counted() if (part := _part(act, one))]
    return render(request, "statistics/figures.html", FiguresPage(shown))


@page(allow=allow.anyone)
def table(request: HttpRequest, code: str) -> HttpResponse:
    """All figures of one thing that is counted, as a file for a spreadsheet; an empty value is hidden."""
    act = act_of(request)
    if code not in {one.code for one in counted()}:
        raise NotFound(_("There are no such figures."))
    with gate.reading(act):
        written = _written(_all(act, code))
    answer = HttpResponse(written, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{code}.csv"'
    return answer


def _part(act: Act, one: Counted) -> Part | None:
    series = queries.series(act, code=one.code)
    if not series:
        return None
    last = series[-1]
    words = _("%(title)s: %(number)s in %(month)s") % {
        "title": one.title, "number": said(last.value), "month": _month(last),
    }  # fmt: skip
    drawn = [{"month": _month(each), "number": each.value} for each in series if each.value is not None]
    chart = charts.lines(drawn, across="month", up="number", title=str(one.title), words=words)
    return Part(
        code=one.code,
        sentence=words,
        chart=chart if any(each.value for each in series) else "",
        rows=[[_month(each), said(each.value)] for each in reversed(series)],
        month=_month(last),
        latest=[[each.of, said(each.value)] for each in queries.latest(act, code=one.code)],
    )


def said(value: int | None) -> str:
    """A figure in words."""
    return _("hidden") if value is None else f"{value:,}"


def _month(one: FigureShown) -> str:
    return date_format(one.month, "F Y")


def _all(act: Act, code: str) -> Iterable[FigureShown]:
    cursor = ""
    while True:
        found = queries.figures(act, code=code, cursor=cursor, limit=MOST)
        yield from found.items
        if not (cursor := found.next):
            return


def _written(rows: Iterable[FigureShown]) -> str:
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow(_plain([row.code, row.title, row.month, row.by, row.of, row.value]))
    return file.getvalue()


def _plain(cells: Sequence[object]) -> list[object]:
    return [f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULAS) else cell for cell in cells]

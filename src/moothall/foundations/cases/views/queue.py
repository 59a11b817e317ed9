"""Today's work, and the queue with its filters and search."""

from collections.abc import Sequence
from datetime import date
from typing import Any, get_args
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from moothall.design.frame import frame_for
from moothall.foundations.cases.queries import cards, colleagues, queues, types
from moothall.foundations.cases.queries.queues import MOST_COUNTED, Line, View
from moothall.foundations.cases.views import presenting
from moothall.kernel import allow, notices
from moothall.kernel.act import Act
from moothall.kernel.doors.web import act_of, page, whole
from moothall.kernel.places import local_date
from moothall.kernel.queries import organisations
from moothall.kernel.queries.organisations import TeamShown

FEW = 8
EVERY = "every"
"""Chosen instead of a team: staff see their own team's cases first."""
PAGE = 50


@page(allow=allow.member)
def today(request: HttpRequest) -> HttpResponseBase:
    """Today's work: what is late, who waits for an answer, what is mine. Whoever has no cases is led to their
    own work."""
    act = act_of(request)
    if "cases.read" not in act.permissions:
        return _elsewhere(request)
    team = cards.reach(act).team
    counts = queues.counts(act, team=team)
    lists = [
        (_("Late"), "overdue", queues.queue(act, view="overdue", team=team, limit=FEW).lines),
        (
            _("Waiting for an answer"),
            "waiting",
            queues.queue(act, view="waiting", team=team, limit=FEW).lines,
        ),
        (_("Yours, soonest first"), "mine", queues.queue(act, mine=True, limit=FEW).lines),
    ]
    tables = [
        {"title": title, "href": _queue_href(name), "rows": _rows(act, lines), "name": name}
        for title, name, lines in lists
    ]
    numbers = [
        (_("Open"), _bounded(counts["open"])),
        (_("Late"), _bounded(counts["overdue"])),
        (_("Waiting for an answer"), _bounded(counts["waiting"])),
        (_("Yours"), _bounded(counts["mine"])),
    ]
    found = {
        "notices": notices.for_staff(act),
        "tables": tables,
        "columns": presenting.queue_columns(),
        "numbers": numbers,
        "counts": counts,
    }
    return render(request, "cases/today.html", found)


def _elsewhere(request: HttpRequest) -> HttpResponseBase:
    others = [link.href for link in frame_for(request).staff_navigation]
    return HttpResponseRedirect(others[0]) if others else render(request, "cases/no_work.html")


@page(allow=allow.staff("cases.read"))
def queue(request: HttpRequest) -> HttpResponse:
    """The queue of the organisation. A search comes by POST, so that no name stands in an address."""
    act = act_of(request)
    words = request.POST.get("words", "").strip()
    chosen = _chosen(request)
    filters = len(chosen)
    if not chosen.keys() & {"team", "mine"} and chosen.get("view") != "shared":
        chosen |= {"team": str(cards.reach(act).team or EVERY)}
    lines, following = (queues.found(act, words=words), "") if words else _page(act, chosen)
    teams = organisations.teams(act, organisation=_own(act))
    found = {
        "words": words,
        "chosen": chosen,
        "filters": filters,
        "every": EVERY,
        "views": _views(),
        "teams": teams,
        "count": len(lines),
        "rows": _rows(act, lines, teams),
        "columns": presenting.queue_columns(),
        "next_href": f"?{urlencode(chosen | {'after': following})}" if following else "",
        "first_href": f"?{urlencode(chosen)}" if request.GET.get("after") else "",
        "after": request.GET.get("after", ""),
    }
    return render(request, "cases/queue.html", found)


def _page(act: Act, chosen: dict[str, str]) -> tuple[list[Line], str]:
    found = queues.queue(
        act,
        view=_view(chosen),
        team=_uuid(chosen.get("team")),
        status=chosen.get("status"),
        mine="mine" in chosen,
        after=chosen.get("after", ""),
        limit=PAGE if "limit" not in chosen else int(chosen["limit"]),
    )
    return found.lines, found.after


def _chosen(request: HttpRequest) -> dict[str, str]:
    given = {name: request.GET.get(name, "") for name in ("view", "team", "status", "mine", "after", "limit")}
    if whole(given["limit"]) is None:
        given["limit"] = ""
    return {name: value for name, value in given.items() if value}


def _view(chosen: dict[str, str]) -> View:
    wanted = chosen.get("view", "open")
    return wanted if wanted in get_args(View) else "open"  # type: ignore[return-value]


def _views() -> list[tuple[str, str]]:
    return [
        ("open", _("Open")),
        ("overdue", _("Late")),
        ("waiting", _("Waiting for an answer")),
        ("paused", _("On hold")),
        ("shared", _("Shared with us")),
        ("closed", _("Closed")),
    ]


def _rows(act: Act, lines: list[Line], teams: Sequence[TeamShown] | None = None) -> list[list[Any]]:
    if not lines:
        return []
    own = organisations.teams(act, organisation=_own(act)) if teams is None else teams
    return presenting.queue_rows(
        lines,
        kinds=types.kinds(act, packs={line.pack for line in lines}),
        teams={team.id: team.name for team in own},
        names={id: colleague.name for id, colleague in colleagues.colleagues(act).items()},
        today=_today(act),
    )


def _today(act: Act) -> date:
    return local_date(act.at)


def _own(act: Act) -> UUID:
    assert act.organisation is not None
    return act.organisation


def _queue_href(name: str) -> str:
    return f"{reverse('cases_queue')}?{'mine=yes' if name == 'mine' else f'view={name}'}"


def _bounded(count: int) -> str:
    return _("more than %(most)s") % {"most": MOST_COUNTED} if count > MOST_COUNTED else str(count)


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None

"""The queue with its filters and search."""

from typing import get_args
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from moothall.foundations.cases.queries import cards, queues
from moothall.foundations.cases.queries.queues import QueueLine, View
from moothall.foundations.cases.views import presenters
from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.doors import lists
from moothall.kernel.doors.web import act_of, page, whole
from moothall.kernel.paging import Page
from moothall.kernel.queries import organisations

EVERY = "every"
"""Chosen instead of a team: staff see their own team's cases first."""
PAGE = 50


@page(allow=allow.staff("cases.read"))
def queue(request: HttpRequest) -> HttpResponse:
    """The queue of the organisation. A search comes by POST, so that no name stands in an address."""
    act = act_of(request)
    words = request.POST.get("words", "").strip()
    chosen = _chosen(request)
    filters = len(chosen)
    if not chosen.keys() & {"team", "mine"} and chosen.get("view") != "shared":
        chosen |= {"team": str(cards.reach(act).team or EVERY)}
    found = Page(queues.found(act, words=words)) if words else _page(act, chosen)
    teams = organisations.teams(act, organisation=_own(act))
    shown = {
        "words": words,
        "chosen": chosen,
        "filters": filters,
        "every": EVERY,
        "views": _views(),
        "teams": teams,
        "count": len(found.items),
        "rows": presenters.rows_of(act, found.items, teams),
        "columns": presenters.queue_columns(),
        **lists.hrefs(request, found),
    }
    return render(request, "cases/queue.html", shown)


def _page(act: Act, chosen: dict[str, str]) -> Page[QueueLine]:
    return queues.queue(
        act,
        view=_view(chosen),
        team=_uuid(chosen.get("team")),
        status=chosen.get("status"),
        mine="mine" in chosen,
        cursor=chosen.get(lists.CURSOR, ""),
        limit=PAGE if "limit" not in chosen else int(chosen["limit"]),
    )


def _chosen(request: HttpRequest) -> dict[str, str]:
    given = {
        name: request.GET.get(name, "") for name in ("view", "team", "status", "mine", lists.CURSOR, "limit")
    }
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


def _own(act: Act) -> UUID:
    assert act.organisation is not None
    return act.organisation


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None

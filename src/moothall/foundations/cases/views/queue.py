"""The queue with its filters and search."""

from dataclasses import replace
from functools import partial
from operator import itemgetter
from typing import Literal, get_args
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from markupsafe import Markup

from moothall.design import drawing, fields
from moothall.design.forms import Form
from moothall.design.pages import Column, Empty, Listing
from moothall.foundations.cases.queries import cards, queues
from moothall.foundations.cases.queries.queues import QueueLine, View
from moothall.foundations.cases.views import presenters
from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.doors.web import act_of, page
from moothall.kernel.paging import Page
from moothall.kernel.queries import organisations

EVERY = "every"
"""Chosen instead of a team: staff see their own team's cases first."""
VIEWS: dict[View, Promise] = {
    "open": lazy("Open"),
    "overdue": lazy("Late"),
    "waiting": lazy("Waiting for an answer"),
    "paused": lazy("On hold"),
    "shared": lazy("Shared with us"),
    "closed": lazy("Closed"),
}
assert VIEWS.keys() == set(get_args(View))


def _filters(act: Act) -> type[Form]:
    """Which cases, of which team, in whose hands."""
    teams = organisations.teams(act, organisation=act.own_organisation)
    own = str(cards.reach(act).team or EVERY)
    called = [(EVERY, _("Every team")), *((str(team.id), team.name) for team in teams)]
    return Form.of(
        {
            "view": fields.Select(_("Show"), list(VIEWS.items()), required=False, initial="open"),
            "team": fields.Select(_("Team"), called, required=False, initial=own),
            "mine": fields.Select(_("With"), [("yes", _("You"))], required=False, first=_("Anybody")),
        }
    )


def _cases(
    act: Act,
    *,
    cursor: str,
    limit: int,
    view: View = "open",
    team: str = "",
    mine: Literal["", "yes"] = "",
) -> Page[QueueLine]:
    """What was chosen; of the reader's own team where nothing says of which."""
    own = "" if mine or view == "shared" else str(cards.reach(act).team or EVERY)
    chosen = team or own
    of_team = UUID(chosen) if chosen and chosen != EVERY else None
    return queues.queue(act, view=view, team=of_team, mine=bool(mine), cursor=cursor, limit=limit)


def _search(act: Act, token: SafeString, *, words: str = "", found: int = 0) -> Markup:
    return drawing.drawn("cases/_search.html", token=token, words=words, found=found)


QUEUE: Listing[QueueLine, list[object]] = Listing(
    title=lazy("Cases"),
    above=_search,
    filters=_filters,
    caption=lazy("Cases, by priority and soonest due first"),
    query=_cases,
    rows=presenters.rows_of,
    columns=tuple(Column(title, itemgetter(at)) for at, title in enumerate(presenters.COLUMNS)),
    has_keys=True,
    empty=Empty(lazy("No cases here"), lazy("Choose another filter, or enjoy the quiet.")),
)


@page(allow=allow.staff("cases.read"))
def queue(request: HttpRequest) -> HttpResponse:
    """The queue of the organisation. A search comes by POST, so that no name stands in an address."""
    words = request.POST.get("words", "").strip()
    if not words:
        return QUEUE.drawn(request)
    return _found(words, queues.found(act_of(request), words=words)).drawn(request)


def _found(words: str, found: tuple[QueueLine, ...]) -> Listing[QueueLine, list[object]]:
    """The queue narrowed to what holds the words."""
    return replace(
        QUEUE,
        above=partial(_search, words=words, found=len(found)),
        filters=None,
        caption=lazy("Cases found"),
        query=lambda act, *, cursor, limit: Page(found),
        empty=Empty(lazy("No cases here"), lazy("Try fewer words, or the beginning of a reference.")),
    )

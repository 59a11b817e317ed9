"""Pages that belong to no capability: whom to act for, where to work, today's work, parked events."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from inspect import cleandoc
from itertools import groupby
from types import ModuleType
from typing import Any
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from moothall.kernel import act as acts
from moothall.kernel import allow, navigation, notices, registry, scopes
from moothall.kernel import today as tiles
from moothall.kernel.act import Act, Door, Role
from moothall.kernel.backlogs import BacklogStatus
from moothall.kernel.doors import lists, presence, web
from moothall.kernel.doors.rendering import render
from moothall.kernel.event import known
from moothall.kernel.manifest import Section, Words
from moothall.kernel.notices import Notice
from moothall.kernel.operations import due as due_operations
from moothall.kernel.operations import events
from moothall.kernel.queries import backlogs
from moothall.kernel.queries import due as due_queries
from moothall.kernel.queries import events as fact_queries
from moothall.kernel.queries import people as people_queries
from moothall.kernel.queries.backlogs import RoundShown
from moothall.kernel.queries.due import Planned, SetAside
from moothall.kernel.queries.events import Parked
from moothall.kernel.queries.people import MandateShown, MembershipShown, Readings
from moothall.kernel.reactions import REACTIONS
from moothall.kernel.refusal import NotFound
from moothall.kernel.registry import Entry
from moothall.kernel.today import Tile

PAGE = 50
PURPOSES = {
    "service": _lazy("To deal with a request of their own team"),
    "oversight": _lazy("To see to the work of all teams"),
    "reason": _lazy("Another team’s request, for a reason they wrote"),
    "advice": _lazy("To answer a question, from a summary"),
}


@dataclass(frozen=True, slots=True)
class AccountPage:
    """What ``kernel/account.html`` shows."""

    doors: Sequence[dict[str, str]]


@dataclass(frozen=True, slots=True)
class ApiPage:
    """What ``kernel/api.html`` shows."""

    groups: Sequence[tuple[Any, Sequence[Entry]]]
    scopes: ModuleType


@dataclass(frozen=True, slots=True)
class ChoosePage:
    """What ``kernel/choose.html`` shows."""

    memberships: tuple[MembershipShown, ...]
    mandates: Sequence[MandateShown]
    names: dict[UUID, str]
    now: Any | str


@dataclass(frozen=True, slots=True)
class TodayPage:
    """What ``kernel/today.html`` shows."""

    notices: Sequence[Notice]
    tiles: Sequence[Tile]
    others: Sequence[dict[str, str]]


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """What ``kernel/waiting.html`` shows."""

    standings: tuple[BacklogStatus, ...]
    rounds: tuple[RoundShown, ...]
    planned: tuple[Planned, ...]


@dataclass(frozen=True, slots=True)
class ReadingsPage:
    """What ``kernel/readings.html`` shows."""

    rows: tuple[Readings, ...]
    purposes: Mapping[str, Words]


@dataclass(frozen=True, slots=True)
class ParkedPage:
    """What ``kernel/parked.html`` shows."""

    rows: Sequence[tuple[Parked, tuple[str, str]]]
    due: tuple[SetAside, ...]
    next_href: str
    first_href: str


@web.page(allow=allow.somebody, reads=False)
def arrive(request: HttpRequest) -> HttpResponseBase:
    """Where signing in leads: to the work of whoever works for one organisation only, to the choice of
    whoever may act in several ways, to their own requests for everybody else."""
    me = acts.resident(web.act_of(request).actor)
    memberships, mandates = people_queries.memberships(me), _from_others(me)
    if len(memberships) == 1 and not mandates:
        return _chosen(request, str(memberships[0].organisation_id), memberships, mandates)
    return HttpResponseRedirect(reverse("kernel:acting") if memberships or mandates else navigation.home())


@web.page(allow=allow.somebody)
def account(request: HttpRequest) -> HttpResponseBase:
    """What somebody who has signed in may change about how they do."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path(), reverse("account_login"))
    return render(
        request,
        "kernel/account.html",
        AccountPage(
            doors=navigation.doors(web.act_of(request), Section.ACCOUNT),
        ),
    )


@web.page(allow=allow.anyone)
def api(request: HttpRequest) -> HttpResponse:
    """What programs can ask and do here, in words."""
    entries = registry.published("v1").values()
    groups = [(name, list(some)) for name, some in groupby(entries, lambda entry: entry.name.split(".")[0])]
    return render(
        request,
        "kernel/api.html",
        ApiPage(
            groups=groups,
            scopes=scopes,
        ),
    )


@web.page(allow=allow.somebody, reads=False)
def choose(request: HttpRequest) -> HttpResponseBase:
    """Choose in which capacity to go on: for yourself, for somebody who lets you, or for an organisation."""
    me = acts.resident(web.act_of(request).actor)
    memberships, mandates = people_queries.memberships(me), _from_others(me)
    wanted = web.local_path(request.GET.get("next", ""))
    if request.method == "POST":
        return _chosen(request, request.POST.get("as", ""), memberships, mandates, wanted)
    people_named = people_queries.people(
        acts.system(door=Door.PAGE), ids=[mandate.principal_id for mandate in mandates]
    )
    names = {mandate.principal_id: people_named[mandate.principal_id].name for mandate in mandates}
    return render(
        request,
        "kernel/choose.html",
        ChoosePage(
            memberships=memberships,
            mandates=mandates,
            names=names,
            now=(request.session.get(presence.ORGANISATION) or request.session.get(presence.SUBJECT) or "me"),
        ),
    )


def _from_others(me: Act) -> list[MandateShown]:
    """The mandates that let somebody act for others; the guests they were themselves they need not choose."""
    themselves = people_queries.SAME_PERSON
    return [mandate for mandate in people_queries.mandates_held(me) if mandate.basis != themselves]


def _chosen(
    request: HttpRequest,
    choice: str,
    memberships: Sequence[MembershipShown],
    mandates: Sequence[MandateShown],
    wanted: str = "",
) -> HttpResponseBase:
    """Remember the choice in the session; what it allows is decided afresh at every request."""
    for key in (presence.ORGANISATION, presence.SUBJECT, presence.OPENED):
        request.session.pop(key, None)
    if choice in {str(membership.organisation_id) for membership in memberships}:
        request.session[presence.ORGANISATION] = choice
        web.forget_act(request)
        if not presence.has_second_factor(request):
            return HttpResponseRedirect(reverse("mfa_index"))
        operates = web.act_of(request).role is Role.OPERATOR
        return HttpResponseRedirect(
            wanted or (reverse("kernel:waiting") if operates else reverse("kernel:today"))
        )
    if choice in {str(mandate.principal_id) for mandate in mandates}:
        request.session[presence.SUBJECT] = choice
    web.forget_act(request)
    return HttpResponseRedirect(navigation.home())


@web.page(allow=allow.member)
def today(request: HttpRequest) -> HttpResponse:
    """What waits for whoever works for an organisation, from everything they may do there."""
    act = web.act_of(request)
    shown = TodayPage(
        notices=notices.for_staff(act),
        tiles=tiles.for_staff(act),
        others=[one for one in navigation.doors(act, Section.STAFF) if one["href"] != request.path],
    )
    return render(request, "kernel/today.html", shown)


@web.page(allow=allow.staff("place.operate"), reads=False)
def waiting(request: HttpRequest) -> HttpResponse:
    """How much waits to be passed on, of each kind, and since when; and how the clock's rounds went: the
    operator's own page."""
    act = acts.system(door=Door.PAGE)
    context = WaitingPage(
        standings=backlogs.standings(act),
        rounds=backlogs.rounds(act),
        planned=due_queries.planned(act),
    )
    return render(request, "kernel/waiting.html", context)


@web.page(allow=allow.staff("place.steward"), reads=False)
def readings(request: HttpRequest) -> HttpResponse:
    """How often staff of each organisation read about people, and why: for those who watch over the place."""
    found = people_queries.readings_counted(acts.system(door=Door.PAGE))
    return render(
        request,
        "kernel/readings.html",
        ReadingsPage(
            rows=found,
            purposes=PURPOSES,
        ),
    )


@web.page(allow=allow.staff("events.replay"))
def parked(request: HttpRequest) -> HttpResponse:
    """Events that a reaction or reader could not deal with, to be sent to it again or given up."""
    act = web.act_of(request)
    if request.method == "POST":
        return _decide(request)
    found = fact_queries.parked_events(act, cursor=lists.cursor_of(request), limit=PAGE)
    rows = [(row, _words(row)) for row in found.items]
    return render(
        request,
        "kernel/parked.html",
        ParkedPage(
            rows=rows,
            due=due_queries.due_set_aside(act, limit=PAGE).items,
            **lists.hrefs(request, found),
        ),
    )


def _words(row: Parked) -> tuple[str, str]:
    """What happened, and what should have been done about it, in their authors' sentences."""
    event, chosen = known().get(row.stored_name), REACTIONS.get(row.reaction)
    envelope = cleandoc(event.__doc__ or "").split("\n\n")[0] if event else ""
    return envelope, chosen.words if chosen else ""


def _decide(request: HttpRequest) -> HttpResponse:
    """Send a parked event or what was due again, or give it up."""
    what = "due" if "due" in request.POST else "parked"
    try:
        wanted = UUID(request.POST.get(what, ""))
    except ValueError:
        raise NotFound(_("There is no such update.")) from None
    act, is_over = web.act_of(request), request.POST.get("decision") == "give-up"
    if what == "due":
        (due_operations.give_up_due if is_over else due_operations.try_due_again)(act, due=wanted)
    else:
        (events.give_up_fact if is_over else events.replay_fact)(act, parked=wanted)
    return HttpResponseRedirect(reverse("kernel:parked"))

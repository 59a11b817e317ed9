"""The services of an organisation: what is live, what is being changed, and every version there was."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from moothall.civic.builder import forms
from moothall.civic.builder import operations as building
from moothall.design.forms import Form
from moothall.kernel import allow, clock
from moothall.kernel.doors import lists
from moothall.kernel.doors.rendering import render
from moothall.kernel.doors.web import act_of, key_of, page
from moothall.kernel.manifest import Words
from moothall.kernel.refusal import NotFound, Refused
from moothall.services.operations import drafts as operations
from moothall.services.queries import drafts, packs
from moothall.services.queries.drafts import DraftListed, VersionShown
from moothall.services.states import State

DRAFTS = allow.staff("packs.draft")
MOST_GOING_ON = 50


@dataclass(frozen=True, slots=True)
class Listed:
    """A live version or a draft in a list, with where it is and how it stands."""

    row: VersionShown | DraftListed
    href: str
    stands: Words = ""


@dataclass(frozen=True, slots=True)
class Index:
    """What is live, what is being written, and what waits to be looked at."""

    live: Sequence[Listed]
    drafts: Sequence[Listed]
    waiting: Sequence[DraftListed]
    next_href: str
    first_href: str


@dataclass(frozen=True, slots=True)
class Service:
    """One service: its drafts and its versions."""

    pack: str
    versions: Sequence[VersionShown]
    drafts: Sequence[Listed]
    is_live: bool
    key: str
    next_href: str
    first_href: str


@dataclass(frozen=True, slots=True)
class New:
    """What a new service is called."""

    form: Form
    key: str


@page(allow=DRAFTS)
def index(request: HttpRequest) -> HttpResponse:
    """What is live, what is being written, and what waits to be looked at."""
    act = act_of(request)
    live = drafts.versions(act, cursor=lists.cursor_of(request))
    going_on = drafts.drafts_going_on(act, limit=MOST_GOING_ON)
    content = Index(
        live=[Listed(one, reverse("builder:service", args=[one.name])) for one in live.items],
        drafts=[_listed(one) for one in going_on.items],
        waiting=drafts.drafts_to_review(act).items if act.may("packs.publish") else (),
        **lists.hrefs(request, live),
    )
    return render(request, "builder/services.html", content)


@page(allow=DRAFTS)
def service(request: HttpRequest, pack: str) -> HttpResponse:
    """One service: its drafts, and its versions with who wrote and who approved them."""
    act = act_of(request)
    versions = drafts.versions(act, pack=pack, cursor=lists.cursor_of(request))
    going_on = drafts.drafts_going_on(act, pack=pack, limit=MOST_GOING_ON)
    if not versions.items and not going_on.items:
        raise NotFound(_("There is no such service of your organisation."))
    content = Service(
        pack=pack,
        versions=versions.items,
        drafts=[_listed(one) for one in going_on.items],
        is_live=packs.live_pack(act, name=pack, organisation=act.own_organisation) is not None,
        key=clock.token(),
        **lists.hrefs(request, versions),
    )
    return render(request, "builder/service.html", content)


@require_POST
@page(allow=DRAFTS)
def change(request: HttpRequest, pack: str) -> HttpResponseBase:
    """Begin a draft with the service as it is live."""
    made = operations.draft_of_live(act_of(request).with_key(key_of(request)), pack=pack)
    return HttpResponseRedirect(reverse("builder:draft", args=[made]))


@page(allow=DRAFTS)
def new(request: HttpRequest) -> HttpResponseBase:
    """Begin a service that there is not yet."""
    form = forms.new(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = building.begin_service(act_of(request).with_key(key_of(request)), **form.cleaned_data)
            return HttpResponseRedirect(reverse("builder:draft", args=[made]))
        except Refused as refused:
            form.add_refusal(refused)
    status = 422 if form.errors else 200
    return render(request, "builder/new.html", New(form, clock.token()), status=status)


def _listed(one: DraftListed) -> Listed:
    return Listed(one, reverse("builder:draft", args=[one.id]), State(one.state).label)

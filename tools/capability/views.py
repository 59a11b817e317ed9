"""The pages of swaps: the list, one of them, putting one up; and the queue of those at work."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from markupsafe import Markup

from moothall.civic.swaps import operations, presenters, queries, rules
from moothall.civic.swaps.forms import MOST_PICTURES, swap_form
from moothall.civic.swaps.describe import DO, NAMES
from moothall.civic.swaps.queries import SwapShown
from moothall.design import cells, fields, words
from moothall.design.forms import Form
from moothall.design.pages import Action, Ask, Column, Detail, Empty, Listing, act_on, as_found
from moothall.kernel import allow, clock, navigation, places
from moothall.kernel.act import Act
from moothall.kernel.doors import lists, sizes
from moothall.kernel.doors.rendering import render
from moothall.kernel.doors.web import act_of, key_of, page
from moothall.kernel.manifest import Known
from moothall.kernel.queries.organisations import organisations
from moothall.kernel.refusal import Refused

WORK = allow.staff("swaps.work")
MOST_ORGANISATIONS = 200


@page(allow=allow.anyone)
def swaps(request: HttpRequest) -> HttpResponse:
    """What is shown, newest first."""
    found = queries.swaps(act_of(request), cursor=lists.cursor_of(request))
    shown = presenters.Listed(found.items, **lists.hrefs(request, found))
    return render(request, "swaps/list.html", shown)


@page(allow=allow.anyone)
def swap(request: HttpRequest, id: UUID) -> HttpResponse:
    """One of them; its thread says what has happened and shows its pictures."""
    found = queries.swap(act_of(request), id=id)
    thread = navigation.page(Known.THREAD, found.reference)
    return render(request, "swaps/swap.html", presenters.One(found, NAMES[found.stage], thread))


@page(allow=operations.PUTS_UP, reads=False, most_octets=sizes.files(MOST_PICTURES))
def put_up(request: HttpRequest) -> HttpResponseBase:
    """Ask for one, and put it up."""
    act = act_of(request)
    asked = swap_form(organisations(act, limit=MOST_ORGANISATIONS).items)
    form = asked(request.POST, request.FILES) if request.method == "POST" else asked()
    if request.method == "POST" and form.is_valid():
        try:
            _put_up(act.with_key(key_of(request)), form.cleaned_data)
        except Refused as refused:
            form.add_refusal(refused)
        else:
            messages.success(request, _("Thank you. We have it, and show it if nothing speaks against it."))
            return HttpResponseRedirect(reverse("swaps:list"))
    status = 422 if request.method == "POST" else 200
    return render(request, "swaps/new.html", presenters.Asked(form, clock.token()), status=status)


def _stages(act: Act) -> type[Form]:
    """Which of them to list: what waits, if nothing is said."""
    stages = fields.Select(_("Show"), list(NAMES.items()), required=False, initial=rules.WAITING)
    return Form.of({"stage": stages})


def _brought(act: Act, token: SafeString) -> Markup:
    month = places.local_date(act.at).replace(day=1)
    number = queries.brought_in(act, month=month)
    told = _("Brought this month: %(number)s") % {"number": number}
    return Markup('<p class="moot-lead">{}</p>').format(told)


QUEUE = Listing(
    title=lazy("Swaps"),
    above=_brought,
    filters=_stages,
    caption=lazy("Swaps, newest first"),
    query=queries.queue,
    rows=as_found,
    columns=(
        Column(lazy("What"), lambda one: cells.link(one.title, reverse("swaps:work", args=[one.id]))),
        Column(lazy("Reference"), lambda one: one.reference),
        Column(lazy("Brought"), lambda one: words.plain_date(one.brought_at.date())),
    ),
    empty=Empty(lazy("There is nothing here")),
)


def _moving(act: Act, swap: SwapShown, typed: Mapping[str, Any] | None) -> Form:
    """What may happen next."""
    then = [(stage, DO[stage]) for stage in swap.then]
    return Form.of({"stage": fields.Choice(_("What happens next?"), then)})(typed)


ACTIONS: Mapping[str, Action[SwapShown]] = {
    "move": Action(
        form=_moving,
        do=lambda act, swap, told: operations.move(act, swap=swap.id, stage=told["stage"]),
        done=lambda told: _("Done."),
    )
}


@page(allow=WORK)
def queue(request: HttpRequest) -> HttpResponse:
    """What waits or is shown, as the address asks for."""
    return QUEUE.drawn(request)


@page(allow=WORK, reads=False)
def work(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """One of them, with what can be done with it; do that."""
    found = queries.swap(act_of(request), id=id)
    if request.method != "POST":
        return _shown(request, found, _moving(act_of(request), found, None), 200)
    return act_on(
        request, ACTIONS, "move", found, leads_to=reverse("swaps:queue"),
        draw=lambda bound, status: _shown(request, found, bound["move"], status),
    )  # fmt: skip


def _shown(request: HttpRequest, swap: SwapShown, form: Form, status: int) -> HttpResponse:
    thread = navigation.page(Known.THREAD, swap.reference)
    page = Detail(
        title=swap.title,
        back=(reverse("swaps:queue"), _("Back")),
        tag=cells.tag(NAMES[swap.stage]),
        lead=swap.reference,
        panels=[
            Markup("<p>{}</p>").format(swap.text),
            Markup("<p>{}</p>").format(cells.link(_("What has happened, and pictures"), thread)),
            *([Ask(form, _("Move on"))] if swap.then else []),
        ],
    )
    return page.drawn(request, status=status)


def _put_up(act: Act, told: dict[str, Any]) -> None:
    """With the form's key: sent twice, it is put up once."""
    operations.put_up(
        act,
        organisation=UUID(told["organisation"]),
        title=told["title"],
        text=told["text"],
        pictures=tuple(told["pictures"]),
    )

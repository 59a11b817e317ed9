"""The pages of swaps: the list, one of them, putting one up; and the queue of those at work."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from moothall.civic.swaps import operations, presenters, queries, rules
from moothall.civic.swaps.forms import MOST_PICTURES, swap_form
from moothall.civic.swaps.describe import DO, NAMES
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


@page(allow=WORK)
def queue(request: HttpRequest) -> HttpResponse:
    """What waits or is shown, as the address asks for."""
    act, stage = act_of(request), request.GET.get("stage", rules.WAITING)
    stage = stage if stage in NAMES else rules.WAITING
    found = queries.queue(act, stage=stage, cursor=lists.cursor_of(request))
    month = places.local_date(act.at).replace(day=1)
    brought = queries.brought_in(act, month=month)
    shown = presenters.Queue(found.items, stage, NAMES, brought, **lists.hrefs(request, found))
    return render(request, "swaps/queue.html", shown)


@page(allow=WORK, reads=False)
def work(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """One of them, with what can be done with it; do that."""
    act = act_of(request)
    if request.method == "POST":
        operations.move(act.with_key(key_of(request)), swap=id, stage=request.POST.get("stage", ""))
        messages.success(request, _("Done."))
        return HttpResponseRedirect(reverse("swaps:queue"))
    found = queries.swap(act, id=id)
    then = [(stage, DO[stage]) for stage in found.then]
    thread = navigation.page(Known.THREAD, found.reference)
    shown = presenters.Work(found, NAMES[found.stage], then, thread, clock.token())
    return render(request, "swaps/work.html", shown)


def _put_up(act: Act, told: dict[str, Any]) -> None:
    """With the form's key: sent twice, it is put up once."""
    operations.put_up(
        act,
        organisation=UUID(told["organisation"]),
        title=told["title"],
        text=told["text"],
        pictures=tuple(told["pictures"]),
    )

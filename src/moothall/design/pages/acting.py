"""What can be done with one thing: small forms beside each other, each of which does one thing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase

from moothall.design.forms import Form
from moothall.design.pages.asking import Answers
from moothall.design.pages.listing import Words
from moothall.kernel.act import Act
from moothall.kernel.doors import web
from moothall.kernel.refusal import Conflict, NotFound, Refused

S = TypeVar("S")
Draw = Callable[[Mapping[str, Form], int], HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Action(Generic[S]):
    """One thing people can do with an ``S``: its form (as typed, when it was sent), its operation, what is
    said when it is done, and the
    permission without which it is not offered."""

    form: Callable[[Act, S, Mapping[str, Any] | None], Form]
    do: Callable[[Act, S, Answers], object]
    done: Callable[[Answers], Words]
    needs: str = ""


def nothing_asked(act: Act, subject: object, typed: Mapping[str, Any] | None) -> Form:
    """The form of an action that is a button alone."""
    return Form(typed or {})


def act_on(
    request: HttpRequest,
    actions: Mapping[str, Action[S]],
    name: str,
    subject: S,
    *,
    leads_to: str,
    draw: Draw,
    version: int | None = None,
    stale: Callable[[], Conflict] | None = None,
) -> HttpResponseBase:
    """Do the action ``name`` with ``subject`` once, and lead on; refused, ``draw`` shows the page again with
    what was typed.

    Args:
        version: of the subject as it is now; a form that was drawn from another is refused with ``stale``.

    Raises:
        Http404: for an action that there is not, or that was not posted.
    """
    chosen, act = actions.get(name), web.act_of(request)
    if chosen is None or request.method != "POST":
        raise Http404
    form = chosen.form(act, subject, request.POST)
    is_valid = form.is_valid()
    if stale is not None and web.whole(request.POST.get("version", "")) != version:
        refused = stale()
        form.add_refusal(refused)
        return draw({name: form}, refused.status if is_valid else 422)
    if not is_valid:
        return draw({name: form}, 422)
    try:
        chosen.do(act.with_key(web.key_of(request)), subject, form.cleaned_data)
    except NotFound:
        raise
    except Refused as refusal:
        form.add_refusal(refusal)
        return draw({name: form}, refusal.status)
    messages.success(request, str(chosen.done(form.cleaned_data)))
    return HttpResponseRedirect(leads_to)

"""A page with one question or form: it is checked, done once, and leads on; refused, what was typed stays."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from markupsafe import Markup

from moothall.design.cells import NO_MARKUP
from moothall.design.forms import Form
from moothall.design.pages.listing import Words
from moothall.kernel import clock
from moothall.kernel.act import Act
from moothall.kernel.doors import web
from moothall.kernel.doors.rendering import render
from moothall.kernel.refusal import NotFound, Refused

Answers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Ask:
    """A form on a page: its button, where it is sent (here, unless said), and the version it was drawn from.
    One that is ``folded`` opens when asked for."""

    form: Form
    button: Words
    title: Words = ""
    words: Words = ""
    action: str = ""
    kind: str = ""
    version: int | None = None
    key: str = field(default_factory=clock.token)
    is_folded: bool = False


@dataclass(frozen=True, slots=True)
class Asking:
    """The context of a page that asks. ``back`` and ``instead`` are paths with their words: to where it came
    from, and to where somebody goes who would rather not. ``below`` stands under the form."""

    title: Words
    ask: Ask
    back: tuple[str, Words]
    words: Sequence[Words | Markup] = ()
    instead: tuple[str, Words] | None = None
    below: Markup = NO_MARKUP


def bound(request: HttpRequest, form: type[Form], *, initial: Mapping[str, Any] | None = None) -> Form:
    """``form`` with what was sent, or as it begins."""
    if request.method == "POST":
        return form(request.POST, request.FILES)
    return form(initial=initial)


def asking(
    request: HttpRequest,
    page: Asking,
    do: Callable[[Act, Answers], object],
    *,
    leads_to: str = "",
    done: Words = "",
) -> HttpResponseBase:
    """Draw the page; when it is sent and nothing is wrong with it, do it.

    Args:
        page: what is asked, with the form :func:`bound` to the request.
        do: does it, in an act that carries the form's idempotency key; may answer with a page of its own.
        leads_to: where somebody lands then, where ``done`` is said.
    """
    form = page.ask.form
    if request.method == "POST" and form.is_valid():
        try:
            answer = do(web.act_of(request).with_key(web.key_of(request)), form.cleaned_data)
        except NotFound:
            raise
        except Refused as refused:
            form.add_refusal(refused)
        else:
            if done:
                messages.success(request, str(done))
            return answer if isinstance(answer, HttpResponseBase) else HttpResponseRedirect(leads_to)
    status = 422 if request.method == "POST" else 200
    return render(request, "design/pages/asking.html", page, status=status)

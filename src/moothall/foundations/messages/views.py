"""The outbox page: what the embedded post would have sent, for trying the place out."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from moothall.foundations.messages.adapters import base, embedded
from moothall.kernel import allow, places
from moothall.kernel.act import Role
from moothall.kernel.doors.web import act_of, page
from moothall.kernel.refusal import NotFound

PAGE = 20


@page(allow=allow.anyone)
def outbox(request: HttpRequest) -> HttpResponse:
    """The letters that the embedded post keeps, newest first, a page at a time."""
    _only_when_embedded(request)
    letters = list(embedded.kept())
    start = _start(request.GET.get("after"), [letter.name for letter in letters])
    more = letters[start + PAGE - 1].name if len(letters) > start + PAGE else None
    return render(
        request,
        "messages/outbox.html",
        {"letters": letters[start : start + PAGE], "more": more, "is_first": start == 0},
    )


@page(allow=allow.anyone)
def letter(request: HttpRequest, name: str) -> HttpResponse:
    """One letter, as its reader would get it."""
    _only_when_embedded(request)
    found = embedded.letter(name)
    if found is None:
        raise NotFound(_("There is no such message."))
    return render(request, "messages/letter.html", {"letter": found})


def _start(after: str | None, names: list[str]) -> int:
    return names.index(after) + 1 if after in names else 0


def _only_when_embedded(request: HttpRequest) -> None:
    """Where messages really go out, there is no page that shows them; in a place that is no demo, it is for
    operators alone, because sign-in codes are among them."""
    is_for_all = bool(places.place().contact.get("demo"))
    if not is_for_all and act_of(request).role is not Role.OPERATOR:
        raise NotFound(_("There is no such page."))
    if not isinstance(base.post_for("email"), embedded.EmbeddedPost):
        raise NotFound(_("There is no such page."))

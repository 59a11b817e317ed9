"""The outbox page: what the embedded post would have sent, for trying the place out."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from moothall.foundations.messages.adapters import base, embedded
from moothall.kernel import allow
from moothall.kernel.doors.web import page
from moothall.kernel.refusal import NotFound

PAGE = 20


@page(allow=allow.anyone)
def outbox(request: HttpRequest) -> HttpResponse:
    """The letters that the embedded post keeps, newest first, a page at a time."""
    _only_when_embedded()
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
    _only_when_embedded()
    found = embedded.letter(name)
    if found is None:
        raise NotFound(_("There is no such message."))
    return render(request, "messages/letter.html", {"letter": found})


def _start(after: str | None, names: list[str]) -> int:
    return names.index(after) + 1 if after in names else 0


def _only_when_embedded() -> None:
    """Where messages really go out, there is no page that shows them to everybody."""
    if not isinstance(base.post_for("email"), embedded.EmbeddedPost):
        raise NotFound(_("There is no such page."))

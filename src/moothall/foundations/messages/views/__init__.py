"""What staff pass on by phone and letter; and the outbox page: what the embedded post would have sent, for
trying the place out."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from moothall.foundations.messages import operations, queries
from moothall.foundations.messages.adapters import base, embedded
from moothall.foundations.messages.adapters.embedded import KeptMessage
from moothall.foundations.messages.queries import Passing, ToPass
from moothall.kernel import allow, connections, navigation, places
from moothall.kernel.act import Role
from moothall.kernel.doors import lists
from moothall.kernel.doors.rendering import render
from moothall.kernel.doors.web import act_of, page
from moothall.kernel.refusal import NotFound

PAGE = 20


@dataclass(frozen=True, slots=True)
class OutboxPage:
    """What ``messages/outbox.html`` shows."""

    letters: Sequence[KeptMessage]
    more: str | None
    is_first: bool


@dataclass(frozen=True, slots=True)
class LetterPage:
    """What ``messages/letter.html`` shows."""

    letter: KeptMessage


@dataclass(frozen=True, slots=True)
class ByHandPage:
    """What ``messages/by_hand.html`` shows."""

    rows: tuple[Passing, ...]
    next_href: str
    first_href: str


@dataclass(frozen=True, slots=True)
class ByHandOnePage:
    """What ``messages/by_hand_one.html`` shows."""

    message: ToPass
    case_href: str


@cache_control(private=True, no_store=True)
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
        OutboxPage(
            letters=letters[start : start + PAGE],
            more=more,
            is_first=start == 0,
        ),
    )


@cache_control(private=True, no_store=True)
@page(allow=allow.anyone)
def letter(request: HttpRequest, name: str) -> HttpResponse:
    """One letter, as its reader would get it."""
    _only_when_embedded(request)
    found = embedded.letter(name)
    if found is None:
        raise NotFound(_("There is no such message."))
    return render(
        request,
        "messages/letter.html",
        LetterPage(
            letter=found,
        ),
    )


@page(allow=allow.staff("messages.send"))
def by_hand(request: HttpRequest) -> HttpResponse:
    """Whom somebody has to phone or post a letter to, longest waiting first."""
    found = queries.to_pass(act_of(request), cursor=lists.cursor_of(request), limit=PAGE)
    content = ByHandPage(
        rows=found.items,
        **lists.hrefs(request, found),
    )
    return render(request, "messages/by_hand.html", content)


@page(allow=allow.staff("messages.send"))
def by_hand_one(request: HttpRequest, id: UUID) -> HttpResponse:
    """Whom to phone or post to, and what to say; posted, it is done, or what failed is sent again."""
    act = act_of(request)
    if request.method == "POST":
        if request.POST.get("do") == "again":
            operations.send_again(act, message=id)
            messages.success(request, _("It is sent again"))
        else:
            operations.note_passed(act, message=id)
            messages.success(request, _("Noted: they know"))
        return HttpResponseRedirect(reverse("messages:by_hand"))
    found = queries.message_to_pass(act, id=id)
    if found is None:
        raise NotFound(_("We could not find that message."))
    case = navigation.matter(found.matter_id, for_staff=True) if found.matter_id else ""
    return render(
        request,
        "messages/by_hand_one.html",
        ByHandOnePage(
            message=found,
            case_href=case,
        ),
    )


def _start(after: str | None, names: list[str]) -> int:
    return names.index(after) + 1 if after in names else 0


def _only_when_embedded(request: HttpRequest) -> None:
    """Where messages really go out, there is no page that shows them; in a place that is no demo, it is for
    operators alone, because sign-in codes are among them."""
    is_for_all = places.place().is_demo
    if not is_for_all and act_of(request).role is not Role.OPERATOR:
        raise NotFound(_("There is no such page."))
    way = base.EMAIL.get(connections.chosen("email", organisation=None).adapter, base.Channel)
    if not issubclass(way, embedded.EmbeddedPost):
        raise NotFound(_("There is no such page."))

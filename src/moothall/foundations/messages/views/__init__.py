"""What staff pass on by phone and letter; and the outbox page: what the embedded post would have sent, for
trying the place out."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import cache_control
from markupsafe import Markup

from moothall.design import cells, words
from moothall.design.pages import Column, Empty, Listing, as_found
from moothall.foundations.messages import operations, queries
from moothall.foundations.messages.adapters import base, embedded
from moothall.foundations.messages.adapters.embedded import KeptMessage
from moothall.foundations.messages.queries import Passing, ToPass
from moothall.kernel import allow, connections, navigation, places
from moothall.kernel.act import Role
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


def _what(row: Passing) -> Markup:
    """What somebody has to do, which leads to whom and what."""
    way = _("Post a letter") if row.channel == "letter" else _("Phone")
    text = _("A message could not be delivered") if row.has_failed else way
    return cells.link(text, reverse("messages:by_hand_one", args=[row.id]), about=row.reference)


BY_HAND = Listing(
    title=lazy("To phone or post"),
    lead=lazy(
        "These people cannot be reached by email or text message, or asked us not to, or a message to them"
        " could not be delivered. Somebody has to tell them."
    ),
    caption=lazy("Messages to pass on, longest waiting first"),
    query=queries.to_pass,
    rows=as_found,
    columns=(
        Column(lazy("What to do"), _what),
        Column(lazy("Case"), lambda row: row.reference or cells.NOTHING),
        Column(lazy("Since"), lambda row: words.moment(row.written_at)),
    ),
    empty=Empty(lazy("Nobody waits"), lazy("Whoever has to be phoned or written to on paper stands here.")),
)


@page(allow=allow.staff("messages.send"))
def by_hand(request: HttpRequest) -> HttpResponse:
    """Whom somebody has to phone or post a letter to, longest waiting first."""
    return BY_HAND.drawn(request)


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

"""The pages of following something: beginning, changing and ending it; and what one was told of."""

from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from moothall.design import words
from moothall.design.forms import Form
from moothall.foundations.subscriptions import forms, operations, queries
from moothall.foundations.subscriptions.queries import Following, NoticeShown, links
from moothall.kernel import act as acts
from moothall.kernel import allow, navigation
from moothall.kernel.act import Act, Door
from moothall.kernel.doors import lists
from moothall.kernel.doors.rendering import render
from moothall.kernel.doors.web import act_of, key_of, page
from moothall.kernel.manifest import Known
from moothall.kernel.queries.matters import MatterShown, matter_by_reference
from moothall.kernel.refusal import NotFound

KNOWN = queries.FOLLOWS


@dataclass(frozen=True, slots=True)
class FollowPage:
    """What the page of following something shows."""

    form: Form
    title: str
    back: str
    is_asked: bool


@dataclass(frozen=True, slots=True)
class FollowingLine:
    """One thing that somebody follows."""

    shown: Following
    told: str
    since: str


@dataclass(frozen=True, slots=True)
class FollowingPage:
    """What the page of all that somebody follows shows."""

    lines: tuple[FollowingLine, ...]
    next_href: str
    first_href: str


@dataclass(frozen=True, slots=True)
class ChangePage:
    """What the page of one thing that somebody follows shows."""

    form: Form
    shown: Following


@dataclass(frozen=True, slots=True)
class NoticesPage:
    """What the page of notices shows."""

    lines: tuple[tuple[NoticeShown, str], ...]
    has_unread: bool
    next_href: str
    first_href: str


@dataclass(frozen=True, slots=True)
class LinkPage:
    """What the page of a link in a message shows: what it is about, and whether that is done."""

    title: str
    is_done: bool


@page(allow=allow.anyone, reads=False)
def follow(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Ask how somebody wants to be told, and begin."""
    act = act_of(request)
    matter = matter_by_reference(act, reference=reference)
    is_known = KNOWN.allows(act) and request.user.is_authenticated
    back = navigation.page(Known.THREAD, matter.reference)
    typed = request.POST if request.method == "POST" else None
    form = forms.follow(typed, is_known=is_known, may_be_kind=matter.visibility == "public")
    if request.method == "POST" and form.is_valid():
        if not is_known:
            return _ask(request, matter, form.cleaned_data, back)
        _follow(act.with_key(key_of(request)), matter, form.cleaned_data)
        messages.success(request, _("You follow this now. We tell you what happens."))
        return HttpResponseRedirect(back)
    shown = FollowPage(form, matter.title or matter.reference, back, is_asked="asked" in request.GET)
    return render(request, "subscriptions/follow.html", shown, status=422 if typed is not None else 200)


def _ask(request: HttpRequest, matter: MatterShown, cleaned: dict[str, str], back: str) -> HttpResponseBase:
    """Have the address asked; the answer is the same whoever has it and whatever they follow."""
    address = cleaned["email"]
    if not ratelimit.consume(request, action="follow", key=operations.digest_of(address)):
        return render(request, "errors/429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    operations.ask_by_address(
        acts.system(door=Door.PAGE), matter=matter.id, address=address, pace=cleaned["pace"],
        whole_kind=cleaned.get("what") == forms.KIND, language=act_of(request).language,
    )  # fmt: skip
    return HttpResponseRedirect(f"{request.path}?asked=yes")


def _follow(act: Act, matter: MatterShown, cleaned: dict[str, str]) -> None:
    operations.follow(
        act, matter=matter.id, way=cleaned["way"], pace=cleaned["pace"],
        whole_kind=cleaned.get("what") == forms.KIND,
    )  # fmt: skip


@page(allow=KNOWN)
def following(request: HttpRequest) -> HttpResponseBase:
    """All that somebody follows."""
    found = queries.following(act_of(request), cursor=lists.cursor_of(request))
    lines = tuple(FollowingLine(one, _told(one), words.moment(one.since_at)) for one in found.items)
    return render(
        request, "subscriptions/following.html", FollowingPage(lines, **lists.hrefs(request, found))
    )


@page(allow=KNOWN, reads=False)
def change(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """Be told otherwise, or follow it no longer."""
    act = act_of(request)
    shown = queries.followed(act, subscription=id)
    form = forms.change(request.POST or None, way=shown.way, pace=shown.pace)
    if request.method == "POST" and "end" in request.POST:
        operations.end(act.with_key(key_of(request)), subscription=id)
        messages.success(request, _("You do not follow this any more."))
        return HttpResponseRedirect(reverse("subscriptions:following"))
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        operations.change(
            act.with_key(key_of(request)), subscription=id, way=cleaned["way"], pace=cleaned["pace"]
        )
        messages.success(request, _("We tell you that way from now on."))
        return HttpResponseRedirect(reverse("subscriptions:following"))
    status = 422 if request.method == "POST" else 200
    return render(request, "subscriptions/change.html", ChangePage(form, shown), status=status)


@page(allow=KNOWN, reads=False)
def notices(request: HttpRequest) -> HttpResponseBase:
    """What somebody was told of, newest first; have read it all."""
    act = act_of(request)
    if request.method == "POST":
        operations.mark_read(act.with_key(key_of(request)))
        return HttpResponseRedirect(reverse("subscriptions:notices"))
    found = queries.notices(act, cursor=lists.cursor_of(request))
    lines = tuple((one, words.moment(one.at)) for one in found.items)
    shown = NoticesPage(lines, any(not one.is_read for one in found.items), **lists.hrefs(request, found))
    return render(request, "subscriptions/notices.html", shown)


@require_POST
@page(allow=KNOWN, reads=False)
def read(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """Have read one notice."""
    operations.mark_read(act_of(request).with_key(key_of(request)), notices=[id])
    return HttpResponseRedirect(reverse("subscriptions:notices"))


@page(allow=allow.anyone, reads=False)
def confirm(request: HttpRequest, token: str) -> HttpResponseBase:
    """Say that an address is one's own; following the link alone changes nothing, since mail is scanned."""
    act, subscription = acts.system(door=Door.PAGE), links.read(links.CONFIRM, token)
    shown = queries.by_link(act, subscription=subscription)
    if shown is None:
        raise NotFound(str(operations.TOO_LATE))
    if request.method == "POST":
        operations.confirm(act, subscription=subscription)
    return render(request, "subscriptions/confirm.html", LinkPage(shown.title, request.method == "POST"))


@csrf_exempt
@page(allow=allow.anyone, reads=False)
def end(request: HttpRequest, token: str) -> HttpResponseBase:
    """Follow something no longer, from the link in a message or the button of a mail program (RFC 8058, which
    posts without having seen a page). Whoever has left off already is told so."""
    act, subscription = acts.system(door=Door.PAGE), links.read(links.END, token)
    shown = queries.by_link(act, subscription=subscription)
    if request.method == "POST" and shown is not None:
        operations.end(act, subscription=subscription)
    is_done = request.method == "POST" or shown is None
    title = shown.title if shown else _("Something that is no longer shown")
    return render(request, "subscriptions/end.html", LinkPage(title, is_done))


def _told(shown: Following) -> str:
    """How somebody is told, in a few words."""
    if shown.way == forms.Way.PAGE:
        return _("Only here, under Notices")
    return _("A message once a day") if shown.pace == forms.Pace.DAILY else _("A message when it happens")

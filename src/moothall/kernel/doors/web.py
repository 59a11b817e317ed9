"""The web door: from a request to its act, and pages that ask and show as that act."""

import re
from collections.abc import Callable
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.backends.utils import csrf_input
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language

from moothall.kernel import act as acts
from moothall.kernel import busy, gate, navigation, places
from moothall.kernel.act import Act, Role
from moothall.kernel.allow import Condition
from moothall.kernel.doors import devices, presence, sizes
from moothall.kernel.doors.rendering import render
from moothall.kernel.manifest import Known, Words
from moothall.kernel.queries import organisations, people
from moothall.kernel.refusal import Busy, NotAllowed, NotFound, Refused

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Turned:
    """The context of a refusal nobody caught."""

    refusal: Refused


@dataclass(frozen=True, slots=True)
class Missing:
    """The context of the page for what is not there."""

    words: str


@dataclass(frozen=True, slots=True)
class Forbidden:
    """The context of the page for who may not: whose page it is, and whom they work for now."""

    whom: Words
    works_for: str


CSRF = "csrfmiddlewaretoken"
MOST_GUESTS = 10


class ActMiddleware:
    """Gives every request its act as ``request.act``, made when first asked for; turns refusals into
    pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        response = self.get_response(request)
        devices.keep(request, response)
        return response

    def process_exception(self, request: HttpRequest, failure: Exception) -> HttpResponseBase | None:
        """A refusal nobody caught becomes a page that says it; anything else is left to Django."""
        if isinstance(failure, DatabaseError):
            return _come_again(request, busy.in_words(failure))
        if isinstance(failure, Busy):
            return _come_again(request, failure)
        if isinstance(failure, NotFound):
            return self.process_exception_not_found(request, failure)
        if isinstance(failure, NotAllowed) and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse(settings.LOGIN_URL))
        if isinstance(failure, Refused):
            return render(request, "errors/refused.html", Turned(failure), status=failure.status)
        return None

    def process_exception_not_found(self, request: HttpRequest, failure: NotFound) -> HttpResponse:
        """The page for what is not there, or not for this act to see."""
        return render(request, "errors/404.html", Missing(failure.words), status=404)


def _come_again(request: HttpRequest, refusal: Busy | None) -> HttpResponse | None:
    """The page for when others were in the way, with what was typed, to be sent again; ``None`` when it was
    something else."""
    if refusal is None:
        return None
    said = {"refusal": refusal, "typed": _typed(request), "has_files": bool(request.FILES)}
    page = render_to_string("errors/busy.html", said, request=request)
    headers = {"Retry-After": str(refusal.again_after_seconds)}
    return HttpResponse(page, status=refusal.status, headers=headers)


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What was sent to a page of ours; never what was typed to sign in."""
    if request.resolver_match is None or not hasattr(request.resolver_match.func, "allow"):
        return []
    return [(name, str(value)) for name, some in request.POST.lists() for value in some if name != CSRF]


def act_of(request: HttpRequest) -> Act:
    """The act of this request: the same one however often it is asked for.

    Staff who have chosen an organisation act for it (with the permissions their membership gives at this
    moment); other signed-in people and guests act as residents, for themselves or under a mandate; everybody
    else as the public. Staff roles need a second factor in the session.
    """
    found: Act | None = getattr(request, "_moothall_act", None)
    if found is None:
        found = presence.act_for(request)
        request._moothall_act = found  # type: ignore[attr-defined]
    return found


def forget_act(request: HttpRequest) -> None:
    """Have the act made afresh, after the request has changed who is there."""
    request._moothall_act = None  # type: ignore[attr-defined]


def go_on_as(request: HttpRequest, act: Act) -> Act:
    """Have the rest of this request, its page's frame too, done in ``act``, such as staff's own as a
    resident."""
    request._moothall_act = act  # type: ignore[attr-defined]
    return act


def become_guest(request: HttpRequest, person: UUID) -> None:
    """Let this browser act as the guest ``person`` until its session ends. The session gets another key, so
    that nobody who planted the one before shares it."""
    request.session.cycle_key()
    request.session[presence.GUEST] = str(person)
    request.session[presence.GUESTS] = list(dict.fromkeys([*guests_of(request), str(person)]))[-MOST_GUESTS:]
    if request.user.is_authenticated:
        request.session[presence.OPENED] = str(person)
    forget_act(request)


def guests_of(request: HttpRequest) -> list[str]:
    """Whom this browser was known as in this session: nobody loses what they were in the middle of because
    they followed another link, or signed in."""
    return list(request.session.get(presence.GUESTS, ()))


def ask_code(request: HttpRequest, person: UUID, *, leads_to: str) -> HttpResponse:
    """To the page that sends ``person`` a code and asks for it, and then leads on."""
    request.session[presence.ASKED] = str(person)
    return HttpResponseRedirect(f"{navigation.page(Known.CODE)}?{urlencode({'next': leads_to})}")


def code_asked(request: HttpRequest) -> HttpResponse | None:
    """To that page, if the guest of this browser has to show a code before this act is theirs."""
    guest = request.session.get(presence.GUEST)
    if guest is None or request.user.is_authenticated or act_of(request).person is not None:
        return None
    return ask_code(request, UUID(guest), leads_to=request.get_full_path())


def local_path(text: str) -> str:
    """``text`` if it is a path of this place, else nothing."""
    is_ours = text.startswith("/") and url_has_allowed_host_and_scheme(text, allowed_hosts=None)
    return text if is_ours else ""


def page(*, allow: Condition, reads: bool = True, most_octets: int = sizes.FORM) -> Callable[[View], View]:
    """Make a view a page: only for acts that ``allow`` allows. A GET runs in one transaction of the act,
    unless the view says that it is not one that ``reads`` (because it acts, or streams). ``most_octets`` may
    be sent to it."""

    def decorate(view: View) -> View:
        @wraps(view)
        def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if "%00" in request.META.get("QUERY_STRING", ""):
                raise BadRequest("No address here has a zero byte in it.")
            act = act_of(request)
            if not allow.allows(act):
                return _turned_away(request, allow)
            is_one = reads and request.method in {"GET", "HEAD"}

            def answer() -> HttpResponseBase:
                with gate.reading(act_of(request)) if is_one else nullcontext():
                    return view(request, *args, **kwargs)

            return _by_any_of_them(request, answer)

        run.allow = allow  # type: ignore[attr-defined]
        run.most_octets = most_octets  # type: ignore[attr-defined]
        return run

    return decorate


def acts_of(request: HttpRequest) -> list[Act]:
    """The act of this request and, for somebody with an account who acts for themselves, one for each guest
    they were before they had it."""
    act = act_of(request)
    if not request.user.is_authenticated or act.role is not Role.RESIDENT or act.subject != act.person:
        return [act]
    return [act, *(act.on_behalf_of(guest) for guest in people.selves(act))]


def _by_any_of_them(request: HttpRequest, answer: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """What is not there for somebody's account may be there for a guest they were: it is theirs as well."""
    try:
        return answer()
    except (NotFound, Http404):
        for earlier in acts_of(request)[1:]:
            with suppress(NotFound, Http404):
                go_on_as(request, earlier)
                return answer()
        forget_act(request)
        raise


def key_of(request: HttpRequest) -> str | None:
    """The idempotency key a form carried in its hidden field ``key``, if any."""
    return request.POST.get("key") or None


def whole(text: str) -> int | None:
    """The number, from 0, that stands in an address or a form in up to nine plain digits; ``None`` for
    anything else. (``str.isdigit`` is true of "²" too, which is no number to ``int``.)"""
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None


def page_context(request: HttpRequest) -> dict[str, Any]:
    """What every template may use: the place, the act, the language."""
    return {
        "act": act_of(request),
        "place": places.place(),
        "csp_nonce": getattr(request, "csp_nonce", ""),
        "csrf_input": SimpleLazyObject(lambda: csrf_input(request)),
        "language": get_language() or "en",
    }


def _turned_away(request: HttpRequest, allow: Condition) -> HttpResponseBase:
    if not request.user.is_authenticated:
        to_sign_in = redirect_to_login(request.get_full_path(), reverse(settings.LOGIN_URL))
        return code_asked(request) or to_sign_in
    if not presence.has_second_factor(request) and request.session.get(presence.ORGANISATION):
        return HttpResponseRedirect(reverse("mfa_index"))
    found = _could_act_for(request, allow) if request.method in {"GET", "HEAD"} else []
    if len(found) == 1:
        request.session[presence.ORGANISATION] = str(found[0])
        return HttpResponseRedirect(request.get_full_path())
    if found:
        return HttpResponseRedirect(
            f"{reverse('kernel:acting')}?{urlencode({'next': request.get_full_path()})}"
        )
    act = act_of(request)
    ours = organisations.organisation(act, id=act.organisation) if act.organisation else None
    words = Forbidden(whom=allow.words, works_for=ours.name if ours else "")
    return render(request, "errors/403.html", words, status=403)


def _could_act_for(request: HttpRequest, allow: Condition) -> list[UUID]:
    """The organisations for which somebody who has not chosen any could see a page: a link to it leads on."""
    person = act_of(request).actor
    if any(request.session.get(key) for key in (presence.ORGANISATION, presence.SUBJECT, presence.OPENED)):
        return []
    held = [row.organisation_id for row in people.memberships(acts.resident(person))]
    tried = ((organisation, presence.staff_act(person, organisation, "en")) for organisation in held)
    return [organisation for organisation, act in tried if act is not None and allow.allows(act)]

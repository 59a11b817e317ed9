"""The second thing that some services ask of whoever follows a link on a new device: a code, sent by the way
the person chose."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from moothall.foundations.messages import operations, rules
from moothall.foundations.messages.forms import CodeTyped
from moothall.kernel import act as acts
from moothall.kernel import allow, guarding, navigation
from moothall.kernel.act import Door
from moothall.kernel.doors import codes, devices, limits, presence, web
from moothall.kernel.doors.limits import Limit
from moothall.kernel.links import masked
from moothall.kernel.queries import people
from moothall.kernel.queries.people import PersonShown

TO_A_PERSON = Limit("codes to a person", 3)
BY_A_VISITOR = Limit("codes by a visitor", 10)


@web.page(allow=allow.anyone, reads=False)
def code(request: HttpRequest) -> HttpResponse:
    """Send a code to whoever the link was for and let in who types it; then on to where they were going.
    Whoever has followed no link that asks for one is led to where links are sent again."""
    asked = presence.as_uuid(request.session.get(presence.ASKED))
    shown = people.person(acts.system(door=Door.PAGE), id=asked) if asked else None
    if shown is None or shown.personal is None:
        return HttpResponseRedirect(navigation.home())
    if request.method != "POST":
        return _drawn(request, shown, CodeTyped())
    return _typed(request, shown) if "code" in request.POST else _send(request, shown)


def _send(request: HttpRequest, shown: PersonShown) -> HttpResponse:
    """Send a code, unless too many were sent within the hour."""
    visitor = limits.visitor(request)
    if (visitor is not None and not BY_A_VISITOR.allows(visitor)) or not TO_A_PERSON.allows(str(shown.id)):
        words = _("We have sent several codes within an hour. Use the newest one, or try again in an hour.")
        return _drawn(request, shown, CodeTyped(), refusal=words, status=429)
    act = acts.system(door=Door.PAGE)
    organisation = guarding.guarded_by(act, shown.id)
    if organisation is not None:
        operations.send_code(act, person=shown.id, organisation=organisation)
    return HttpResponseRedirect(_sent_href(request))


def _typed(request: HttpRequest, shown: PersonShown) -> HttpResponse:
    """Let in whoever typed the right code, and remember their device."""
    form = CodeTyped(request.POST)
    if form.is_valid() and codes.accepts(shown.id, form.cleaned_data["code"]):
        del request.session[presence.ASKED]
        web.become_guest(request, shown.id)
        devices.remember(request, shown.id)
        return HttpResponseRedirect(_leads_to(request))
    if form.is_valid():
        form.add_error("code", _("This is not the code, or it no longer works. Look for the newest message."))
    return _drawn(request, shown, form, status=422)


def _drawn(
    request: HttpRequest, shown: PersonShown, form: CodeTyped, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    way, address = rules.way_to(shown.personal or {})
    page: dict[str, Any] = {
        "form": form,
        "where": _where(way, address),
        "is_email": way == "email",
        "is_sent": "sent" in request.GET or bool(refusal),
        "sent_href": _sent_href(request),
        "refusal": refusal,
    }
    return render(request, "messages/code.html", page, status=status)


def _sent_href(request: HttpRequest) -> str:
    """This page with the field for the code, leading on as before."""
    return f"{request.path}?{urlencode({'sent': 'yes', 'next': _leads_to(request)})}"


def _leads_to(request: HttpRequest) -> str:
    return web.local_path(request.GET.get("next", "")) or navigation.home()


def _where(way: str, address: str) -> str:
    """How the code comes, without telling more than whoever has the link knows already."""
    if way == "email":
        return _("We send it by email to %(address)s.") % {"address": masked(address)}
    if way == "sms":
        return _("We send it as a text message to the number that ends in %(end)s.") % {"end": address[-2:]}
    if way == "letter":
        return _("Somebody posts it to you. It works for seven days.")
    return _("Somebody phones you and tells you. It works for seven days.")

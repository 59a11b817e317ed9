"""The page of a link that somebody was sent: whose it is, and a button. Following it changes nothing by
itself."""

import re
from dataclasses import dataclass
from http import HTTPStatus

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from moothall.kernel import act as acts
from moothall.kernel import allow, navigation
from moothall.kernel.act import Door
from moothall.kernel.doors import devices, web
from moothall.kernel.doors.rendering import render
from moothall.kernel.manifest import Known
from moothall.kernel.operations import people
from moothall.kernel.queries import people as people_queries
from moothall.kernel.queries.people import PersonShown

SECRET = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class LinkPage:
    """What ``kernel/link.html`` shows."""

    address: str
    is_other: bool


@dataclass(frozen=True, slots=True)
class LinkOverPage:
    """What ``kernel/link_over.html`` shows."""

    link_again: str


@web.page(allow=allow.anyone, reads=False)
def follow(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Let somebody back in by the link they were sent, once they have seen where it was sent and press the
    button.

    A guest is let in by the link itself, or on a new device by a code as well, if a service of theirs asks
    for one; whoever has an account signs in first. A link that has run out, or
    is none, says so.
    """
    found = people_queries.link_shown(acts.system(door=Door.PAGE), secret=secret)
    if found is None:
        return _over(request, secret)
    shown, leads_to = found
    leads_to = web.local_path(leads_to) or "/"
    if web.act_of(request).person == shown.id:
        return HttpResponseRedirect(leads_to)
    if shown.assurance != "guest":
        return redirect_to_login(leads_to, reverse("account_login"))
    if request.method != "POST":
        return _asked(request, shown)
    people.follow_link(acts.system(door=Door.PAGE), secret=secret)
    if devices.asks_code(request, shown.id):
        return web.ask_code(request, shown.id, leads_to=leads_to)
    web.become_guest(request, shown.id)
    devices.came_by_link(request, shown.id)
    return HttpResponseRedirect(leads_to)


@web.page(allow=allow.anyone, reads=False)
def mend(request: HttpRequest, rest: str) -> HttpResponseBase:
    """A link that was followed with what stood after it in the message: without that."""
    return _over(request, rest)


def _asked(request: HttpRequest, shown: PersonShown) -> HttpResponseBase:
    page = LinkPage(
        address=masked(shown.email or ""),
        is_other=web.guests_of(request) != [],
    )
    return render(request, "kernel/link.html", page)


def _over(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Without what a message may put after a link, or the page that says it does not work."""
    clean = SECRET.match(secret)
    if clean and clean[0] != secret:
        return HttpResponseRedirect(reverse("kernel:follow_link", args=[clean[0]]))
    return render(
        request,
        "kernel/link_over.html",
        LinkOverPage(
            link_again=navigation.page(Known.LOST_LINK),
        ),
        status=HTTPStatus.NOT_FOUND,
    )


def masked(address: str) -> str:
    """An email address of which only who has it knows the rest: ``ad•••@w•••.example``."""
    name, _, host = address.partition("@")
    domain, _, ending = host.rpartition(".")
    return f"{name[:2]}•••@{domain[:1]}•••.{ending}" if name and domain else ""

"""Getting the links to one's requests again."""

from dataclasses import dataclass
from http import HTTPStatus

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from moothall.design.forms import Form
from moothall.foundations.cases import forms
from moothall.foundations.cases.operations import links
from moothall.kernel import act as acts
from moothall.kernel import allow
from moothall.kernel.act import Door
from moothall.kernel.doors import web
from moothall.kernel.doors.rendering import render


@dataclass(frozen=True, slots=True)
class LinkAgainPage:
    """What ``cases/link_again.html`` shows."""

    form: Form
    is_sent: bool


@web.page(allow=allow.anyone, reads=False)
def link_again(request: HttpRequest) -> HttpResponseBase:
    """Ask for an address alone; say always the same, whether or not something was sent."""
    form = forms.link_again(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, action="link_again"):
            return render(request, "errors/429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
        links.ask_for_links(acts.system(door=Door.PAGE), address=form.cleaned_data["where"])
        return HttpResponseRedirect(reverse("cases:link_again") + "?sent=yes")
    return render(
        request,
        "cases/link_again.html",
        LinkAgainPage(
            form=form,
            is_sent="sent" in request.GET,
        ),
    )

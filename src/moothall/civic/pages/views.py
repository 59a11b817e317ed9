"""Showing the place's own pages."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from markupsafe import Markup

from moothall.civic.pages import prose, queries
from moothall.civic.pages.queries import PageShown
from moothall.kernel import allow
from moothall.kernel.doors.rendering import render
from moothall.kernel.doors.web import act_of, page
from moothall.kernel.refusal import NotFound


@dataclass(frozen=True, slots=True)
class PagePage:
    """What ``pages/page.html`` shows."""

    page: PageShown
    text: Markup


@page(allow=allow.anyone)
def about(request: HttpRequest, name: str = "about") -> HttpResponse:
    """One page about the place."""
    found = queries.page(act_of(request), name=name)
    if found is None:
        raise NotFound(_("There is no such page."))
    return render(
        request,
        "pages/page.html",
        PagePage(
            page=found,
            text=prose.drawn(found.text),
        ),
    )

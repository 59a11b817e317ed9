"""Showing the place's own pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from moothall.civic.pages import prose, queries
from moothall.kernel import allow
from moothall.kernel.doors.web import act_of, page
from moothall.kernel.refusal import NotFound


@page(allow=allow.anyone)
def about(request: HttpRequest, name: str = "about") -> HttpResponse:
    """One page about the place."""
    found = queries.page(act_of(request), name=name)
    if found is None:
        raise NotFound(_("There is no such page."))
    return render(request, "pages/page.html", {"page": found, "text": prose.drawn(found.text)})

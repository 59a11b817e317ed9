"""The page of an organisation."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from moothall.foundations.directory import queries
from moothall.foundations.directory.queries.found import ServiceFound
from moothall.foundations.directory.queries.organisations import OrganisationDetail
from moothall.foundations.directory.views import presenters
from moothall.foundations.directory.views.presenters import Hours
from moothall.kernel import allow
from moothall.kernel.doors import lists
from moothall.kernel.doors.rendering import render
from moothall.kernel.doors.web import act_of, page
from moothall.kernel.refusal import NotFound

PAGE = 50


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """What ``directory/organisation.html`` shows."""

    organisation: OrganisationDetail
    description: Sequence[str]
    results: Sequence[tuple[ServiceFound, Sequence[str | tuple[str, str]]]]
    next_href: str
    first_href: str
    hours: Sequence[Hours]
    identifiers: Any
    places: Sequence[tuple[str, Sequence[str]]]


@page(allow=allow.anyone)
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """One organisation: what it does, its services and places, how to get in touch."""
    act = act_of(request)
    found = queries.organisation_page(act, slug=slug, cursor=lists.cursor_of(request), limit=PAGE)
    if found is None:
        raise NotFound(_("There is no such organisation here."))
    now = presenters.local(act.at)
    context = OrganisationPage(
        organisation=found,
        description=presenters.paragraphs(found.description),
        results=[(each, presenters.chips(each, now=now)) for each in found.services.items],
        **lists.hrefs(request, found.services),
        hours=presenters.hours(found.document.get("opening_hours", ()), today=now.date()),
        identifiers=found.document.get("organization_identifiers", ()),
        places=[(each.name, presenters.address_lines(each.document)) for each in found.places],
    )
    return render(request, "directory/organisation.html", context)

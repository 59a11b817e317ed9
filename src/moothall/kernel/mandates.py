"""The page on which somebody sees who may act for them, and ends it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from moothall.kernel import act as acts
from moothall.kernel import allow
from moothall.kernel.act import Door
from moothall.kernel.doors import presence, web
from moothall.kernel.doors.rendering import render
from moothall.kernel.operations import people as people_operations
from moothall.kernel.queries import people as people_queries
from moothall.kernel.queries.people import MandateGiven, PersonShown
from moothall.kernel.refusal import NotFound


@dataclass(frozen=True, slots=True)
class MandateLine:
    """Somebody who may act for whoever looks: who, for what, until when."""

    id: UUID
    who: str
    services: tuple[str, ...]
    is_for_everything: bool
    until_at: datetime | None


@dataclass(frozen=True, slots=True)
class MandatesPage:
    """What ``kernel/mandates.html`` shows."""

    lines: tuple[MandateLine, ...]


@web.page(allow=allow.somebody, reads=False)
def mandates(request: HttpRequest) -> HttpResponseBase:
    """Who may act for whoever looks; end it."""
    me = acts.resident(web.act_of(request).actor)
    if request.method == "POST":
        chosen = presence.as_uuid(request.POST.get("mandate"))
        if chosen is None:
            raise NotFound(_("We could not find that permission."))
        people_operations.revoke_mandate(me, mandate=chosen)
        messages.success(request, _("They may not act for you any more."))
        return HttpResponseRedirect(reverse("kernel:mandates"))
    given = people_queries.mandates_given(me)
    names = people_queries.people(acts.system(door=Door.PAGE), ids=[one.agent_id for one in given])
    return render(request, "kernel/mandates.html", MandatesPage(tuple(_line(one, names) for one in given)))


def _line(one: MandateGiven, names: Mapping[UUID, PersonShown]) -> MandateLine:
    known = names.get(one.agent_id)
    who = ", ".join(name for name in (known.name if known else "", one.organisation) if name)
    services = tuple(name for name in one.services if name != "everything")
    return MandateLine(one.id, who, services, "everything" in one.services, one.until_at)

"""The page of a matter that is about nobody."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moothall.design import words
from moothall.foundations.threads import queries
from moothall.foundations.threads.queries import Thread
from moothall.kernel import allow
from moothall.kernel.doors.web import act_of, page
from moothall.kernel.refusal import NotFound

WHY: Mapping[str, Promise] = {
    "personal": gettext_lazy("It said something about a person."),
    "harmful": gettext_lazy("It hurt or threatened somebody."),
    "unlawful": gettext_lazy("The law does not let us show it."),
    "misplaced": gettext_lazy("It did not belong here."),
}
GONE = 410


@page(allow=allow.anyone)
def thread(request: HttpRequest, reference: str) -> HttpResponse:
    """What it is, where it stands, what happened, its files, the panels of capabilities; of one that was
    hidden, why."""
    act = act_of(request)
    try:
        found = queries.thread(act, reference=reference)
    except NotFound:
        hidden = queries.hidden(act, reference=reference)
        if hidden is None:
            raise
        why = WHY.get(hidden.reason, "")
        return render(request, "threads/hidden.html", {"why": why, "at": hidden.at}, status=GONE)
    shown = {"thread": found, "items": _items(found)}
    panels = queries.panels(act, matter=found.id, asked=request.GET.dict())
    return render(request, "threads/thread.html", shown | {"panels": panels})


def _items(found: Thread) -> list[dict[str, Any]]:
    items = [asdict(entry) | {"when": words.moment(entry.at)} for entry in found.entries]
    upcoming = found.place.next if found.place and found.closed_at is None else ""
    return (
        [*items, {"what": upcoming or _("We look at it."), "state": "next"}] if not found.closed_at else items
    )

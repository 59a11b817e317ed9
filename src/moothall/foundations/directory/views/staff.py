"""An organisation's own entries: confirm that they are right, or put them right."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from moothall.foundations.directory import operations, queries
from moothall.foundations.directory.operations.entries import EDITABLE
from moothall.foundations.directory.queries.one import OwnEntry
from moothall.foundations.directory.views import presenters
from moothall.foundations.directory.views.forms import EntryForm
from moothall.kernel import allow, clock
from moothall.kernel.act import Act
from moothall.kernel.doors import lists
from moothall.kernel.doors.rendering import render
from moothall.kernel.doors.web import act_of, key_of, page
from moothall.kernel.refusal import NotFound, Refused

PAGE = 50


@dataclass(frozen=True, slots=True)
class EntriesPage:
    """What ``directory/entries.html`` shows."""

    entries: Sequence[tuple[OwnEntry, str | tuple[str, str]]]
    due: int
    next_href: str
    first_href: str


@dataclass(frozen=True, slots=True)
class EntryPage:
    """What ``directory/entry.html`` shows."""

    form: EntryForm
    service: OwnEntry
    key: str


@page(allow=allow.staff("directory.edit"))
def entries(request: HttpRequest) -> HttpResponse:
    """The organisation's entries with how fresh each is."""
    act = act_of(request)
    found = queries.own_entries(act, cursor=lists.cursor_of(request), limit=PAGE)
    today = presenters.local(act.at).date()
    context = EntriesPage(
        entries=[(each, presenters.freshness(each.assured_date, today=today)) for each in found.items],
        due=sum(_is_due(each, act) for each in found.items),
        **lists.hrefs(request, found),
    )
    return render(request, "directory/entries.html", context)


@require_POST
@page(allow=allow.staff("directory.edit"))
def assure(request: HttpRequest, id: UUID) -> HttpResponse:
    """Confirm an entry."""
    act = act_of(request).with_key(key_of(request))
    operations.assure_entry(act, service=id)
    messages.success(request, _("Thank you. People can see that the entry was checked today."))
    return redirect("directory:entries")


@page(allow=allow.staff("directory.edit"))
def entry(request: HttpRequest, id: UUID) -> HttpResponse:
    """Change an entry; changing confirms it."""
    act = act_of(request)
    found = queries.own_entry(act, id=id)
    if found is None:
        raise NotFound(_("We could not find that entry among those of your organisation."))
    if request.method != "POST":
        return _draw(request, found, EntryForm(initial=_initial(found)))
    form = EntryForm(request.POST)
    if form.is_valid() and _change(act.with_key(key_of(request)), found, form):
        messages.success(request, _("Changed, and marked as checked today."))
        return redirect("directory:entries")
    return _draw(request, found, form)


def _change(act: Act, found: OwnEntry, form: EntryForm) -> bool:
    try:
        operations.change_entry(act, service=found.id, fields=dict(form.cleaned_data))
    except Refused as refused:
        form.add_refusal(refused)
        return False
    return True


def _draw(request: HttpRequest, found: OwnEntry, form: EntryForm) -> HttpResponse:
    return render(
        request,
        "directory/entry.html",
        EntryPage(
            form=form,
            service=found,
            key=clock.token(),
        ),
    )


def _initial(found: OwnEntry) -> dict[str, Any]:
    return {name: found.document.get(name, "") for name in EDITABLE} | {"status": found.status}


def _is_due(found: OwnEntry, act: Act) -> bool:
    assured = found.assured_date
    return assured is None or (act.at.date() - assured).days > presenters.FRESH_DAYS

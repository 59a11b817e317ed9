"""Changes of rules on their way: proposing one, and what a draft of a service would mean for its rules."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from moothall.foundations.rules import forms
from moothall.foundations.rules.operations import drafting
from moothall.foundations.rules.queries import books, changes
from moothall.foundations.rules.views.books import around, chosen_edition
from moothall.foundations.rules.views.previewing import preview
from moothall.kernel import allow, clock, navigation
from moothall.kernel.act import Act
from moothall.kernel.doors.web import act_of, key_of, page
from moothall.kernel.gate import reading
from moothall.kernel.manifest import Known
from moothall.kernel.refusal import NotFound, Refused
from moothall.services.queries import drafts

DRAFTS = allow.staff("packs.draft")


@page(allow=DRAFTS)
def meaning_page(request: HttpRequest, pack: str, name: str, draft: UUID) -> HttpResponse:
    """What a draft of a service would mean for one set of its rules."""
    act = act_of(request)
    with reading(act):
        shown = drafts.draft(act, id=draft)
        book = books.book(act, pack=pack, name=name)
        change = changes.change_of(book.pack.files, shown.texts, name)
        if shown.pack != pack or change is None:
            raise NotFound(_("This draft does not change these rules."))
        content = around(act, book, chosen_edition(act, book, "")) | {
            "change": preview(act, book, **change),
            "draft_href": navigation.page(Known.DRAFT, draft),
        }
    return render(request, "rules/meaning.html", content)


@page(allow=DRAFTS)
def take_out(request: HttpRequest, pack: str, name: str) -> HttpResponse:
    """Propose that a version which has not begun is taken out."""
    act = act_of(request)
    with reading(act):
        book = books.book(act, pack=pack, name=name)
        edition = chosen_edition(act, book, request.GET.get("version", ""))
        content = around(act, book, edition) | {"key": clock.token(), "base": book.pack.id}
        content["change"] = preview(act, book, path=edition.path, text="", instead_of="")
    form = forms.reason(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return propose(
                request, act, pack=pack, path=edition.path, text="", base=book.pack.id,
                reason=form.cleaned_data["reason"],
            )  # fmt: skip
        except Refused as refused:
            form.add_refusal(refused)
    status = 422 if form.errors else 200
    return render(request, "rules/take_out.html", content | {"form": form}, status=status)


def propose(request: HttpRequest, act: Act, **change: Any) -> HttpResponse:
    """Propose a change and go to the page of its draft."""
    made = drafting.propose_rules(act.with_key(key_of(request)), **change)
    messages.success(
        request, _("Nothing is published yet. Somebody else who publishes services has to look at it first.")
    )
    return HttpResponseRedirect(navigation.page(Known.DRAFT, made))

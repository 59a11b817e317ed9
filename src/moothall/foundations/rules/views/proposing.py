"""A second pair of eyes: a change of rules is looked at by somebody else, and published or sent back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from moothall.foundations.rules import forms
from moothall.foundations.rules.operations import publishing
from moothall.foundations.rules.queries import books
from moothall.foundations.rules.queries import proposals as proposed
from moothall.foundations.rules.queries.proposals import Proposed
from moothall.foundations.rules.views.books import READS, around, chosen_edition
from moothall.foundations.rules.views.presenters import pages
from moothall.foundations.rules.views.previewing import preview
from moothall.kernel import allow, clock
from moothall.kernel.act import Act
from moothall.kernel.doors.web import act_of, key_of, page
from moothall.kernel.gate import reading
from moothall.kernel.refusal import NotFound, Refused
from moothall.services.operations.packs import PackRefused

PUBLISHES = allow.staff(proposed.PUBLISH)


@page(allow=READS, reads=False)
def proposal_page(request: HttpRequest, pack: str, name: str, proposal: UUID) -> HttpResponse:
    """One proposed change: who wants it and why, what it would mean, and the buttons to decide."""
    act = act_of(request)
    with reading(act):
        shown, content = _content(act, pack, name, proposal)
    if request.method != "POST":
        return render(request, "rules/proposal.html", content | {"form": forms.remark()})
    form = forms.remark(request.POST)
    form.is_valid()
    try:
        return _decided(request, act, shown, form.cleaned_data.get("remark", ""))
    except PackRefused as mistaken:
        content["problems"] = list(mistaken.problems)
        status = mistaken.status
    except Refused as refused:
        form.add_refusal(refused)
        status = refused.status
    return render(request, "rules/proposal.html", content | {"form": form}, status=status)


@page(allow=PUBLISHES)
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
    """Propose a change and go to its page; where nobody else could look at it, publish it at once."""
    made = publishing.propose_rules(act.with_key(key_of(request)), **change)
    shown = proposed.proposal(act, id=made)
    if not proposed.others_may_publish(act):
        return _published(request, act, shown)
    messages.success(
        request, _("Nothing is published yet. Somebody else who publishes services has to look at it first.")
    )
    return HttpResponseRedirect(reverse("rules:proposal", args=[shown.pack, shown.rules, shown.id]))


def _content(act: Act, pack: str, name: str, id: UUID) -> tuple[Proposed, dict[str, Any]]:
    shown = proposed.proposal(act, id=id)
    if (shown.pack, shown.rules) != (pack, name):
        raise NotFound(_("There is no such change of your organisation's rules."))
    book = books.book(act, pack=pack, name=name)
    edition = chosen_edition(act, book, "")
    may = act.may(proposed.PUBLISH)
    content = around(act, book, edition) | {
        "proposal": shown,
        "key": clock.token(),
        "problems": [],
        "change": None,
    }
    content |= {
        "may_publish": may and (not shown.is_mine or not proposed.others_may_publish(act)),
        "may_decline": may,
        "outcome": pages.outcome(shown),
        "is_overtaken": shown.is_waiting and shown.base != book.pack.id,
    }
    if shown.is_waiting and not content["is_overtaken"]:
        content["change"] = preview(act, book, path=shown.path, text=shown.text, instead_of=shown.instead_of)
    return shown, content


def _decided(request: HttpRequest, act: Act, shown: Proposed, remark: str) -> HttpResponse:
    if "publish" in request.POST:
        return _published(request, act, shown)
    publishing.decline_rules(act.with_key(key_of(request)), proposal=shown.id, remark=remark)
    words = _("Taken back.") if shown.is_mine else _("Sent back. %(who)s sees why.")
    messages.success(request, words % {"who": shown.proposed_by})
    return HttpResponseRedirect(reverse("rules:book", args=[shown.pack, shown.rules]))


def _published(request: HttpRequest, act: Act, shown: Proposed) -> HttpResponse:
    publishing.publish_rules(act.with_key(f"{key_of(request)}-publish"), proposal=shown.id)
    messages.success(
        request,
        _("Published. Who begins now is decided by these rules; who has begun finishes on the ones before."),
    )
    return HttpResponseRedirect(reverse("rules:book", args=[shown.pack, shown.rules]))

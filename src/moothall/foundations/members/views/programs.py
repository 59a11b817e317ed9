"""The programs that act for an organisation: letting one in, changing its key, shutting it out."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from moothall.foundations.members.forms import program_form
from moothall.kernel import allow, clock, places, scopes
from moothall.kernel.act import Act
from moothall.kernel.doors import lists
from moothall.kernel.doors.web import act_of, key_of, page
from moothall.kernel.operations import programs as operations
from moothall.kernel.queries import programs as queries
from moothall.kernel.refusal import Refused

MANAGE = allow.staff("people.manage")
PAGE = 50


@page(allow=MANAGE)
def programs(request: HttpRequest) -> HttpResponse:
    """The organisation's programs, newest first."""
    found = queries.programs(act_of(request), cursor=lists.cursor_of(request), limit=PAGE)
    shown = {"programs": found.items, "scope_words": _in_words, **lists.hrefs(request, found)}
    return render(request, "members/programs.html", shown)


@page(allow=MANAGE, reads=False)
def make(request: HttpRequest) -> HttpResponse:
    """Ask what the program is and what it may do; let it in, and show its key this once."""
    act = act_of(request)
    asked = program_form(act.permissions)
    form = asked(request.POST) if request.method == "POST" else asked()
    if request.method == "POST" and form.is_valid():
        try:
            made = _made(act.with_key(key_of(request)), form.cleaned_data)
        except Refused as refused:
            form.add_refusal(refused)
        else:
            return _show_key(request, made)
    status = 422 if request.method == "POST" else 200
    return render(request, "members/program_new.html", {"form": form, "key": clock.token()}, status=status)


@page(allow=MANAGE)
def program(request: HttpRequest, id: UUID) -> HttpResponse:
    """One program: what it may do in words, who made it, when it was last used."""
    found = queries.program(act_of(request), id=id)
    opened = [(_in_words([scope]), scope, scopes.opened(scope)) for scope in found.scopes]
    shown = {"program": found, "opened": opened, "open_to_all": scopes.opened_to_all()}
    return render(request, "members/program.html", shown)


@page(allow=MANAGE, reads=False)
def rotate(request: HttpRequest, id: UUID) -> HttpResponse:
    """Ask whether to change the key; change it, and show the new one this once."""
    act = act_of(request)
    if request.method == "POST":
        return _show_key(request, operations.rotate_key(act.with_key(key_of(request)), program=id))
    shown = {"program": queries.program(act, id=id), "key": clock.token()}
    return render(request, "members/program_rotate.html", shown)


@page(allow=MANAGE, reads=False)
def revoke(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """Ask whether to shut the program out; do so."""
    act = act_of(request)
    if request.method != "POST":
        return render(request, "members/program_revoke.html", {"program": queries.program(act, id=id)})
    operations.revoke_program(act, program=id)
    messages.success(request, _("The program is shut out. Its key opens nothing any more."))
    return HttpResponseRedirect(reverse("members:programs"))


def _made(act: Act, told: dict[str, Any]) -> operations.NewKey:
    day = told.get("ends")
    return operations.make_program(
        act,
        organisation=act.own_organisation,
        title=told["title"],
        scopes=told["scopes"],
        ends_at=places.end_of(day) if day else None,
    )


def _show_key(request: HttpRequest, made: operations.NewKey) -> HttpResponse:
    program = queries.program(act_of(request), id=made.program)
    shown = {
        "program": program,
        "secret": made.key,
        "token_address": request.build_absolute_uri(reverse("kernel:oauth_token")),
    }
    response = render(request, "members/program_key.html", shown)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _in_words(wanted: list[str]) -> str:
    """Scopes in words, for one line."""
    known = scopes.useful()
    return ", ".join(known.get(scope, scope) for scope in wanted)

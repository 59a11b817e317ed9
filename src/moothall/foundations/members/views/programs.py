"""The programs that act for an organisation: letting one in, changing its key, shutting it out."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from moothall.design import cells, words
from moothall.design.forms import Form
from moothall.design.pages import Ask, Asking, Column, Detail, Empty, Listing, Way, as_found, asking, bound
from moothall.design.pages.asking import Answers
from moothall.foundations.members.forms import program_form
from moothall.foundations.members.views import presenters
from moothall.foundations.members.views.staff import MANAGE, PEOPLE
from moothall.kernel import places
from moothall.kernel.act import Act
from moothall.kernel.doors.rendering import render
from moothall.kernel.doors.web import act_of, page
from moothall.kernel.operations import programs as operations
from moothall.kernel.queries import programs as queries
from moothall.kernel.queries.programs import ProgramShown

ALL = Way(lazy("Programs"), "members:programs")

PROGRAMS = Listing(
    title=lazy("Programs"),
    lead=lazy("Programs that act for your organisation here, each within what you let it do."),
    back=PEOPLE,
    ways=(Way(lazy("Let a program in"), "members:program_new", is_main=True),),
    below=(Way(lazy("What programs can ask and do here"), "kernel:api"),),
    caption=lazy("Programs, newest first"),
    query=queries.programs,
    rows=as_found,
    columns=(
        Column(lazy("Program"), presenters.program_name),
        Column(lazy("What it may do"), lambda one: presenters.scopes_in_words(one.scopes)),
        Column(lazy("Made by"), lambda one: one.made_by or cells.NOTHING),
        Column(lazy("Last used"), presenters.last_used),
        Column(lazy("Ends"), presenters.ends),
    ),
    empty=Empty(lazy("No programs"), lazy("No program acts for you here.")),
)


@dataclass(frozen=True, slots=True)
class KeyShown:
    """The context of the page that shows a key, this once."""

    program: ProgramShown
    secret: str
    token_address: str


@page(allow=MANAGE)
def programs(request: HttpRequest) -> HttpResponse:
    """The organisation's programs, newest first."""
    return PROGRAMS.drawn(request)


@page(allow=MANAGE, reads=False)
def make(request: HttpRequest) -> HttpResponseBase:
    """Ask what the program is and what it may do; let it in, and show its key this once."""
    asked = Asking(
        title=_("Let a program in"),
        back=(ALL.href, ALL.text),
        words=[
            _(
                "It gets a key. Whoever has the key can do what you choose here, in the name of your"
                " organisation: choose no more than it needs, and keep the key as you would a password."
            )
        ],
        ask=Ask(bound(request, program_form(act_of(request).permissions)), _("Make its key")),
    )
    return asking(request, asked, lambda act, told: _show_key(request, _made(act, told)))


@page(allow=MANAGE)
def program(request: HttpRequest, id: UUID) -> HttpResponse:
    """One program: what it may do in words, who made it, when it was last used."""
    found = queries.program(act_of(request), id=id)
    change = cells.button(_("Change its key"), reverse("members:program_rotate", args=[id]), "secondary")
    revoke = cells.button(_("Shut it out"), reverse("members:program_revoke", args=[id]), "warning")
    return Detail(
        title=found.title,
        back=(ALL.href, ALL.text),
        tag=cells.tag(_("Ended"), "careful") if found.has_ended else cells.NO_MARKUP,
        panels=[*presenters.program_panels(found), cells.words(change, revoke)],
    ).drawn(request)


@page(allow=MANAGE, reads=False)
def rotate(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """Ask whether to change the key; change it, and show the new one this once."""
    found, here = queries.program(act_of(request), id=id), reverse("members:program", args=[id])
    asked = Asking(
        title=_("Change the key of %(title)s?") % {"title": found.title},
        back=(here, found.title),
        words=[
            _(
                "The key it has now stops working at once, and so do the tokens it got for it. Whoever runs"
                " the program has to put the new one in."
            )
        ],
        ask=Ask(bound(request, Form), _("Change the key")),
        instead=(here, _("Keep the key")),
    )
    return asking(
        request, asked, lambda act, told: _show_key(request, operations.rotate_key(act, program=id))
    )


@page(allow=MANAGE, reads=False)
def revoke(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """Ask whether to shut the program out; do so."""
    found, here = queries.program(act_of(request), id=id), reverse("members:program", args=[id])
    used = words.moment(found.last_used_at) if found.last_used_at else ""
    asked = Asking(
        title=_("Shut %(title)s out?") % {"title": found.title},
        back=(here, found.title),
        words=[
            _(
                "Its key opens nothing from now on. This cannot be undone; you can let it in again with"
                " another key."
            ),
            *([_("It was last used on %(moment)s.") % {"moment": used}] if used else []),
        ],
        ask=Ask(bound(request, Form), _("Shut it out"), kind="warning"),
        instead=(here, _("Let it go on")),
    )
    return asking(
        request,
        asked,
        lambda act, told: operations.revoke_program(act, program=id),
        leads_to=ALL.href,
        done=_("The program is shut out. Its key opens nothing any more."),
    )


def _made(act: Act, told: Answers) -> operations.NewKey:
    day = told.get("ends")
    return operations.make_program(
        act,
        organisation=act.own_organisation,
        title=told["title"],
        scopes=told["scopes"],
        ends_at=places.end_of(day) if day else None,
    )


def _show_key(request: HttpRequest, made: operations.NewKey) -> HttpResponse:
    shown = KeyShown(
        program=queries.program(act_of(request), id=made.program),
        secret=made.key,
        token_address=request.build_absolute_uri(reverse("kernel:oauth_token")),
    )
    response = render(request, "members/program_key.html", shown)
    response.headers["Cache-Control"] = "private, no-store"
    return response

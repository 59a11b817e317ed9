"""Who works here, inviting somebody, and the invitations that wait."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from moothall.foundations.members import operations, queries
from moothall.foundations.members.forms import invite_form, role_words, team_of
from moothall.kernel import allow, clock, notices
from moothall.kernel.act import Act
from moothall.kernel.doors import lists
from moothall.kernel.doors.web import act_of, key_of, page
from moothall.kernel.operations import organisations as organisation_operations
from moothall.kernel.queries import organisations, roles
from moothall.kernel.refusal import Refused

MANAGE = allow.staff("people.manage")
PAGE = 50


def _may_end(act: Act, member: queries.Member) -> bool:
    """Whether the reader is offered to end this membership: not their own."""
    return member.person != act.person


@page(allow=MANAGE)
def members(request: HttpRequest) -> HttpResponse:
    """The members of the organisation, in the order they joined."""
    found = queries.members(act_of(request), cursor=lists.cursor_of(request), limit=PAGE)
    shown = {
        "members": found.items,
        "role_words": role_words,
        "may_end": partial(_may_end, act_of(request)),
        **lists.hrefs(request, found),
    }
    return render(request, "members/members.html", shown)


@page(allow=MANAGE)
def invitations(request: HttpRequest) -> HttpResponse:
    """Invitations that were not accepted, newest first."""
    found = queries.invitations(act_of(request), cursor=lists.cursor_of(request), limit=PAGE)
    shown = {"invitations": found.items, **lists.hrefs(request, found)}
    return render(request, "members/invitations.html", shown)


@page(allow=MANAGE, reads=False)
def invite(request: HttpRequest) -> HttpResponseBase:
    """Ask whom to invite; invite them."""
    act = act_of(request)
    teams = organisations.teams(act, organisation=act.own_organisation)
    asked = invite_form(teams, givable=roles.givable_roles(act))
    form = asked(request.POST) if request.method == "POST" else asked()
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            operations.invite_member(
                act.with_key(key_of(request)), organisation=act.own_organisation, email=told["email"],
                name=told["name"], roles=told["roles"], team=team_of(told), language=act.language,
            )  # fmt: skip
        except Refused as refused:
            form.add_refusal(refused)
        else:
            messages.success(request, _("We are sending the invitation. Its link works for seven days."))
            return HttpResponseRedirect(reverse("members:invitations"))
    return render(request, "members/invite.html", {"form": form, "key": clock.token()})


@require_POST
@page(allow=MANAGE)
def send_again(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """Send an invitation once more."""
    try:
        operations.send_invitation_again(act_of(request), invitation=id)
        messages.success(request, _("We are sending it again, with a new link."))
    except Refused as refused:
        messages.error(request, refused.words)
    return HttpResponseRedirect(reverse("members:invitations"))


@require_POST
@page(allow=MANAGE)
def withdraw(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """Take an invitation back."""
    operations.withdraw_invitation(act_of(request), invitation=id)
    messages.success(request, _("The invitation is withdrawn. Its link no longer works."))
    return HttpResponseRedirect(reverse("members:invitations"))


@page(allow=MANAGE)
def end(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """Ask whether to end somebody's membership, saying what they have in hand; end it."""
    act = act_of(request)
    if request.method != "POST":
        member = queries.member(act, id=id)
        held = notices.in_hands_of(act, member.person)
        return render(request, "members/end.html", {"member": member, "held": held})
    try:
        organisation_operations.end_membership(act, membership=id)
        messages.success(request, _("They no longer work for you here."))
    except Refused as refused:
        messages.error(request, refused.words)
    return HttpResponseRedirect(reverse("members:members"))

"""Which roles there are, what each lets people do and who has it; giving them, and making others."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from moothall.design.forms import Form
from moothall.foundations.members import queries
from moothall.foundations.members.forms import (
    give_form,
    permission_words,
    role_form,
    role_words,
    team_of,
)
from moothall.kernel import allow, capability, clock
from moothall.kernel.act import Act
from moothall.kernel.doors.web import act_of, key_of, page
from moothall.kernel.extent import WHOLE, Scope
from moothall.kernel.operations import roles as operations
from moothall.kernel.queries import matters, organisations
from moothall.kernel.queries import roles as role_queries
from moothall.kernel.queries.roles import RoleShown
from moothall.kernel.refusal import NotFound, Refused
from moothall.services.queries import packs

MANAGE = allow.staff("people.manage")
GIVE = allow.staff("roles.give")


@page(allow=MANAGE)
def roles(request: HttpRequest) -> HttpResponse:
    """Every role in words, with who has it."""
    shown = {
        "roles": role_queries.roles(act_of(request)),
        "permission_words": permission_words,
        "may_make": act_of(request).may("roles.give"),
    }
    return render(request, "members/roles.html", shown)


@page(allow=GIVE, reads=False)
def make(request: HttpRequest) -> HttpResponseBase:
    """Ask what a role of the organisation's own is called and lets people do; make it."""
    asked = role_form(_local())
    form = asked(request.POST) if request.method == "POST" else asked()
    if request.method == "POST" and form.is_valid():
        act, told = act_of(request).with_key(key_of(request)), form.cleaned_data
        try:
            operations.make_role(
                act, organisation=act.own_organisation, title=told["title"], permissions=told["permissions"]
            )
        except Refused as refused:
            form.add_refusal(refused)
        else:
            messages.success(request, _("The role is there. Give it to somebody under their name."))
            return HttpResponseRedirect(reverse("members:roles"))
    return render(request, "members/role.html", {"form": form, "key": clock.token(), "role": None})


@page(allow=GIVE, reads=False)
def change(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """Change a role of the organisation's own, for everybody who has it."""
    role = _own(act_of(request), id)
    asked = role_form(_local())
    now = {"title": role.title, "permissions": list(role.permissions)}
    form = asked(request.POST) if request.method == "POST" else asked(initial=now)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            operations.change_role(
                act_of(request), role=id, title=told["title"], permissions=told["permissions"]
            )
        except Refused as refused:
            form.add_refusal(refused)
        else:
            messages.success(request, _("Changed, for everybody who has the role."))
            return HttpResponseRedirect(reverse("members:roles"))
    return render(request, "members/role.html", {"form": form, "key": clock.token(), "role": role})


@require_POST
@page(allow=GIVE)
def end(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """End a role of the organisation's own, for everybody who has it."""
    try:
        operations.end_role(act_of(request), role=id)
        messages.success(request, _("The role is ended. Nobody has it any more."))
    except Refused as refused:
        messages.error(request, refused.words)
    return HttpResponseRedirect(reverse("members:roles"))


@page(allow=MANAGE, reads=False)
def of_member(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """What somebody may do here: their roles, and giving them another."""
    act = act_of(request)
    asked = give_form(
        role_queries.givable_roles(act),
        organisations.teams(act, organisation=act.own_organisation),
        _services(act),
    )
    form = asked(request.POST) if request.method == "POST" else asked()
    if request.method == "POST" and form.is_valid() and _is_given(request, id, form):
        return HttpResponseRedirect(reverse("members:member", args=[id]))
    shown = {
        "member": queries.member(act, id=id), "role_words": role_words, "form": form, "key": clock.token()
    }  # fmt: skip
    return render(request, "members/member.html", shown)


@require_POST
@page(allow=MANAGE)
def take(request: HttpRequest, id: UUID, assignment: UUID) -> HttpResponseBase:
    """Take a role from somebody."""
    try:
        operations.end_assignment(act_of(request), assignment=assignment)
        messages.success(request, _("They do not have that role any more."))
    except Refused as refused:
        messages.error(request, refused.words)
    return HttpResponseRedirect(reverse("members:member", args=[id]))


def _is_given(request: HttpRequest, member: UUID, form: Form) -> bool:
    act, told = act_of(request).with_key(key_of(request)), form.cleaned_data
    try:
        over = _over(act, told)
        operations.give_role(
            act, membership=member, role=UUID(told["role"]), team=over.team, service=over.service,
            matter=over.matter,
        )  # fmt: skip
    except Refused as refused:
        form.add_refusal(refused)
        return False
    messages.success(request, _("They have the role from the next page they open."))
    return True


def _over(act: Act, told: dict[str, str]) -> Scope:
    """What the role is given over. Refused for a team, service or matter that was not said."""
    scope = told["scope"]
    if scope == "organisation":
        return WHOLE
    if scope == "team" and told.get("team"):
        return Scope(team=team_of(told))
    if scope == "service" and told.get("service"):
        return Scope(service=told["service"])
    found = matters.matter_called(act, reference=told.get("reference", "")) if scope == "matter" else None
    if found is None:
        field = "reference" if scope == "matter" else scope
        words = {
            "team": _("Choose which team"),
            "service": _("Choose which service"),
            "reference": _("Enter the reference of something that you can see"),
        }[field]
        raise Refused(words, fields={field: words})
    return Scope(matter=found)


def _services(act: Act) -> list[str]:
    names = {pack.name for pack in packs.live_packs(act) if pack.organisation_id == act.own_organisation}
    return sorted(names)


def _local() -> list[str]:
    """What an organisation's own role may give."""
    return [code for code, one in capability.permissions().items() if not one.is_place_wide]


def _own(act: Act, id: UUID) -> RoleShown:
    found = next((one for one in role_queries.roles(act) if one.id == id and one.is_own), None)
    if found is None:
        raise NotFound(_("We could not find that role."))
    return found

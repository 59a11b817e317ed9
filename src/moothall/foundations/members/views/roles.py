"""Which roles there are, what each lets people do and who has it; giving them, and making others."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.backends.utils import csrf_input
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST
from markupsafe import Markup

from moothall.design import cells
from moothall.design.pages import Ask, Asking, Column, Empty, Listing, Way, as_found, asking, bound, table
from moothall.design.pages.asking import Answers
from moothall.foundations.members import queries
from moothall.foundations.members.forms import give_form, role_form, team_of
from moothall.foundations.members.views import presenters
from moothall.foundations.members.views.staff import MANAGE, PEOPLE
from moothall.kernel import allow, capability
from moothall.kernel.act import Act
from moothall.kernel.doors.web import act_of, page
from moothall.kernel.extent import WHOLE, Scope
from moothall.kernel.operations import roles as operations
from moothall.kernel.paging import Page
from moothall.kernel.queries import matters, organisations
from moothall.kernel.queries import roles as role_queries
from moothall.kernel.queries.roles import RoleShown
from moothall.kernel.refusal import NotFound, Refused
from moothall.services.queries import packs

GIVE = allow.staff("roles.give")
ALL = Way(lazy("Roles"), "members:roles")


def _all(act: Act, *, cursor: str, limit: int) -> Page[RoleShown]:
    """Every role: an organisation has few."""
    return Page(role_queries.roles(act))


ROLES = Listing(
    title=lazy("Roles"),
    lead=lazy("What each role lets people do, and who has it."),
    back=PEOPLE,
    ways=(Way(lazy("Make a role of your own"), "members:role_make", needs="roles.give", is_main=True),),
    caption=lazy("Roles, the usual ones first"),
    query=_all,
    rows=as_found,
    columns=(
        Column(lazy("Role"), lambda one: one.title),
        Column(lazy("Lets them"), presenters.lets),
        Column(lazy("Who has it"), lambda one: ", ".join(one.holders) or lazy("Nobody")),
    ),
    actions=presenters.with_role,
    empty=Empty(lazy("No roles")),
)


@page(allow=MANAGE)
def roles(request: HttpRequest) -> HttpResponse:
    """Every role in words, with who has it."""
    return ROLES.drawn(request)


@page(allow=GIVE, reads=False)
def make(request: HttpRequest) -> HttpResponseBase:
    """Ask what a role of the organisation's own is called and lets people do; make it."""
    asked = Asking(
        title=_("Make a role"),
        back=(ALL.href, ALL.text),
        ask=Ask(bound(request, role_form(_local())), _("Save the role")),
    )
    done = _("The role is there. Give it to somebody under their name.")
    return asking(request, asked, _make, leads_to=ALL.href, done=done)


@page(allow=GIVE, reads=False)
def change(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """Change a role of the organisation's own, for everybody who has it."""
    role = _own(act_of(request), id)
    now = {"title": role.title, "permissions": list(role.permissions)}
    names = ", ".join(role.holders)
    asked = Asking(
        title=_("Change a role"),
        back=(ALL.href, ALL.text),
        words=[_("It changes at once for %(names)s.") % {"names": names}] if names else [],
        ask=Ask(bound(request, role_form(_local()), initial=now), _("Save the role")),
    )
    done = _("Changed, for everybody who has the role.")
    return asking(
        request,
        asked,
        lambda act, told: operations.change_role(
            act, role=id, title=told["title"], permissions=told["permissions"]
        ),
        leads_to=ALL.href,
        done=done,
    )


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
    member = queries.member(act, id=id)
    teams = organisations.teams(act, organisation=act.own_organisation)
    asked = Asking(
        title=_("What %(name)s may do") % {"name": member.name},
        back=(PEOPLE.href, PEOPLE.text),
        words=[
            table(
                _("Roles"),
                [_("Role"), _("Since"), _("Actions")],
                presenters.given_rows(member, csrf_input(request)),
            )
            or _("They have no role, so nothing here is theirs to do."),
            Markup("<p>{}</p>").format(cells.link(_("What each role lets people do"), ALL.href)),
        ],
        ask=Ask(
            bound(request, give_form(role_queries.givable_roles(act), teams, _services(act))),
            _("Give the role"),
            title=_("Give them a role"),
        ),
    )
    return asking(
        request,
        asked,
        lambda act, told: _give(act, id, told),
        leads_to=reverse("members:member", args=[id]),
        done=_("They have the role from the next page they open."),
    )


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


def _make(act: Act, told: Answers) -> None:
    operations.make_role(
        act, organisation=act.own_organisation, title=told["title"], permissions=told["permissions"]
    )


def _give(act: Act, member: UUID, told: Answers) -> None:
    over = _over(act, told)
    operations.give_role(
        act, membership=member, role=UUID(told["role"]), team=over.team, service=over.service,
        matter=over.matter,
    )  # fmt: skip


def _over(act: Act, told: Answers) -> Scope:
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

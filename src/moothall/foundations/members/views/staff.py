"""Who works here, inviting somebody, and the invitations that wait."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from moothall.design import cells, words
from moothall.design.forms import Form
from moothall.design.pages import Ask, Asking, Column, Empty, Listing, Way, as_found, asking, bound
from moothall.design.pages.asking import Answers
from moothall.foundations.members import operations, queries
from moothall.foundations.members.forms import invite_form, role_words, team_of
from moothall.foundations.members.views import presenters
from moothall.kernel import allow, notices
from moothall.kernel.act import Act
from moothall.kernel.doors.web import act_of, page
from moothall.kernel.operations import organisations as organisation_operations
from moothall.kernel.queries import organisations, roles
from moothall.kernel.refusal import Refused

MANAGE = allow.staff("people.manage")
PEOPLE = Way(lazy("People"), "members:members")

MEMBERS = Listing(
    title=lazy("People"),
    lead=lazy("Who works for you here, and what they may do."),
    ways=(
        Way(lazy("Invite somebody"), "members:invite", is_main=True),
        Way(lazy("Invitations"), "members:invitations"),
        Way(lazy("Roles"), "members:roles"),
        Way(lazy("Programs"), "members:programs"),
    ),
    caption=lazy("Members, longest first"),
    query=queries.members,
    rows=as_found,
    columns=(
        Column(lazy("Name"), presenters.name_of),
        Column(lazy("Roles"), lambda one: cells.lines(map(role_words, one.roles))),
        Column(lazy("Since"), lambda one: words.plain_date(one.since_at.date())),
    ),
    actions=presenters.ending,
    empty=Empty(lazy("Nobody works here yet")),
)

INVITATIONS = Listing(
    title=lazy("Invitations"),
    back=PEOPLE,
    ways=(Way(lazy("Invite somebody"), "members:invite", is_main=True),),
    caption=lazy("Invitations that were not accepted yet, newest first"),
    query=queries.invitations,
    rows=as_found,
    columns=(
        Column(lazy("Name"), lambda one: one.name),
        Column(lazy("Email address"), lambda one: one.email),
        Column(lazy("Roles"), lambda one: ", ".join(one.role_titles)),
        Column(lazy("Works until"), lambda one: words.plain_date(one.until_at.date())),
        Column(lazy("Status"), presenters.standing_of),
    ),
    actions=presenters.with_invitation,
    empty=Empty(lazy("No invitations wait"), lazy("Everybody you invited has joined.")),
)


@page(allow=MANAGE)
def members(request: HttpRequest) -> HttpResponse:
    """The members of the organisation, in the order they joined."""
    return MEMBERS.drawn(request)


@page(allow=MANAGE)
def invitations(request: HttpRequest) -> HttpResponse:
    """Invitations that were not accepted, newest first."""
    return INVITATIONS.drawn(request)


@page(allow=MANAGE, reads=False)
def invite(request: HttpRequest) -> HttpResponseBase:
    """Ask whom to invite; invite them."""
    act = act_of(request)
    teams = organisations.teams(act, organisation=act.own_organisation)
    form = bound(request, invite_form(teams, givable=roles.givable_roles(act)))
    asked = Asking(
        title=_("Invite somebody"),
        back=(PEOPLE.href, PEOPLE.text),
        words=[
            _(
                "They get one message with a link that works for seven days, once. They choose a password and"
                " a second step, and can then work here."
            )
        ],
        ask=Ask(form, _("Send the invitation")),
    )
    done = _("We are sending the invitation. Its link works for seven days.")
    return asking(request, asked, _invite, leads_to=reverse("members:invitations"), done=done)


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


@page(allow=MANAGE, reads=False)
def end(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """Ask whether to end somebody's membership, saying what they have in hand; end it."""
    act = act_of(request)
    member = queries.member(act, id=id)
    asked = Asking(
        title=_("End the membership of %(name)s?") % {"name": member.name},
        back=(PEOPLE.href, PEOPLE.text),
        words=[
            _("They can no longer act for you from the next page they open. They keep their own account."),
            presenters.in_hand(notices.in_hands_of(act, member.person)),
        ],
        ask=Ask(bound(request, Form), _("End the membership"), kind="warning"),
        instead=(PEOPLE.href, _("Keep them")),
    )
    return asking(
        request,
        asked,
        lambda act, told: organisation_operations.end_membership(act, membership=id),
        leads_to=PEOPLE.href,
        done=_("They no longer work for you here."),
    )


def _invite(act: Act, told: Answers) -> None:
    operations.invite_member(
        act, organisation=act.own_organisation, email=told["email"], name=told["name"], roles=told["roles"],
        team=team_of(told), language=act.language,
    )  # fmt: skip

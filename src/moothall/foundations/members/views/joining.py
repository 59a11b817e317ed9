"""Accepting an invitation: a name and a password for whoever is new, a button for whoever has an account."""

from dataclasses import dataclass
from uuid import UUID

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.account.models import Login
from django.contrib.auth.hashers import make_password
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from moothall.foundations.members import operations, queries
from moothall.foundations.members.forms import Join
from moothall.foundations.members.queries import Invited
from moothall.kernel import act as acts
from moothall.kernel import allow, clock
from moothall.kernel.act import Door
from moothall.kernel.doors import presence, web
from moothall.kernel.doors.rendering import render
from moothall.kernel.operations import people
from moothall.kernel.refusal import NotFound
from moothall.kernel.signin.accounts import account_of, add_account


@dataclass(frozen=True, slots=True)
class Joining:
    """The context of the page of somebody who is invited; without a form, they have an account."""

    invited: Invited
    roles: str
    form: Join | None


@web.page(allow=allow.anyone, reads=False)
def join(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Accept the invitation whose link this is."""
    invited = queries.invitation_by_link(acts.system(door=Door.PAGE), secret=secret)
    if invited is None:
        raise NotFound(_("This invitation no longer works. Ask whoever invited you for a new one."))
    if request.user.is_authenticated:
        return _with_account(request, secret, invited)
    if account_of(invited.email) is not None:
        return redirect_to_login(request.path, reverse("account_login"))
    return _newcomer(request, secret, invited)


def _with_account(request: HttpRequest, secret: str, invited: Invited) -> HttpResponseBase:
    """For somebody who has signed in: they join as who they are."""
    if request.method != "POST":
        return _page(request, invited)
    operations.accept_invitation(acts.system(door=Door.PAGE), secret=secret, member=web.act_of(request).actor)
    return HttpResponseRedirect(reverse("kernel:arrive"))


def _newcomer(request: HttpRequest, secret: str, invited: Invited) -> HttpResponseBase:
    """For somebody new: an account of their own, then the second step of signing in, which staff need."""
    form = Join(request.POST) if request.method == "POST" else Join(initial={"name": invited.name})
    if request.method != "POST" or not form.is_valid():
        return _page(request, invited, form=form)
    people.record(
        acts.system(door=Door.PAGE), person=invited.person, personal={"name": form.cleaned_data["name"]}
    )
    add_account(
        email=invited.email,
        person=invited.person,
        password_hash=make_password(form.cleaned_data["password"]),
        at=clock.now(),
        with_second_factor=False,
    )
    organisation = operations.accept_invitation(
        acts.system(door=Door.PAGE), secret=secret, member=invited.person
    )
    return _sign_in(request, invited.email, organisation)


def _sign_in(request: HttpRequest, email: str, organisation: UUID) -> HttpResponseBase:
    """Sign the newcomer in, and lead them to their second step and from there to their work."""
    account = account_of(email)
    login = Login(user=account, email=email, redirect_url=reverse("mfa_activate_totp"))
    answer: HttpResponseBase = perform_password_login(request, {"email": email}, login)
    reauthenticate_by_password(request)  # they have just chosen it
    request.session[presence.ORGANISATION] = str(organisation)
    return answer


def _page(request: HttpRequest, invited: Invited, *, form: Join | None = None) -> HttpResponse:
    return render(request, "members/join.html", Joining(invited, ", ".join(invited.role_titles), form))

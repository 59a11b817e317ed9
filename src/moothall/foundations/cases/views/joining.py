"""What somebody asked for as a guest, offered to the account that has confirmed the same address."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from moothall.foundations.cases.operations import guests
from moothall.foundations.cases.queries.guests import asked_as_guest
from moothall.kernel import act as acts
from moothall.kernel import allow
from moothall.kernel.act import Act, Door
from moothall.kernel.doors import web
from moothall.kernel.queries import people
from moothall.kernel.signin.accounts import confirmed_address


@dataclass(frozen=True, slots=True)
class Before:
    """What was asked for without the account: how many requests are ``found`` with its ``email`` that have
    not joined it."""

    email: str = ""
    found: int = 0


def offered(request: HttpRequest, act: Act) -> Before:
    """What may be offered to whoever is signed in and acts for themselves; nothing to anybody else."""
    if not _is_themselves(request, act):
        return Before()
    email = confirmed_address(request.user) if request.user.is_authenticated else None
    if email is None:
        return Before()
    counts = asked_as_guest(acts.system(door=Door.PAGE), email=email)
    joined = people.selves(act)
    return Before(email, sum(number for guest, number in counts.items() if guest not in joined))


@web.page(allow=allow.resident, reads=False)
def join(request: HttpRequest) -> HttpResponseBase:
    """Join to the account what was asked for with its confirmed address before."""
    if request.method != "POST":  # who signed in on the way, or pressed "back"
        return HttpResponseRedirect(reverse("cases:mine_list"))
    act = web.act_of(request)
    email = confirmed_address(request.user) if request.user.is_authenticated else None
    if email is not None and _is_themselves(request, act):
        system = acts.system(door=Door.PAGE)
        guests.join_guests(system, person=act.actor, email=email, known=list(people.selves(act)))
        messages.success(request, _("They belong to your account now."))
    return HttpResponseRedirect(reverse("cases:mine_list"))


def _is_themselves(request: HttpRequest, act: Act) -> bool:
    is_own = act.subject is not None and act.subject == act.person
    return request.user.is_authenticated and is_own and act.person == request.user.person_id

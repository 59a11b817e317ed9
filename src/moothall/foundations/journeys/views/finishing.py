"""Saving for later, and giving up."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moothall.design import fields, forms
from moothall.foundations.journeys import operations, queries
from moothall.foundations.journeys.queries import paths
from moothall.foundations.journeys.queries.states import JourneyState
from moothall.foundations.journeys.views import presenters
from moothall.foundations.journeys.views.answering import onward
from moothall.kernel import gate
from moothall.kernel.act import Act
from moothall.kernel.doors import limits
from moothall.kernel.queries import people
from moothall.kernel.refusal import Refused

OF_A_JOURNEY = limits.Limit("links of a journey", 5)
TO_AN_ADDRESS = limits.Limit("links to an address", 5)
BY_A_VISITOR = limits.Limit("links for a visitor", 20)


class Resume(forms.Form):
    """Where to send the link that leads back."""

    email = fields.Email(gettext_lazy("Your email address"))


def save(request: HttpRequest, act: Act, state: JourneyState, *, genuine: bool) -> HttpResponse:
    """Save and come back later: a link by email."""
    with gate.reading(act):
        shown = people.person(act, id=state.person) if state.person else None
    known = (shown.email if shown else None) or _answered_email(state)
    form = Resume(request.POST if request.method == "POST" else None, initial={"email": known})
    if request.method == "POST" and genuine and form.is_valid() and _may_save(request, state, form):
        operations.save_for_later(act, journey=state.id, email=form.cleaned_data["email"])
        return HttpResponseRedirect(paths.page(state.service, state.id, "save") + "?sent=yes")
    page = presenters.common(state) | {
        "form": form,
        "email": known if "sent" in request.GET else "",
        "stale": not genuine,
        "back": onward(state),
        "end_href": paths.page(state.service, state.id, "end"),
        "days": queries.DAYS,
    }
    with gate.reading(act):
        return render(request, "journeys/save.html", page, status=429 if form.errors.get("__all__") else 200)


def _may_save(request: HttpRequest, state: JourneyState, form: Resume) -> bool:
    """Whether another link may be sent. Somebody might have them sent to others' addresses, many an hour."""
    email = form.cleaned_data["email"].casefold()
    counted = [(OF_A_JOURNEY, str(state.id)), (TO_AN_ADDRESS, email), (BY_A_VISITOR, limits.visitor(request))]
    if all(by is None or limit.allows(by) for limit, by in counted):
        return True
    form.add_refusal(
        Refused(
            _(
                "We have sent several links within an hour, so we cannot send another one now. Use the last "
                "one you got: each works for %(days)s days. Or try again in an hour."
            )
            % {"days": queries.DAYS}
        )
    )
    return False


def _answered_email(state: JourneyState) -> str:
    """The email address among the answers, if there is one."""
    told = (answer for answer in state.route.answers.values() if isinstance(answer, Mapping))
    return next((str(answer["email"]) for answer in told if answer.get("email")), "")


def end(request: HttpRequest, act: Act, state: JourneyState, *, genuine: bool) -> HttpResponse:
    """Give up and have everything deleted."""
    if request.method == "POST" and genuine:
        operations.end(act, journey=state.id)
        messages.success(request, _("We deleted what you typed."))
        return HttpResponseRedirect(paths.start(state.service))
    with gate.reading(act):
        return render(request, "journeys/end.html", presenters.common(state) | {"back": onward(state)})

"""The keys that let an organisation's own programs in: listing, making and revoking them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from moothall.foundations.members import queries
from moothall.foundations.members.forms import key_form, permission_words
from moothall.kernel import allow, clock
from moothall.kernel.act import Act
from moothall.kernel.doors.web import act_of, key_of, page
from moothall.kernel.operations import api_keys as operations
from moothall.kernel.queries import api_keys

MANAGE = allow.staff("people.manage")
PAGE = 50


@page(allow=MANAGE)
def keys(request: HttpRequest) -> HttpResponseBase:
    """The organisation's keys, and a form that makes another. The new one is shown this once."""
    asked = key_form(act_of(request).permissions)
    form = asked(request.POST) if request.method == "POST" else asked()
    if request.method == "POST" and form.is_valid():
        act = act_of(request).with_key(key_of(request))
        told = form.cleaned_data
        secret = operations.make_api_key(
            act, organisation=act.own_organisation, name=told["name"], permissions=told["permissions"]
        )
        return _shown(request, asked(), secret=secret)
    return _shown(request, form)


@require_POST
@page(allow=MANAGE)
def revoke(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """End a key at once."""
    operations.revoke_api_key(act_of(request), key=id)
    messages.success(request, _("The key is revoked. It opens nothing any more."))
    return HttpResponseRedirect(reverse("members_keys"))


def _shown(request: HttpRequest, form: object, *, secret: str = "") -> HttpResponse:
    act = act_of(request)
    before = _cursor(request)
    rows = api_keys.api_keys(act, before=before, limit=PAGE + 1)
    shown = {
        "keys": rows[:PAGE],
        "names": _names(act),
        "permission_words": permission_words,
        "form": form,
        "secret": secret,
        "key": clock.token(),
        "next_before": rows[PAGE - 1].id if len(rows) > PAGE else None,
        "is_later": before is not None,
    }
    return render(request, "members/keys.html", shown)


def _names(act: Act) -> dict[UUID, str]:
    return {member.person: member.name for member in queries.members(act, limit=500).items}


def _cursor(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET["before"]) if request.GET.get("before") else None
    except ValueError:
        return None

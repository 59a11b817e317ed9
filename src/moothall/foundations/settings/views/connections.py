"""The page of connections: which system serves what, with buttons that test, change and end each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from moothall.design import fields, forms
from moothall.design.forms import Form
from moothall.foundations.settings.forms import credentials_fields
from moothall.kernel import allow, clock, connections
from moothall.kernel.act import Act, Role
from moothall.kernel.adapters import KINDS, Adapter, Chosen
from moothall.kernel.doors import lists
from moothall.kernel.doors.rendering import render
from moothall.kernel.doors.web import act_of, key_of, page
from moothall.kernel.operations import connections as operations
from moothall.kernel.queries import connections as queries
from moothall.kernel.queries.connections import ConnectionShown
from moothall.kernel.refusal import NotFound, Refused

MANAGE = allow.staff("connections.manage")


@dataclass(frozen=True, slots=True)
class ConnectionsPage:
    """What ``settings/connections.html`` shows."""

    kinds: Sequence[dict[str, Any]]
    connections: Sequence[dict[str, Any]]
    next_href: str
    first_href: str


@dataclass(frozen=True, slots=True)
class ConnectionPage:
    """What ``settings/connection.html`` shows."""

    form: Form
    title: str | Promise
    kind: str | Promise
    key: str


@page(allow=MANAGE)
def index(request: HttpRequest) -> HttpResponse:
    """What serves each kind now, what else could, and every connection there was."""
    act = act_of(request)
    found = queries.connections(act, cursor=lists.cursor_of(request))
    content = ConnectionsPage(
        kinds=[_serving(act, kind) for kind in KINDS],
        connections=[_listed(one) for one in found.items],
        **lists.hrefs(request, found),
    )
    return render(request, "settings/connections.html", content)


@page(allow=MANAGE, reads=False)
def new(request: HttpRequest, kind: str, adapter: str) -> HttpResponseBase:
    """Ask what opens a system; connect to it."""
    made = _adapter(kind, adapter)
    asked = _asked(request, made)
    form = asked(request.POST) if request.method == "POST" else asked(initial=_usual(made))
    if request.method == "POST" and form.is_valid():
        typed = _given(form, made)
        act = act_of(request).with_key(key_of(request))
        try:
            operations.connect(
                act, organisation=act.own_organisation, kind=kind, adapter=adapter, credentials=typed,
                name=form.cleaned_data["connection_name"],
                for_place=bool(form.cleaned_data.get("for_place")),
            )  # fmt: skip
        except Refused as refused:
            form.add_refusal(refused)
        else:
            messages.success(request, _("Connected. Test it now."))
            return HttpResponseRedirect(reverse("settings:connections"))
    content = ConnectionPage(
        form=form,
        title=made.title,
        kind=KINDS[kind].title,
        key=clock.token(),
    )
    return render(request, "settings/connection.html", content)


@page(allow=MANAGE, reads=False)
def change(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """Change what opens a connection. What is secret is never shown again."""
    row = _own(request, id)
    made = _adapter(row.kind, row.adapter)
    asked = forms.Form.of(credentials_fields(made.asks, is_known=True))
    now = queries.open_part(act_of(request), id=id)
    form = asked(request.POST) if request.method == "POST" else asked(initial=now)
    if request.method == "POST" and form.is_valid():
        try:
            operations.change_connection(act_of(request), connection=id, credentials=_given(form, made))
        except Refused as refused:
            form.add_refusal(refused)
        else:
            messages.success(request, _("Changed. Test it now."))
            return HttpResponseRedirect(reverse("settings:connections"))
    content = ConnectionPage(
        form=form,
        title=row.name,
        kind=KINDS[row.kind].title,
        key=clock.token(),
    )
    return render(request, "settings/connection.html", content)


@require_POST
@page(allow=MANAGE, reads=False)
def test(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """Ask the system something harmless, and say what came of it."""
    row = _own(request, id)
    outcome = connections.tested(_chosen(act_of(request), row))
    if outcome:
        messages.error(request, _("%(name)s does not work: %(why)s") % {"name": row.name, "why": outcome})
    else:
        messages.success(request, _("%(name)s works.") % {"name": row.name})
    return HttpResponseRedirect(reverse("settings:connections"))


@require_POST
@page(allow=MANAGE)
def end(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """Begin nothing more through a connection."""
    operations.end_connection(act_of(request), connection=id)
    messages.success(request, _("Ended. What was begun through it still ends through it."))
    return HttpResponseRedirect(reverse("settings:connections"))


def _serving(act: Act, kind: str) -> dict[str, Any]:
    """Which adapter serves a kind for the organisation, whose connection it is, and what else could."""
    now = connections.chosen(kind, organisation=act.organisation)
    known = KINDS[kind]
    serves = known.adapters.get(now.adapter)
    return {
        "title": known.title,
        "adapter": serves.title if serves else now.adapter,
        "is_test": serves is not None and serves.is_test,
        "whose": _whose(act, now),
        "others": [
            (adapter.title, reverse("settings:connect", args=[kind, name]))
            for name, adapter in known.adapters.items()
        ],
    }


def _whose(act: Act, now: Chosen) -> str:
    if now.id is None:
        return _("nobody connected anything")
    return _("your organisation’s") if now.organisation == act.organisation else _("the place’s")


def _listed(row: ConnectionShown) -> dict[str, Any]:
    """A connection with its words; the address for messages of those that send any."""
    known = KINDS.get(row.kind)
    hears = reverse(known.hears, args=[row.id]) if known and known.hears else ""
    return {
        "row": row,
        "kind": known.title if known else row.kind,
        "hears_at": f"{settings.BASE_URL}{hears}" if hears else "",
    }


def _asked(request: HttpRequest, made: type[Adapter]) -> type[forms.Form]:
    """What to ask for a new connection: its name, what opens it, and of operators whom it is for."""
    found: dict[str, fields.Field] = {
        "connection_name": fields.Text(_("What do you call it?"), called=_("a name"), most=60)
    }
    found |= credentials_fields(made.asks, is_known=False)
    if act_of(request).role is Role.OPERATOR:
        found["for_place"] = fields.YesNo(
            _("Does it serve the whole place?"), hint=_("Every organisation that has none of its own.")
        )
    return forms.Form.of(found)


def _usual(made: type[Adapter]) -> dict[str, Any]:
    return {name: field.default for name, field in made.asks.model_fields.items() if not field.is_required()}


def _given(form: forms.Form, made: type[Adapter]) -> dict[str, Any]:
    """What was typed of the credentials; a secret that was left empty is left out."""
    plain = form.plain()
    secret = {name for name in made.asks.model_fields if isinstance(form.fields[name], fields.Password)}
    return {name: plain[name] for name in made.asks.model_fields if name not in secret or plain[name]}


def _chosen(act: Act, row: ConnectionShown) -> Chosen:
    return Chosen(row.kind, row.adapter, row.id, act.organisation)


def _own(request: HttpRequest, id: UUID) -> ConnectionShown:
    row = queries.connection(act_of(request), id=id)
    if row is None or row.ended_at is not None:
        raise NotFound(_("We could not find that connection."))
    return row


def _adapter(kind: str, adapter: str) -> type[Adapter]:
    if kind not in KINDS or adapter not in KINDS[kind].adapters:
        raise NotFound(_("There is no such system to connect to."))
    return KINDS[kind].adapters[adapter]

"""The pages of settings: what can be set, and one page per capability, drawn from its model."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from moothall.design import forms
from moothall.design.forms import Form
from moothall.foundations.settings.forms import form_of, shown
from moothall.kernel import allow, clock, settings
from moothall.kernel.act import Act, Role
from moothall.kernel.doors import lists
from moothall.kernel.doors.rendering import render
from moothall.kernel.doors.web import act_of, key_of, page
from moothall.kernel.operations import settings as operations
from moothall.kernel.queries import people
from moothall.kernel.queries import settings as queries
from moothall.kernel.queries.settings import SettingShown
from moothall.kernel.refusal import NotFound, Refused
from moothall.kernel.settings import Settings

EDIT = allow.staff("settings.edit")
PAGE = 20


@dataclass(frozen=True, slots=True)
class IndexPage:
    """What ``settings/index.html`` shows."""

    own: Sequence[tuple[str, str]]
    of_place: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """What ``settings/settings.html`` shows."""

    title: str | Promise
    form: Form
    is_of_place: bool
    key: str
    version: int
    versions: Sequence[dict[str, Any]]
    next_href: str
    first_href: str


@page(allow=EDIT)
def index(request: HttpRequest) -> HttpResponse:
    """What can be set for the organisation, and by those who run it for the place."""
    content = IndexPage(
        own=_offered(for_place=False),
        of_place=_offered(for_place=True) if _operates(request) else [],
    )
    return render(request, "settings/index.html", content)


@page(allow=EDIT)
def of_organisation(request: HttpRequest, capability: str) -> HttpResponseBase:
    """The settings of one capability for the organisation."""
    return _edit(request, capability, organisation=act_of(request).own_organisation)


@page(allow=EDIT)
def of_place(request: HttpRequest, capability: str) -> HttpResponseBase:
    """The settings of one capability for the whole place: for those who run it."""
    if not _operates(request):
        raise NotFound(_("There is no such page."))
    return _edit(request, capability, organisation=None)


def _edit(request: HttpRequest, capability: str, *, organisation: UUID | None) -> HttpResponseBase:
    """Show what is set and its history; set what was typed."""
    model = _model(capability, for_place=organisation is None)
    act = act_of(request)
    cursor = lists.cursor_of(request)
    versions = queries.setting_versions(
        act, capability=capability, organisation=organisation, cursor=cursor, limit=PAGE
    )
    latest = queries.setting_versions(act, capability=capability, organisation=organisation, limit=1).items
    asked = form_of(model, for_place=organisation is None)
    inherited = _inherited(model, organisation)
    now = settings.read(model, inherited.model_dump() | (latest[0].content if latest else {}))
    form = asked(request.POST) if request.method == "POST" else asked(initial=now.model_dump())
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and _set(request, form, capability, organisation, inherited):
        messages.success(request, _("Saved. It holds everywhere within a minute."))
        return HttpResponseRedirect(request.path)
    content = SettingsPage(
        title=model.title,
        form=form,
        is_of_place=organisation is None,
        key=clock.token(),
        version=latest[0].version if latest else 0,
        versions=_listed(act, model, versions.items),
        **lists.hrefs(request, versions),
    )
    return render(request, "settings/settings.html", content)


def _set(
    request: HttpRequest, form: forms.Form, capability: str, organisation: UUID | None, inherited: Settings
) -> bool:
    """Set what differs from what would hold anyway; whether it was. A refusal is shown in the form."""
    usual = inherited.model_dump()
    typed = {name: _value(value, usual[name]) for name, value in form.cleaned_data.items()}
    content = {name: value for name, value in typed.items() if value != usual[name]}
    act = act_of(request).with_key(key_of(request))
    try:
        operations.change_settings(
            act, capability=capability, content=content,
            after=_number(request.POST.get("version")) or 0, organisation=organisation,
        )  # fmt: skip
    except Refused as refused:
        form.add_refusal(refused)
        return False
    return True


def _value(typed: Any, usual: Any) -> Any:
    return tuple(typed or ()) if isinstance(usual, tuple) else typed


def _inherited(model: type[Settings], organisation: UUID | None) -> Settings:
    """What holds where nothing is set: the place's for an organisation, the defaults for the place."""
    return model() if organisation is None else settings.of(model)


def _listed(act: Act, model: type[Settings], versions: Sequence[SettingShown]) -> list[dict[str, Any]]:
    who = people.people(act, ids=[one.made_by for one in versions if one.made_by])
    return [
        {
            "at": one.since_at,
            "by": who[one.made_by].name if one.made_by in who else _("Moothall itself"),
            "set": shown(model, one.content),
        }
        for one in versions
    ]


def _offered(*, for_place: bool) -> list[tuple[str, str]]:
    name = "settings:of_place" if for_place else "settings:of_organisation"
    return [
        (str(model.title), reverse(name, args=[capability]))
        for capability, model in settings.models().items()
        if settings.asked(model, for_place=for_place)
    ]


def _model(capability: str, *, for_place: bool) -> type[Settings]:
    model = settings.models().get(capability)
    if model is None or not settings.asked(model, for_place=for_place):
        raise NotFound(_("There is nothing to set there."))
    return model


def _operates(request: HttpRequest) -> bool:
    return act_of(request).role is Role.OPERATOR


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 9 else None

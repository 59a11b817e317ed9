"""The pages of what people are written outside services: read, changed with a preview, and put back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from moothall.design import fields, forms
from moothall.design.forms import Form
from moothall.kernel import allow, clock, places, texts
from moothall.kernel.act import Act, Role
from moothall.kernel.doors import lists
from moothall.kernel.doors.rendering import render
from moothall.kernel.doors.web import act_of, key_of, page
from moothall.kernel.operations import texts as operations
from moothall.kernel.queries import people
from moothall.kernel.queries import settings as queries
from moothall.kernel.queries.settings import SettingShown
from moothall.kernel.refusal import NotFound, Refused
from moothall.kernel.texts import Text

EDIT = allow.staff("settings.edit")
PAGE = 20
LONG = 60
"""From how many characters on a text is asked for in several lines."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message in the list: what it is about, where it is changed, and whether it was."""

    title: str
    href: str
    is_changed: bool


@dataclass(frozen=True, slots=True)
class Index:
    """Every message that the organisation may change, and those that are the place's."""

    own: Sequence[Message]
    of_place: Sequence[Message]


@dataclass(frozen=True, slots=True)
class Version:
    """How a message was said since a moment: by whom it was changed, and its parts (none: as it comes)."""

    at: datetime
    by: str
    parts: Sequence[str]


@dataclass(frozen=True, slots=True)
class Changing:
    """One message in one language: its form, how it would read, how it comes, and how it was."""

    title: str
    is_of_place: bool
    languages: Sequence[tuple[str, str, bool]]
    fields: str
    form: Form
    preview: Sequence[str]
    originals: Sequence[str]
    versions: Sequence[Version]
    version: int
    key: str
    next_href: str
    first_href: str


@page(allow=EDIT)
def index(request: HttpRequest) -> HttpResponse:
    """The messages that can be said otherwise."""
    act = act_of(request)
    operates = act.role is Role.OPERATOR
    own = _messages(act.own_organisation, "settings:words_of", of_place=False)
    of_place = _messages(None, "settings:words_of_place", of_place=True) if operates else []
    return render(request, "settings/words.html", Index(own, of_place))


@page(allow=EDIT)
def of_organisation(request: HttpRequest, capability: str, message: str) -> HttpResponseBase:
    """One message, as the organisation says it."""
    return _change(request, capability, message, act_of(request).own_organisation)


@page(allow=EDIT)
def of_place(request: HttpRequest, capability: str, message: str) -> HttpResponseBase:
    """One message, as the whole place says it: for those who run it."""
    if act_of(request).role is not Role.OPERATOR:
        raise NotFound(_("There is no such page."))
    return _change(request, capability, message, None)


def _messages(organisation: UUID | None, address: str, *, of_place: bool) -> list[Message]:
    found: dict[tuple[str, str], list[Text]] = {}
    for one in texts.texts().values():
        if of_place or not one.of_place:
            found.setdefault((one.capability, one.message), []).append(one)
    return [
        Message(_title(parts), reverse(address, args=key), _is_changed(parts, organisation))
        for key, parts in found.items()
    ]


def _is_changed(parts: Sequence[Text], organisation: UUID | None) -> bool:
    return any(
        texts.in_force(one, code, organisation=organisation) != one.original(code)
        for one in parts
        for code in places.place().languages
    )


def _title(parts: Sequence[Text]) -> str:
    """What a message is called: by its subject, or how it begins; in the language of the reader."""
    return texts.as_it_comes(parts[0]).splitlines()[0]


def _change(
    request: HttpRequest, capability: str, message: str, organisation: UUID | None
) -> HttpResponseBase:
    parts = texts.parts_of(capability, message)
    if not parts or (organisation is not None and parts[0].of_place):
        raise NotFound(_("There are no such words."))
    language = _language(request)
    asked = _form(parts)
    if request.method != "POST":
        said = {one.part: texts.in_force(one, language, organisation=organisation) for one in parts}
        return _drawn(request, parts, organisation, asked(initial=said), said)
    form = asked(request.POST)
    said = {one.part: str(request.POST.get(one.part, "")) for one in parts}
    if not form.is_valid() or ("preview" in request.POST and "original" not in request.POST):
        status = 422 if form.errors else 200
        return _drawn(request, parts, organisation, form, said, status=status)
    wanted = dict.fromkeys(said, "") if "original" in request.POST else form.plain()
    try:
        _set(request, parts[0], language, wanted, organisation)
    except Refused as refused:
        form.add_refusal(refused)
        return _drawn(request, parts, organisation, form, said, status=refused.status)
    messages.success(request, _("Saved. It holds everywhere within a minute."))
    return HttpResponseRedirect(f"{request.path}?language={language}")


def _set(
    request: HttpRequest, part: Text, language: str, said: dict[str, str], organisation: UUID | None
) -> None:
    typed = request.POST.get("version", "")
    operations.change_texts(
        act_of(request).with_key(key_of(request)), capability=part.capability, message=part.message,
        language=language, said=said, organisation=organisation,
        after=int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else 0,
    )  # fmt: skip


def _drawn(
    request: HttpRequest, parts: Sequence[Text], organisation: UUID | None, form: Form,
    said: Mapping[str, str], *, status: int = 200,
) -> HttpResponse:  # fmt: skip
    act, language = act_of(request), _language(request)
    name = texts.setting_of(parts[0].capability)
    versions = queries.setting_versions(
        act, capability=name, organisation=organisation, cursor=lists.cursor_of(request), limit=PAGE
    )
    latest = queries.setting_versions(act, capability=name, organisation=organisation, limit=1).items
    content = Changing(
        title=_title(parts),
        is_of_place=organisation is None,
        languages=[(code, _called(code), code == language) for code in places.place().languages],
        fields=", ".join(f"{{{one}}}" for one in sorted(parts[0].fields())),
        form=form,
        preview=[_preview(said[one.part]) for one in parts],
        originals=[one.original(language) for one in parts],
        versions=_versions(act, parts, language, versions.items),
        version=latest[0].version if latest else 0,
        key=clock.token(),
        **lists.hrefs(request, versions),
    )
    return render(request, "settings/word.html", content, status=status)


def _form(parts: Sequence[Text]) -> type[Form]:
    return forms.Form.of({one.part: _field(one) for one in parts})


def _field(part: Text) -> fields.Field:
    label = {"subject": _("Subject"), "body": _("Text")}.get(part.part, part.part.replace("_", " "))
    if part.part == "subject":
        return fields.Text(label, called=label.lower(), most=200)
    rows = max(3, part.originals[texts.FIRST].count("\n") + 3)
    return fields.TextArea(label, called=label.lower(), most=operations.MOST, rows=rows, count_from=90)


def _preview(text: str) -> str:
    """A text with the name of each field where its value will stand."""
    return texts.filled(text, {name: f"[{name.replace('_', ' ')}]" for name in texts.fields_of(text)})


def _versions(act: Act, parts: Sequence[Text], language: str, found: Sequence[SettingShown]) -> list[Version]:
    who = people.people(act, ids=[one.made_by for one in found if one.made_by])
    keys = [texts.stored_key(one, language) for one in parts]
    return [
        Version(
            one.since_at,
            who[one.made_by].name if one.made_by in who else _("Moothall itself"),
            [one.content[key] for key in keys if key in one.content],
        )
        for one in found
    ]


def _language(request: HttpRequest) -> str:
    """The language that is asked for, or else the first of the place."""
    known = places.place().languages
    asked = request.GET.get("language", "")
    return asked if asked in known else known[0]


def _called(code: str) -> str:
    return str(get_language_info(code)["name_local"])

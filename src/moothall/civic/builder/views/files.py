"""One file of a draft: read, and written anew with what is wrong with it at once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import StringIO
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from pydantic import JsonValue
from ruamel.yaml import YAML

from moothall.civic.builder import forms
from moothall.civic.builder.views.drafts import DRAFTS, SLOTS
from moothall.design.forms import Form
from moothall.kernel import clock
from moothall.kernel.act import Act
from moothall.kernel.doors.rendering import render
from moothall.kernel.doors.web import act_of, key_of, page
from moothall.kernel.refusal import Conflict, NotFound, Refused
from moothall.services.operations import drafts as operations
from moothall.services.problems import Problem
from moothall.services.queries import drafts
from moothall.services.queries.drafts import DraftShown
from moothall.services.sources import Source, read_text
from moothall.services.states import OVER

MOST_OCTETS = 3 * forms.MOST_TEXT + 100_000
"""Browsers may write three octets for one."""
AROUND = 2


@dataclass(frozen=True, slots=True)
class Beside:
    """Something wrong with a file: where, in words, and the lines around it, each with its number and whether
    it is the one."""

    where: str
    words: str
    lines: Sequence[tuple[int, str, bool]]
    href: str = ""


@dataclass(frozen=True, slots=True)
class FilePage:
    """One file of a draft; ``theirs`` is what somebody else saved meanwhile."""

    shown: DraftShown
    path: str
    form: Form
    edition: int
    key: str
    is_over: bool
    is_there: bool
    problems: Sequence[Beside] = ()
    theirs: str | None = None


@page(allow=DRAFTS, reads=False, most_octets=MOST_OCTETS)
def file_page(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """Read a file of a draft, or write it anew."""
    act = act_of(request)
    shown = drafts.draft(act, id=id)
    path = _path(request)
    if request.method != "POST":
        content = _content(shown, path, forms.file(text=text_of(shown, path)))
        content = replace(content, problems=_problems(act, shown, path))
        return render(request, "builder/file.html", content)
    form = forms.file(request.POST)
    edition = number(request.POST.get("edition"))
    content = replace(_content(shown, path, form), edition=edition)
    if not form.is_valid():
        return render(request, "builder/file.html", content, status=422)
    try:
        return _saved(request, act, shown, path, form)
    except Conflict as conflict:
        form.add_refusal(conflict)
        content = replace(content, theirs=text_of(shown, path), edition=shown.edition)
        return render(request, "builder/file.html", content, status=conflict.status)
    except Refused as refused:
        form.add_refusal(refused)
        return render(request, "builder/file.html", content, status=refused.status)


def _content(shown: DraftShown, path: str, form: Form) -> FilePage:
    return FilePage(
        shown, path, form, shown.edition, clock.token(), shown.state in OVER, path in {*shown.texts, SLOTS}
    )


def text_of(shown: DraftShown, path: str) -> str:
    """What a file of a draft says; of the slots, as a file would."""
    if path != SLOTS:
        return shown.texts.get(path, "")
    text = StringIO()
    if shown.slots:
        YAML(typ="safe", pure=True).dump(dict(shown.slots), text)
    return text.getvalue()


def _saved(request: HttpRequest, act: Act, shown: DraftShown, path: str, form: Form) -> HttpResponseBase:
    """The draft with the file as it was typed; empty, without it. Then the same page, with what is wrong."""
    typed = form.cleaned_data["text"]
    slots: dict[str, JsonValue] | None = None
    texts = dict(shown.texts)
    if path == SLOTS:
        slots = _slots(typed)
    elif typed.strip():
        texts[path] = typed if typed.endswith("\n") else f"{typed}\n"
    else:
        texts.pop(path, None)
    edition = number(request.POST.get("edition"))
    operations.save_draft(
        act.with_key(key_of(request)), draft=shown.id, edition=edition, texts=texts, slots=slots
    )
    messages.success(request, _("Saved. Nothing is published yet."))
    back = "back" in request.POST or (path != SLOTS and path not in texts)
    href = reverse("builder:draft" if back else "builder:file", args=[shown.id])
    return HttpResponseRedirect(href if back else f"{href}?path={path}")


def _slots(text: str) -> dict[str, JsonValue]:
    """What was filled in. Refused, with the line, for what is no YAML."""
    source = read_text(Source(SLOTS), text)
    if source.problems:
        words = "; ".join(map(str, source.problems))
        raise Refused(words, fields={"text": words})
    if source.content is not None and not isinstance(source.content, dict):
        words = _("Write each slot with its value, like “team: waste”")
        raise Refused(words, fields={"text": words})
    return dict(source.content or {})


def _problems(act: Act, shown: DraftShown, path: str) -> list[Beside]:
    """What is wrong with this file, each with the lines around it."""
    if shown.state in OVER:
        return []
    found = drafts.problems_of_draft(act, id=shown.id)
    lines = text_of(shown, path).splitlines()
    return [_beside(one, lines) for one in found if one.place is not None and one.place.file == path]


def _beside(problem: Problem, lines: list[str]) -> Beside:
    place = problem.place
    assert place is not None
    first = max(place.line - 1 - AROUND, 0)
    around = lines[first : place.line + AROUND]
    where = _("Line %(line)s, column %(column)s") % {"line": place.line, "column": place.column}
    numbered = ((first + at + 1, line[:200]) for at, line in enumerate(around))
    return Beside(where, problem.words, [(number, line, number == place.line) for number, line in numbered])


def _path(request: HttpRequest) -> str:
    """The file that is asked for: one of the draft, its slots, or one that could be added."""
    path = request.GET.get("path", "").strip()
    if not path or len(path) > 100 or ".." in path or path.startswith("/"):
        raise NotFound(_("There is no such file."))
    return path


def number(text: str | None) -> int:
    """The edition that a form was drawn from; 0 when it does not say."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 9 else 0
